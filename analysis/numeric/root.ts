import { violation, type Violation } from '../assumptions.ts';

export interface RootOptions {
	/** The root is found to within this (absolute) plus a few units in its last digit. Default 0: as exact as numbers are. */
	tolerance?: number;
	maxIterations?: number;
}

/**
 * A root of a continuous function between `low` and `high`, where it must change sign. Brent (1973), Algorithms for Minimization
 * without Derivatives, ch. 4: secant and inverse quadratic steps that fall back on halving.
 * @returns a violation `not_converged` when the function has the same sign (or is not a number) at both ends
 */
export function findRoot(f: (x: number) => number, low: number, high: number, { tolerance = 0, maxIterations = 400 }: RootOptions = {}): number | Violation {
	let [a, b] = [low, high];
	let [fa, fb] = [f(a), f(b)];
	if (fa === 0) return a;
	if (fb === 0) return b;
	if (!(fa * fb < 0 || (Math.sign(fa) !== Math.sign(fb) && Number.isFinite(fa + fb)))) return violation('not_converged', { iterations: 0 });
	let [c, fc] = [a, fa];
	let step = b - a;
	let before = step;
	for (let i = 0; i < maxIterations; i++) {
		if (Math.sign(fb) === Math.sign(fc)) {
			[c, fc] = [a, fa];
			before = step = b - a;
		}
		if (Math.abs(fc) < Math.abs(fb)) {
			[a, fa, b, fb, c, fc] = [b, fb, c, fc, b, fb];
		}
		const close = 2 * Number.EPSILON * Math.abs(b) + 0.5 * tolerance;
		const half = 0.5 * (c - b);
		if (Math.abs(half) <= close || fb === 0) return b;
		if (Math.abs(before) >= close && Math.abs(fa) > Math.abs(fb)) {
			const s = fb / fa;
			let p: number;
			let q: number;
			if (a === c) {
				p = 2 * half * s;
				q = 1 - s;
			} else {
				const r = fb / fc;
				const v = fa / fc;
				p = s * (2 * half * v * (v - r) - (b - a) * (r - 1));
				q = (v - 1) * (r - 1) * (s - 1);
			}
			if (p > 0) q = -q;
			else p = -p;
			if (2 * p < Math.min(3 * half * q - Math.abs(close * q), Math.abs(before * q))) {
				before = step;
				step = p / q;
			} else before = step = half;
		} else before = step = half;
		[a, fa] = [b, fb];
		b += Math.abs(step) > close ? step : half > 0 ? close : -close;
		fb = f(b);
		if (Number.isNaN(fb)) return violation('not_converged', { iterations: i + 1 });
	}
	return violation('not_converged', { iterations: maxIterations });
}
