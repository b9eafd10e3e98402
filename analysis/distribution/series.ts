/** Differences that would cancel if written as they stand, from which densities and tails are made without losing digits. */

const HALF_LOG_2PI = 0.9189385332046727;

/**
 * u − log(1 + u), for u > −1. Near 0 by the series of 2·artanh(r), r = u/(2 + u).
 * @param ratio 1 + u, where the caller has it more exactly than the sum gives
 */
export function log1pDeficit(u: number, ratio = 1 + u): number {
	if (u < -0.4 || u > 0.8) return u - Math.log(ratio);
	const r = u / (2 + u);
	const r2 = r * r;
	let sum = 0;
	let power = r2;
	for (let k = 3; ; k += 2) {
		const next = sum + power / k;
		if (next === sum) break;
		sum = next;
		power *= r2;
	}
	return r * (u - 2 * sum);
}

// B(2k) / (2k(2k − 1)), the coefficients of Stirling's series
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/**
 * Stirling's error δ(a) = log Γ(a) − (a − ½)·log a + a − ½·log 2π, for a > 0. Below 12 it is carried down by
 * δ(a) = δ(a + 1) + (a + ½)·log(1 + 1/a) − 1. Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export function stirlingError(a: number): number {
	let carried = 0;
	let x = a;
	while (x < 12) {
		carried += x < 0.5 ? (x + 0.5) * Math.log1p(1 / x) - 1 : gainOfOne(x);
		x += 1;
	}
	const inverse = 1 / (x * x);
	let sum = 0;
	for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverse + STIRLING[k]!;
	return carried + sum / x;
}

/** (x + ½)·log(1 + 1/x) − 1 = r²/3 + r⁴/5 + …, r = 1/(2x + 1). */
function gainOfOne(x: number): number {
	const r2 = 1 / (2 * x + 1) ** 2;
	let sum = 0;
	let power = r2;
	for (let k = 3; ; k += 2) {
		const next = sum + power / k;
		if (next === sum) return sum;
		sum = next;
		power *= r2;
	}
}

/** log Γ(x) by Stirling's formula with its error term; relative to 1 where the logarithm passes 0, at x = 1 and 2. */
export function stirlingLogGamma(x: number): number {
	return (x - 0.5) * Math.log(x) - x + HALF_LOG_2PI + stirlingError(x);
}
