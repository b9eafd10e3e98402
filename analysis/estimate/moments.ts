import { decimals } from '../numeric/decimal.ts';

/** What everything about one variable starts from. */
export interface Moments {
	n: number;
	/** x̄; 0 for n = 0. */
	mean: number;
	/** Σ(x − x̄)². */
	ss: number;
	/** ss/(n − 1); null for n < 2. */
	variance: number | null;
	sd: number | null;
	/** Σ(x − x̄)³ and Σ(x − x̄)⁴. */
	s3: number;
	s4: number;
}

/** Neumaier's sum of weight[i]·f(x[i]): as good as twice the precision, as long as the terms themselves are. */
function total(n: number, term: (i: number) => number): number {
	let sum = 0;
	let lost = 0;
	for (let i = 0; i < n; i++) {
		const x = term(i);
		const next = sum + x;
		lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
		sum = next;
	}
	return sum + lost;
}

/** The one value that all observations have, or null when they differ: a constant must come out with no spread at all. */
function same(x: ArrayLike<number>, counts: ArrayLike<number> | null): number | null {
	let found: number | null = null;
	for (let i = 0; i < x.length; i++) {
		if (counts && counts[i] === 0) continue;
		if (found !== null && x[i] !== found) return null;
		found = x[i]!;
	}
	return found;
}

function reckon(x: Float64Array, counts: ArrayLike<number> | null): Moments {
	const c = counts ? (i: number) => counts[i]! : () => 1;
	const n = counts ? total(x.length, c) : x.length;
	if (n === 0) return { n, mean: 0, ss: 0, variance: null, sd: null, s3: 0, s4: 0 };
	const whole = decimals([x]);
	const o = whole ? whole.offsets[0]! : x;
	const unit = whole ? whole.scale : 1;
	// sums are taken from a pivot near the mean: nothing is lost when the spread is small beside it
	const near = same(o, counts) ?? total(o.length, (i) => c(i) * (o[i]! / n));
	const pivot = whole ? Math.round(near) : near;
	const rest = total(o.length, (i) => c(i) * (o[i]! - pivot)) / n;
	const square = total(o.length, (i) => c(i) * (o[i]! - pivot) ** 2);
	const power = (k: number) => total(o.length, (i) => c(i) * (o[i]! - pivot - rest) ** k) / unit ** k;
	const ss = Math.max(0, (square - n * rest * rest) / unit / unit);
	const variance = n > 1 ? ss / (n - 1) : null;
	return { n, mean: ((whole?.origin ?? 0) + pivot + rest) / unit, ss, variance, sd: variance === null ? null : Math.sqrt(variance), s3: power(3), s4: power(4) };
}

/**
 * Mean and central sums of values. Decimals of up to 15 digits are reckoned as whole numbers, so that the figures are those of the numbers
 * as written, not of the doubles nearest to them (see numeric/decimal.ts); everything else in two passes with compensated sums.
 * @param values finite numbers, missing ones left out
 */
export function momentsOf(values: Float64Array): Moments {
	return reckon(values, null);
}

/**
 * The same from a histogram: `counts[i]` observations of `values[i]`. Exact for scores with few digits, and with no more work for a million
 * observations than for ten.
 * @param counts as many as `values`, from 0 upwards; they may be weights
 */
export function momentsOfCounts(values: Float64Array, counts: ArrayLike<number>): Moments {
	return reckon(values, counts);
}
