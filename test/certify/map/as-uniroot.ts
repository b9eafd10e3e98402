/**
 * The conditional odds ratio as R's fisher.test prints it. R seeks the root with uniroot's default tolerance, 1.2e-4 in the ratio or its inverse, so that far from 1 a
 * few tables in a hundred are off by more than a relative 1e-4; the golden values are R's. analysis/crosstab/fisher.ts has the root itself.
 */
import { cellProbabilities } from '../../../analysis/distribution/hypergeometric.ts';

const EPS = 2 ** -52;
const DEFAULT_TOLERANCE = EPS ** 0.25;

/** Brent's zeroin (1973, Algorithms for Minimization without Derivatives, ch. 4) with its own stopping rule. */
export function zeroin(f: (x: number) => number, low: number, high: number, tolerance: number): number {
	let [a, b] = [low, high];
	let [fa, fb] = [f(a), f(b)];
	let [c, fc] = [a, fa];
	if (fa === 0) return a;
	for (let round = 0; round < 1000; round++) {
		const before = b - a;
		if (Math.abs(fc) < Math.abs(fb)) {
			[a, b, c] = [b, c, b];
			[fa, fb, fc] = [fb, fc, fb];
		}
		const least = 2 * EPS * Math.abs(b) + tolerance / 2;
		let step = (c - b) / 2;
		if (Math.abs(step) <= least || fb === 0) return b;
		if (Math.abs(before) >= least && Math.abs(fa) > Math.abs(fb)) {
			const across = c - b;
			const [r, s, t] = [fa / fc, fb / fc, fb / fa];
			const top = a === c ? across * t : t * (across * r * (r - s) - (b - a) * (s - 1));
			const under = a === c ? 1 - t : (r - 1) * (s - 1) * (t - 1);
			const [p, q] = top > 0 ? [top, -under] : [-top, under];
			if (p < 0.75 * across * q - Math.abs(least * q) / 2 && p < Math.abs((before * q) / 2)) step = p / q;
		}
		if (Math.abs(step) < least) step = step > 0 ? least : -least;
		[a, fa] = [b, fb];
		b += step;
		fb = f(b);
		if (fb > 0 === fc > 0) [c, fc] = [a, fa];
	}
	return b;
}

/**
 * @param counts a 2 x 2 table
 * @param exact the engine's odds ratio; what comes back is never further from it than uniroot may stop
 */
export function asFisherTest(counts: readonly (readonly number[])[], exact: number): number {
	const [[a, b], [c, d]] = counts as [[number, number], [number, number]];
	const { low, logP } = cellProbabilities(a + b, c + d, a + c);
	const gap = (ratio: number): number => {
		if (ratio === 0) return low - a;
		const logs = logP.map((l, i) => l + i * Math.log(ratio));
		const top = logs.reduce((m, l) => Math.max(m, l), -Infinity);
		const weights = logs.map((l) => Math.exp(l - top));
		return weights.reduce((s, w, i) => s + w * (low + i - a), 0) / weights.reduce((s, w) => s + w, 0);
	};
	const atOne = gap(1);
	const inverse = atOne < 0;
	if (!Number.isFinite(exact) || exact === 0 || atOne === 0) return exact;
	const root = inverse ? zeroin((t) => gap(1 / t), EPS, 1, DEFAULT_TOLERANCE) : zeroin(gap, 0, 1, DEFAULT_TOLERANCE);
	return Math.abs(root - (inverse ? 1 / exact : exact)) <= 2 * DEFAULT_TOLERANCE ? (inverse ? 1 / root : root) : exact;
}
