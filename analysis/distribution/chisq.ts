/** The chi-square distribution; `df` > 0 need not be whole. */
import { gammaLower, gammaUpper, logGammaPrefix } from './gamma.ts';
import { normalQuantile } from './normal.ts';
import { quantileByLog } from './quantile.ts';
import type { Tail } from './tail.ts';

/** P(X ≤ x) = P(df/2, x/2). */
export function chisqLower(x: number, df: number): Tail {
	return gammaLower(df / 2, x / 2);
}

/** P(X ≥ x) = Q(df/2, x/2): the p-value of a chi-square test. */
export function chisqUpper(x: number, df: number): Tail {
	return gammaUpper(df / 2, x / 2);
}

/** Density at x > 0. */
export function chisqDensity(x: number, df: number): number {
	return Math.exp(logGammaPrefix(df / 2, x / 2)) / x;
}

/** Wilson and Hilferty's cube root, or the lower tail's leading term where that is negative. */
function start(p: number, z: number, df: number): number {
	const cube = (1 - 2 / (9 * df) + z * Math.sqrt(2 / (9 * df))) ** 3;
	return cube > 0.01 ? df * cube : 2 * Math.exp((Math.log(p) + 0.5 * df * Math.log(df / 2) - df / 2 + 0.5 * Math.log(Math.PI * df)) / (df / 2));
}

const slopeOf = (df: number, tail: (x: number, df: number) => Tail, sign: number) => (x: number) => sign * Math.exp(logGammaPrefix(df / 2, x / 2) - tail(x, df).logP);

/** x with P(X ≤ x) = p; 0 at 0, Infinity at 1, NaN outside. */
export function chisqQuantile(p: number, df: number): number {
	if (!(p >= 0 && p <= 1)) return NaN;
	if (p === 0) return 0;
	if (p === 1) return Infinity;
	if (p > 0.5) return chisqQuantileUpper(1 - p, df);
	return quantileByLog(Math.log(p), (x) => chisqLower(x, df).logP, slopeOf(df, chisqLower, 1), start(p, normalQuantile(p), df));
}

/** x with P(X ≥ x) = p, for a p that 1 − p would lose. */
export function chisqQuantileUpper(p: number, df: number): number {
	if (!(p >= 0 && p <= 1)) return NaN;
	if (p === 0) return Infinity;
	if (p === 1) return 0;
	if (p > 0.5) return chisqQuantile(1 - p, df);
	return quantileByLog(Math.log(p), (x) => chisqUpper(x, df).logP, slopeOf(df, chisqUpper, -1), start(1 - p, -normalQuantile(p), df));
}
