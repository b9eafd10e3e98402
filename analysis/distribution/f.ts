/** The F distribution; degrees of freedom > 0 need not be whole, Infinity is the limit. */
import { betaLower, betaUpper, logBetaPrefix } from './beta.ts';
import { chisqLower, chisqQuantile, chisqQuantileUpper, chisqUpper } from './chisq.ts';
import { normalQuantile } from './normal.ts';
import { quantileByLog } from './quantile.ts';
import type { Tail } from './tail.ts';

/** d1·F/(d2 + d1·F) and its complement, each as exact as the other. */
function shares(F: number, d1: number, d2: number): { x: number; y: number } {
	const odds = (F * d1) / d2;
	if (odds < 1) return { x: odds / (1 + odds), y: 1 / (1 + odds) };
	const inverse = d2 / d1 / F;
	return { x: 1 / (1 + inverse), y: inverse / (1 + inverse) };
}

/** P(X ≥ F) with d1 and d2 degrees of freedom: the p-value of an F test. */
export function fUpper(F: number, d1: number, d2: number): Tail {
	if (!(F > 0)) return { p: 1, logP: 0 };
	if (d2 === Infinity) return chisqUpper(F * d1, d1);
	if (d1 === Infinity) return chisqLower(d2 / F, d2);
	const { x, y } = shares(F, d1, d2);
	return betaUpper(x, d1 / 2, d2 / 2, y);
}

/** P(X ≤ F). */
export function fLower(F: number, d1: number, d2: number): Tail {
	if (!(F > 0)) return { p: 0, logP: -Infinity };
	if (d2 === Infinity) return chisqLower(F * d1, d1);
	if (d1 === Infinity) return chisqUpper(d2 / F, d2);
	const { x, y } = shares(F, d1, d2);
	return betaLower(x, d1 / 2, d2 / 2, y);
}

/** Density at F > 0, finite degrees of freedom. */
export function fDensity(F: number, d1: number, d2: number): number {
	const { x, y } = shares(F, d1, d2);
	return Math.exp(logBetaPrefix(x, y, d1 / 2, d2 / 2)) / F;
}

/** Paulson's normal approximation of the cube root, or the leading term of the tail where that fails. */
function start(z: number, d1: number, d2: number): number {
	const a = 2 / (9 * d1);
	const b = 2 / (9 * d2);
	const square = (1 - b) ** 2 - z * z * b;
	const root = ((1 - a) * (1 - b) + z * Math.sqrt(Math.max(0, (1 - a) ** 2 * b + (1 - b) ** 2 * a - z * z * a * b))) / square;
	return square > 0 && root > 0 ? root ** 3 : z > 0 ? 10 : 0.1;
}

function solve(p: number, upper: boolean, d1: number, d2: number): number {
	const tail = upper ? (F: number) => fUpper(F, d1, d2).logP : (F: number) => fLower(F, d1, d2).logP;
	const slope = (F: number) => {
		const { x, y } = shares(F, d1, d2);
		return (upper ? -1 : 1) * Math.exp(logBetaPrefix(x, y, d1 / 2, d2 / 2) - tail(F));
	};
	const z = normalQuantile(p);
	return quantileByLog(Math.log(p), tail, slope, start(upper ? -z : z, d1, d2));
}

/** F with P(X ≤ F) = p; 0 at 0, Infinity at 1, NaN outside. */
export function fQuantile(p: number, d1: number, d2: number): number {
	if (!(p >= 0 && p <= 1)) return NaN;
	if (p === 0) return 0;
	if (p === 1) return Infinity;
	if (d2 === Infinity) return chisqQuantile(p, d1) / d1;
	if (d1 === Infinity) return d2 / chisqQuantileUpper(p, d2);
	return p <= 0.5 ? solve(p, false, d1, d2) : solve(1 - p, true, d1, d2);
}

/** F with P(X ≥ F) = p, for a p that 1 − p would lose. */
export function fQuantileUpper(p: number, d1: number, d2: number): number {
	if (!(p > 0 && p <= 0.5) || d1 === Infinity || d2 === Infinity) return fQuantile(1 - p, d1, d2);
	return solve(p, true, d1, d2);
}
