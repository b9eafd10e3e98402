/** The design turned round: the effect or the size that gives a wanted power. */
import { isViolation } from '../assumptions.ts';
import { findRoot } from '../numeric/root.ts';

const found = (root: ReturnType<typeof findRoot>): number | null => (isViolation(root) ? null : root);

/**
 * The smallest effect found with the wanted power.
 * @param power rising in the effect, at the level of significance for no effect
 * @param highest the largest effect there is; may be Infinity
 * @returns null when not even that is found so often
 */
export function smallestEffect(power: (effect: number) => number, wanted: number, highest: number): number | null {
	if (Number.isFinite(highest)) return power(highest) < wanted ? null : found(findRoot((e) => power(e) - wanted, 0, highest));
	let high = 0.1;
	while (power(high) < wanted) {
		high *= 2;
		if (high > 1e6) return null;
	}
	return found(findRoot((e) => power(e) - wanted, 0, high));
}

const MOST = 1e9;

/**
 * The size, not rounded, that gives the wanted power.
 * @param power rising in the size
 * @param least the smallest size the test can be made with
 * @returns `least` where that is enough; null when a thousand million are not
 */
export function neededSize(power: (n: number) => number, wanted: number, least: number): number | null {
	if (power(least) >= wanted) return least;
	let high = least * 2;
	while (power(high) < wanted) {
		high *= 2;
		if (high > MOST) return null;
	}
	return found(findRoot((n) => power(n) - wanted, high / 2, high));
}
