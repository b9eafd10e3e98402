import { orderedValues, quantile } from '../estimate/ordered.ts';
import type { IndicatorRule, Level, Slot } from './types.ts';

/** Points of each unit, what it could have had, and points / possible; `key` is the share as it is compared, without the last digits that rounding makes. */
export interface Scored {
	points: Float64Array;
	possible: Float64Array;
	share: Float64Array;
	key: Float64Array;
	/** How many values the share rests on. */
	values: Int32Array;
	/** 1 where enough of the values are there. */
	ranked: Uint8Array;
}

/** Sums of the same numbers in another scale differ in their last digits: shares are compared to twelve decimals. */
export const comparable = (x: number): number => Math.round(x * 1e12) / 1e12;

/** The most points that a value of the indicator can give. */
export const most = (rule: IndicatorRule): number => (rule.weight ?? 1) * Math.max(...rule.limits.map((s) => s.points ?? 1));

/** The values that count in a slot. */
export function presentValues(level: Level, slots: number, slot: number): Float64Array {
	const found = new Float64Array(level.units);
	let n = 0;
	for (let u = 0; u < level.units; u++) if (level.present[u * slots + slot] === 1) found[n++] = level.values[u * slots + slot]!;
	return found.subarray(0, n);
}

/** The limits of each slot in the order of the rule's steps; null where nobody has a value. Percentiles are of the level's own values of that year, by quantiles of type 7. */
export function limitsOf(level: Level, slots: readonly Slot[], rules: readonly IndicatorRule[]): (number[] | null)[] {
	return slots.map(({ indicator }, s) => {
		const rule = rules[indicator]!;
		const values = presentValues(level, slots.length, s);
		if (values.length === 0) return null;
		const ordered = rule.limits.some((step) => typeof step.percentile === 'number') ? orderedValues(values) : null;
		return rule.limits.map((step) => {
			if (typeof step.percentile !== 'number' || !ordered) return step.value ?? 0;
			const p = step.percentile / 100;
			return quantile(ordered, rule.worse === 'low' ? p : 1 - p, 7);
		});
	});
}

/** The step with most points that `value` is past (strictly beyond its limit), or -1. */
export function stepPassed(rule: IndicatorRule, limits: readonly number[], value: number): number {
	let best = -1;
	let most = 0;
	for (let i = 0; i < limits.length; i++) {
		const points = rule.limits[i]!.points ?? 1;
		if ((rule.worse === 'low' ? value < limits[i]! : value > limits[i]!) && points > most) [best, most] = [i, points];
	}
	return best;
}

/**
 * Risk points as a share of the possible ones: over the slots where the unit has a value that counts, the sum of weight x points of the
 * steepest limit passed, over the sum of weight x most points.
 * @param active 1 for the slots that take part
 * @param minPresent a unit is ranked when its possible points are at least this share of the possible points of all slots that anyone has values in
 */
export function score(level: Level, slots: readonly Slot[], rules: readonly IndicatorRule[], active: Uint8Array, minPresent: number): Scored {
	const limits = limitsOf(level, slots, rules);
	const top = rules.map(most);
	const points = new Float64Array(level.units);
	const possible = new Float64Array(level.units);
	const values = new Int32Array(level.units);
	let full = 0;
	slots.forEach(({ indicator }, s) => {
		const own = limits[s];
		if (!own || active[s] === 0) return;
		const rule = rules[indicator]!;
		full += top[indicator]!;
		for (let u = 0; u < level.units; u++) {
			const at = u * slots.length + s;
			if (level.present[at] === 0) continue;
			const step = stepPassed(rule, own, level.values[at]!);
			if (step >= 0) points[u]! += (rule.weight ?? 1) * (rule.limits[step]!.points ?? 1);
			possible[u]! += top[indicator]!;
			values[u]! += 1;
		}
	});
	const share = points.map((p, u) => (possible[u]! > 0 ? p / possible[u]! : 0));
	const ranked = Uint8Array.from(possible, (p) => (p > 0 && comparable(p / full) >= comparable(minPresent) ? 1 : 0));
	return { points, possible, share, key: share.map(comparable), values, ranked };
}
