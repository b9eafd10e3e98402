/** Student's t distribution; `df` > 0 need not be whole, Infinity is the normal distribution. */
import { betaLower, betaUpper, logBeta, logBetaPrefix } from './beta.ts';
import { normalQuantile, normalTwoSided, normalUpper } from './normal.ts';
import { quantileByLog } from './quantile.ts';
import { complement, tailFromLog, times, type Tail } from './tail.ts';

/** df/(df + t²) and t²/(df + t²), each as exact as the other and without overflow. */
function shares(t: number, df: number): { x: number; y: number } {
	const r = t / Math.sqrt(df);
	if (Math.abs(r) < 1) {
		const y = (t * t) / df;
		return { x: 1 / (1 + y), y: y / (1 + y) };
	}
	const x = df / t / t;
	return { x: x / (1 + x), y: 1 / (1 + x) };
}

/** P(|T| ≥ |t|) = I_x(df/2, ½), x = df/(df + t²). */
export function tTwoSided(t: number, df: number): Tail {
	if (df === Infinity) return normalTwoSided(t);
	if (t === 0) return { p: 1, logP: 0 };
	if (Math.abs(t) === Infinity) return { p: 0, logP: -Infinity };
	const { x, y } = shares(t, df);
	// so far out that x underflows, the tail is its leading term
	if (x < 1e-290) return tailFromLog((df / 2) * (Math.log(df) - 2 * Math.log(Math.abs(t))) - Math.log(df / 2) - logBeta(df / 2, 0.5));
	return betaLower(x, df / 2, 0.5, y);
}

/** P(|T| ≤ |t|), exact where it is small. */
export function tCentral(t: number, df: number): Tail {
	if (df === Infinity) return complement(normalTwoSided(t));
	if (t === 0) return { p: 0, logP: -Infinity };
	const { x, y } = shares(t, df);
	return betaUpper(x, df / 2, 0.5, y);
}

/** P(T ≥ t). */
export function tUpper(t: number, df: number): Tail {
	if (df === Infinity) return normalUpper(t);
	const half = times(tTwoSided(t, df), 0.5);
	return t >= 0 ? half : complement(half);
}

/** P(T ≤ t). */
export function tLower(t: number, df: number): Tail {
	return tUpper(-t, df);
}

/** Density at t. */
export function tDensity(t: number, df: number): number {
	const { x, y } = shares(t === 0 ? Number.MIN_VALUE : t, df);
	if (y < 1e-200) return Math.exp(logBetaPrefix(1, 1e-200, df / 2, 0.5)) / 1e-100 / Math.sqrt(df);
	return Math.exp(logBetaPrefix(x, y, df / 2, 0.5)) / Math.abs(t);
}

/** The slope of log of either tail by log |t|, without its sign: twice |t| times the density, over the tail. */
function slope(t: number, df: number, logTail: number): number {
	const { x, y } = shares(t, df);
	return x < 1e-290 ? df : 2 * Math.exp(logBetaPrefix(x, y, df / 2, 0.5) - logTail);
}

/** t > 0 with P(T ≥ t) = p < ½. */
function positive(p: number, df: number): number {
	const z = -normalQuantile(p);
	const first = z * (1 + (z * z + 1) / (4 * df));
	// the middle of the distribution is told more exactly by what lies inside than by what lies outside
	const tail = p > 0.25 ? (t: number) => tCentral(t, df).logP : (t: number) => tTwoSided(t, df).logP;
	const goal = p > 0.25 ? Math.log(1 - 2 * p) : Math.log(2 * p);
	const sign = p > 0.25 ? 1 : -1;
	const far = Math.exp((logBetaPrefix(0.5, 0.5, df / 2, 0.5) - Math.log(df / 2) - Math.log(2 * p)) / df) * Math.sqrt(df);
	const start = df < 4 && p < 0.05 ? Math.max(first, far) : first;
	return quantileByLog(goal, tail, (t) => sign * slope(t, df, tail(t)), start);
}

/** t with P(T ≤ t) = p; ∓Infinity at 0 and 1, NaN outside. */
export function tQuantile(p: number, df: number): number {
	if (df === Infinity || !(p >= 0 && p <= 1) || p === 0 || p === 1) return normalQuantile(p);
	if (p === 0.5) return 0;
	return p < 0.5 ? -positive(p, df) : positive(1 - p, df);
}

/** t with P(T ≥ t) = p, for a p that 1 − p would lose. */
export function tQuantileUpper(p: number, df: number): number {
	return p === 0.5 ? 0 : -tQuantile(p, df);
}
