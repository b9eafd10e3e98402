/** The beta function's logarithm and the regularised incomplete beta function, each tail computed for itself. */
import { logGamma, logGammaOnePlus } from './gamma.ts';
import { log1pDeficit, stirlingError } from './series.ts';
import { complement, tailFromLog, type Tail } from './tail.ts';

/** log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b), for a, b > 0, without cancelling where one or both are large. */
export function logBeta(a: number, b: number): number {
	const small = Math.min(a, b);
	const large = Math.max(a, b);
	if (large < 10) return logGamma(a) + logGamma(b) - logGamma(a + b);
	// log Γ(large) − log Γ(large + small), Stirling's leading terms taken together
	const fall = stirlingError(large) - stirlingError(large + small) - (large - 0.5) * Math.log1p(small / large) - small * Math.log(large + small) + small;
	return logGamma(small) + fall;
}

/** log of xᵃ·yᵇ/B(a, b) with y = 1 − x: the derivative of the lower tail by log(x/y). Loader's form where a and b are not small. */
export function logBetaPrefix(x: number, y: number, a: number, b: number): number {
	const n = a + b;
	if (Math.min(a, b) < 0.5) {
		if (a < 0.5 && b >= 0.5) return smallPrefix(x, y, a, b);
		if (b < 0.5 && a >= 0.5) return smallPrefix(y, x, b, a);
		return a * Math.log(x) + (y > 0.5 ? b * Math.log1p(-x) : b * Math.log(y)) - logBeta(a, b);
	}
	const d = x < y ? n * x - a : b - n * y;
	const exponent = a * log1pDeficit(d / a, (n * x) / a) + b * log1pDeficit(-d / b, (n * y) / b);
	return 0.5 * (Math.log(a / (2 * Math.PI)) + Math.log(b / n)) + stirlingError(n) - stirlingError(a) - stirlingError(b) - exponent;
}

/** The prefix for a < ½ ≤ b: Γ(a) is kept apart and only b's half goes by Stirling's formula. */
function smallPrefix(x: number, y: number, a: number, b: number): number {
	const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y);
	const rise = (b - 0.5) * Math.log1p(a / b) + a * Math.log(a + b) - a + stirlingError(a + b) - stirlingError(b);
	return a * Math.log(x) + b * logY + rise + Math.log(a) - logGammaOnePlus(a);
}

/**
 * Continued fraction of Didonato and Morris (1992), ACM TOMS 18, 360–373, by Lentz's method, for x ≤ a/(a + b):
 * lower tail = prefix times this.
 */
function fraction(x: number, y: number, a: number, b: number): number {
	const lambda = x < y ? a - (a + b) * x : (a + b) * y - b;
	const denominator = (m: number): number => (m === 0 ? 0 : m + (m * (b - m) * x) / (a + 2 * m - 1)) + ((a + m) * (lambda + 1 + m * (1 + y))) / (a + 2 * m + 1);
	let c = Infinity;
	let d = 1 / denominator(0);
	let h = d;
	for (let m = 1; m < 200_000; m++) {
		const e = a + 2 * m - 1;
		const am = ((a + m - 1) / e) * ((a + b + m - 1) / e) * m * (b - m) * x * x;
		const bm = denominator(m);
		d = 1 / (am * d + bm || 1e-300);
		c = bm + am / c || 1e-300;
		const factor = c * d;
		h *= factor;
		if (Math.abs(factor - 1) < 2e-16) break;
	}
	return h;
}

function both(x: number, y: number, a: number, b: number): { lower: Tail; upper: Tail } {
	if (x <= 0) return { lower: { p: 0, logP: -Infinity }, upper: { p: 1, logP: 0 } };
	if (y <= 0) return { lower: { p: 1, logP: 0 }, upper: { p: 0, logP: -Infinity } };
	// x ≤ a/(a + b), written so that the side nearer 0 decides
	const below = x * b <= a * y;
	const prefix = logBetaPrefix(x, y, a, b);
	const small = below ? tailFromLog(prefix + Math.log(fraction(x, y, a, b))) : tailFromLog(prefix + Math.log(fraction(y, x, b, a)));
	return below ? { lower: small, upper: complement(small) } : { lower: complement(small), upper: small };
}

/**
 * I_x(a, b), the lower tail of the beta distribution, for a, b > 0. Relative error about 1e-13 down to 1e-300, its logarithm beyond.
 * @param oneMinusX 1 − x where the caller knows it more exactly than the difference gives (x near 1)
 */
export function betaLower(x: number, a: number, b: number, oneMinusX = 1 - x): Tail {
	return both(x, oneMinusX, a, b).lower;
}

/** 1 − I_x(a, b), the upper tail. See {@link betaLower}. */
export function betaUpper(x: number, a: number, b: number, oneMinusX = 1 - x): Tail {
	return both(x, oneMinusX, a, b).upper;
}
