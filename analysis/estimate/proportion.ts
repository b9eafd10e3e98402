import type { Violation } from '../assumptions.ts';

export interface Proportion {
	/** From 0 to 1. */
	value: number;
	numerator: number;
	denominator: number;
	/** Ends of the 95 % interval, from 0 to 1. */
	low: number;
	high: number;
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The share `numerator / denominator` with Wilson's score interval at 95 %, without continuity correction:
 * (p + z²/2n ± z·sqrt(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
 * Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Newcombe (1998), Stat. Med. 17, 857–872, method 3;
 * the same as R's `prop.test(x, n, correct = FALSE)$conf.int`.
 * @param numerator a whole number from 0 to `denominator`
 * @returns a violation when the denominator is 0, or when the counts are not counts; never NaN
 */
export function proportion(numerator: number, denominator: number): Proportion | Violation {
	if (![numerator, denominator].every((n) => Number.isSafeInteger(n) && n >= 0)) return { violation: 'not_a_count' };
	if (denominator === 0) return { violation: 'zero_denominator' };
	if (numerator > denominator) return { violation: 'numerator_above_denominator' };
	const n = denominator;
	const p = numerator / n;
	const middle = p + (Z * Z) / (2 * n);
	const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
	const scale = 1 + (Z * Z) / n;
	// rounding may put an end a hair outside what the formula allows: at 0 and at n an end is exact
	const low = numerator === 0 ? 0 : (middle - half) / scale;
	const high = numerator === n ? 1 : (middle + half) / scale;
	return { value: p, numerator, denominator, low, high };
}
