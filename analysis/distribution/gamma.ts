/** The gamma function's logarithm and the regularised incomplete gamma function, each tail computed for itself. */
import { log1pDeficit, stirlingError, stirlingLogGamma } from './series.ts';
import { complement, tailFromLog, type Tail } from './tail.ts';
import { temmeLower, temmeUpper } from './temme.ts';

const EULER = 0.5772156649015329;
// ζ(k) − 1 for k = 2, 3, …
const ZETA_LESS_ONE = [
	0.6449340668482264, 0.2020569031595943, 0.0823232337111382, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827, 0.004077356197944339, 0.002008392826082214, 0.0009945751278180853, 0.0004941886041194646,
	0.0002460865533080483, 0.0001227133475784891, 6.12481350587049e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.63719763789976e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.53962033872796e-7, 4.769329867878065e-7,
	2.384505027277331e-7, 1.192199259653111e-7, 5.96081890512595e-8, 2.980350351465228e-8
];

/** log Γ(1 + a) for |a| ≤ 0.5, exact near 0: −log(1 + a) + a·(1 − γ) + Σ (−1)ᵏ·(ζ(k) − 1)·aᵏ/k. */
export function logGammaOnePlus(a: number): number {
	let sum = 0;
	for (let k = ZETA_LESS_ONE.length + 1; k >= 2; k--) sum = (sum + (k % 2 === 0 ? 1 : -1) * (ZETA_LESS_ONE[k - 2]! / k)) * a;
	return -Math.log1p(a) + a * (1 - EULER + sum);
}

/**
 * log Γ(x) for x > 0, to a few units in the last digit also where it passes 0 (x near 1 and 2).
 * Source: Abramowitz and Stegun (1964) 6.1.33 near 1 and 2; Stirling's series elsewhere.
 */
export function logGamma(x: number): number {
	if (x >= 0.5 && x <= 1.5) return logGammaOnePlus(x - 1);
	if (x > 1.5 && x <= 2.5) return logGammaOnePlus(x - 2) + Math.log(x - 1);
	if (x < 0.5) return logGammaOnePlus(x) - Math.log(x);
	return stirlingLogGamma(x);
}

const SMALL: number[] = [0, 0];

/** log n! for a whole number n ≥ 0; 0 for n = 0 and 1. */
export function logFactorial(n: number): number {
	if (n > 170) return logGamma(n + 1);
	if (SMALL.length < 3) for (let k = 2, product = 1; k <= 170; k++) SMALL.push(Math.log((product *= k)));
	return SMALL[n]!;
}

/** log of xᵃ·e⁻ˣ/Γ(a): the derivative of the lower tail by log x. Loader's form, so that large a and x do not cancel. */
export function logGammaPrefix(a: number, x: number): number {
	if (a < 0.5) return Math.log(a) + a * Math.log(x) - x - logGammaOnePlus(a);
	const u = (x - a) / a;
	return 0.5 * Math.log(a / (2 * Math.PI)) - stirlingError(a) - a * log1pDeficit(u, x / a);
}

/** log of the Poisson probability e^−m·mʲ/j!, for j ≥ 0 and m > 0. */
export function logPoisson(j: number, m: number): number {
	return j === 0 ? -m : logGammaPrefix(j, m) - Math.log(j);
}

/** Σ xⁿ/((a + 1)…(a + n)), n from 0: lower tail = prefix/a times this. */
function lowerSeries(a: number, x: number): number {
	let term = 1;
	let sum = 1;
	for (let n = 1; term > sum * 1e-17; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return sum;
}

/** Legendre's continued fraction by Lentz's method: upper tail = prefix times this. */
function upperFraction(a: number, x: number): number {
	let b = x + 1 - a;
	let c = Infinity;
	let d = 1 / b;
	let h = d;
	for (let n = 1; n < 100_000; n++) {
		const an = -n * (n - a);
		b += 2;
		d = 1 / (an * d + b || 1e-300);
		c = b + an / c || 1e-300;
		const factor = c * d;
		h *= factor;
		if (Math.abs(factor - 1) < 2e-16) break;
	}
	return h;
}

/** Upper tail for small a and x, where the lower is near 1: 1 − xᵃ/Γ(1 + a)·(1 + a·Σ (−x)ⁿ/((a + n)·n!)). */
function upperNearOne(a: number, x: number): number {
	let sum = 0;
	let term = 1;
	for (let n = 1; n < 60; n++) {
		term *= -x / n;
		sum += term / (a + n);
	}
	const log = a * Math.log(x) - logGammaOnePlus(a);
	return -Math.expm1(log) - Math.exp(log) * a * sum;
}

/** Both tails, the smaller one computed directly. */
function both(a: number, x: number): { lower: Tail; upper: Tail } {
	const fromLower = (lower: Tail) => ({ lower, upper: complement(lower) });
	const fromUpper = (upper: Tail) => ({ lower: complement(upper), upper });
	if (x <= 0) return fromLower(tailFromLog(-Infinity));
	if (x === Infinity) return fromUpper(tailFromLog(-Infinity));
	if (a >= 20 && Math.abs(x - a) < 0.4 * a) return x < a ? fromLower(temmeLower(a, x)) : fromUpper(temmeUpper(a, x));
	if (a < 0.5 && x < 1.5) {
		const lower = tailFromLog(logGammaPrefix(a, x) - Math.log(a) + Math.log(lowerSeries(a, x)));
		return lower.p < 0.5 ? fromLower(lower) : { lower, upper: tailFromLog(Math.log(upperNearOne(a, x))) };
	}
	if (x < a + 1) return fromLower(tailFromLog(logGammaPrefix(a, x) - Math.log(a) + Math.log(lowerSeries(a, x))));
	return fromUpper(tailFromLog(logGammaPrefix(a, x) + Math.log(upperFraction(a, x))));
}

/**
 * P(a, x) = γ(a, x)/Γ(a), the lower tail of the gamma distribution with shape a > 0 and scale 1.
 * Series, continued fraction or Temme's uniform expansion, whichever holds. Relative error about 1e-13 down to 1e-300.
 * Source: Gil, Segura and Temme (2007), Numerical Methods for Special Functions, ch. 8; DLMF 8.7, 8.9, 8.12.
 */
export function gammaLower(a: number, x: number): Tail {
	return both(a, x).lower;
}

/** Q(a, x) = 1 − P(a, x), the upper tail. See {@link gammaLower}. */
export function gammaUpper(a: number, x: number): Tail {
	return both(a, x).upper;
}
