/** The standard normal distribution. */
import { complement, times, type Tail } from './tail.ts';

const INVERSE_SQRT_2PI = 0.3989422804014327;
const LOG_SQRT_2PI = 0.9189385332046727;

// Chebyshev coefficients of (1 + z)·e^(z²/2)·Q(z) in t = (z − 5)/(z + 5), z from 0 to infinity; the first is halved in the sum
const CHEBYSHEV = [
	0.923948424144371362, -0.0651652023949126306, -0.00545878150113656722, 0.0122961990455634396, -0.00647087291570368799, 0.00224073552241683054, -0.000563862377465197372, 0.0000998403108292581157, -9.84951484316849337e-6,
	-4.03249423304521713e-7, 2.99023962013034016e-7, -3.03207074844281387e-8, -4.61766571392902726e-9, 1.32982880083826921e-9, 3.00724271901904484e-11, -4.42995372553281566e-11, 1.39998571470181507e-12, 1.47189570289125704e-12,
	-9.32595311916537195e-14, -5.29468116906769519e-14, 3.95818841441451708e-15, 2.10482146429631938e-15, -1.34567128613614392e-16, -9.09761491449583243e-17, 2.99060321056665551e-18, 4.12029257860783296e-18
];

/** e^(z²/2)·Q(z) for z ≥ 0, by one Chebyshev series after Shepherd and Laframboise (1981), Math. Comp. 36, 249–253. */
function scaledUpper(z: number): number {
	const t2 = (2 * (z - 5)) / (z + 5);
	let b = 0;
	let c = 0;
	for (let k = CHEBYSHEV.length - 1; k > 0; k--) {
		const next = t2 * b - c + CHEBYSHEV[k]!;
		c = b;
		b = next;
	}
	return (0.5 * t2 * b - c + 0.5 * CHEBYSHEV[0]!) / (1 + z);
}

/** e^(−z²/2), the square split so that its rounding does not reach the exponential. */
function gauss(z: number): number {
	const high = Math.round(z * 16) / 16;
	return Math.exp(-0.5 * high * high) * Math.exp(-0.5 * (z - high) * (z + high));
}

/** Density φ(z) = e^(−z²/2)/√(2π). */
export function normalDensity(z: number): number {
	return INVERSE_SQRT_2PI * gauss(z);
}

/** log φ(z). */
export function normalLogDensity(z: number): number {
	return -0.5 * z * z - LOG_SQRT_2PI;
}

/** Upper tail for z ≥ 0. */
function upper(z: number): Tail {
	if (z === Infinity) return { p: 0, logP: -Infinity };
	const scaled = scaledUpper(z);
	return { p: gauss(z) * scaled || Number.MIN_VALUE, logP: -0.5 * z * z + Math.log(scaled) };
}

/** Upper tail 1 − Φ(z), relative error about 1e-15 as long as it is a number, its logarithm beyond. */
export function normalUpper(z: number): Tail {
	return z >= 0 ? upper(z) : complement(upper(-z));
}

/** Φ(z), the lower tail. */
export function normalLower(z: number): Tail {
	return normalUpper(-z);
}

/** P(|Z| ≥ |z|). */
export function normalTwoSided(z: number): Tail {
	return times(upper(Math.abs(z)), 2);
}

/** z with upper tail e^logP, for logP ≤ log ½. Rational start (Abramowitz and Stegun 26.2.23), then Halley on the logarithm. */
function upperQuantileLog(logP: number): number {
	const t = Math.sqrt(-2 * logP);
	let z = Math.max(0, t - (2.515517 + t * (0.802853 + 0.010328 * t)) / (1 + t * (1.432788 + t * (0.189269 + 0.001308 * t))));
	for (let i = 0; i < 3; i++) {
		const tail = upper(z);
		// hazard = φ/Q; d log Q/dz = −hazard, d² log Q/dz² = −hazard·(hazard − z)
		const hazard = Math.exp(-0.5 * z * z - LOG_SQRT_2PI - tail.logP);
		const step = (tail.logP - logP) / hazard;
		z += step / (1 - 0.5 * step * (hazard - z));
	}
	return z;
}

/** Φ(z) − ½ = φ(z)·(z + z³/3 + z⁵/15 + …), exact near 0. */
function fromMiddle(z: number): number {
	let term = z;
	let sum = z;
	for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
		term *= (z * z) / k;
		sum += term;
	}
	return normalDensity(z) * sum;
}

/** z with Φ(z) = ½ + c, |c| ≤ ¼: one Halley step from a start that is right but for its last digits. */
function middleQuantile(c: number): number {
	const z = c < 0 ? -upperQuantileLog(Math.log(0.5 + c)) : upperQuantileLog(Math.log(0.5 - c));
	const step = (fromMiddle(z) - c) / normalDensity(z);
	return z - step / (1 + 0.5 * step * z);
}

/**
 * z with Φ(z) = p: −Infinity at 0, Infinity at 1, NaN outside. Relative error about 1e-15 for p down to 5e-324; for an upper tail
 * nearer 0 than 1 − p can tell use {@link normalQuantileUpper}.
 */
export function normalQuantile(p: number): number {
	if (!(p >= 0 && p <= 1)) return NaN;
	if (p === 0) return -Infinity;
	if (p === 1) return Infinity;
	if (p === 0.5) return 0;
	if (Math.abs(p - 0.5) <= 0.25) return middleQuantile(p - 0.5);
	return p < 0.5 ? -upperQuantileLog(Math.log(p)) : upperQuantileLog(Math.log1p(-p));
}

/** z with upper tail p. */
export function normalQuantileUpper(p: number): number {
	return p === 0.5 ? 0 : -normalQuantile(p);
}
