/** What the noncentral distributions share: the search for the noncentralities that a statistic is compatible with. */
import { isViolation } from '../assumptions.ts';
import { findRoot } from '../numeric/root.ts';

/** Ends of a confidence interval of a noncentrality. */
export interface NcpInterval {
	low: number;
	high: number;
}

/**
 * The noncentrality at which a tail's logarithm is `goal`.
 * @param tail log of the tail, rising or falling all the way
 * @param from where to start looking
 * @param step first step, in the direction to look; doubled until the goal is passed
 * @param least noncentralities below this do not exist; returned where the goal lies beyond it
 */
export function noncentralityAt(tail: (ncp: number) => number, goal: number, from: number, step: number, least = -Infinity): number {
	const f = (ncp: number): number => Math.max(tail(ncp), -1e300) - goal;
	let a = from;
	let fa = f(a);
	for (let i = 0; i < 60; i++) {
		const b = Math.max(least, a + step * 2 ** i);
		const fb = f(b);
		if (fb === 0) return b;
		if (Math.sign(fb) !== Math.sign(fa)) {
			const root = findRoot(f, Math.min(a, b), Math.max(a, b));
			return isViolation(root) ? b : root;
		}
		if (b === least) return least;
		a = b;
		fa = fb;
	}
	return a;
}
