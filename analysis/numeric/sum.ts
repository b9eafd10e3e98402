/** Sums that are right to the last digit, and the moments made from them. */

/**
 * The sum of the values, correctly rounded whatever their order and size. Shewchuk (1997), Discrete Comput. Geom. 18, 305–363:
 * partial sums that do not overlap; the last rounding is to even, as in Python's `math.fsum`.
 * @param values finite numbers
 */
export function exactSum(values: ArrayLike<number>): number {
	const partials: number[] = [];
	for (let index = 0; index < values.length; index++) {
		let x = values[index]!;
		let kept = 0;
		for (let j = 0; j < partials.length; j++) {
			let y = partials[j]!;
			if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
			const high = x + y;
			const low = y - (high - x);
			if (low !== 0) partials[kept++] = low;
			x = high;
		}
		partials.length = kept;
		partials.push(x);
	}
	return roundPartials(partials);
}

/** The sum of numbers that do not overlap, rising in size, rounded once. */
function roundPartials(partials: readonly number[]): number {
	let at = partials.length - 1;
	if (at < 0) return 0;
	let high = partials[at]!;
	let low = 0;
	while (at > 0) {
		const x = high;
		const y = partials[--at]!;
		high = x + y;
		low = y - (high - x);
		if (low !== 0) break;
	}
	// half-way cases: what is left below decides which way
	if (at > 0 && ((low < 0 && partials[at - 1]! < 0) || (low > 0 && partials[at - 1]! > 0))) {
		const twice = low * 2;
		const up = high + twice;
		if (twice === up - high) high = up;
	}
	return high;
}

/** Whole numbers n with values = n/scale, the scale a power of ten. */
export interface ScaledIntegers {
	integers: Float64Array;
	scale: number;
}

const MOST_DECIMALS = 6;

/**
 * Values as they were recorded: decimals with at most six places are whole numbers over a power of ten, and sums of whole numbers
 * are exact. 1000000000000.4 is stored 2e-5 off; its tenths, 10000000000004, are not.
 * @returns null when the values are not such decimals, or too large for their whole numbers to be exact
 */
export function scaledIntegers(values: ArrayLike<number>): ScaledIntegers | null {
	let decimals = 0;
	for (let i = 0; i < values.length; i++) {
		const x = values[i]!;
		while (Math.round(x * 10 ** decimals) / 10 ** decimals !== x) if (++decimals > MOST_DECIMALS) return null;
	}
	const scale = 10 ** decimals;
	const integers = new Float64Array(values.length);
	for (let i = 0; i < values.length; i++) {
		integers[i] = Math.round(values[i]! * scale);
		if (!Number.isSafeInteger(integers[i])) return null;
	}
	return { integers, scale };
}

export interface Moments {
	n: number;
	sum: number;
	/** Null without values. */
	mean: number | null;
	/** Sum of squared deviations from the mean. */
	ss: number;
	/** ss/(n − 1); null with fewer than two values. */
	variance: number | null;
	sd: number | null;
}

/**
 * n, sum, mean Σx/n, sum of squares Σ(x − x̄)² and variance with n − 1, in two passes: deviations from a rounded mean, corrected by
 * (Σ(x − c))²/n. Decimals are taken as whole numbers, so that large values with small spread keep all their digits (NIST NumAcc4, SmLs09).
 * @param values finite numbers, not changed
 */
export function moments(values: ArrayLike<number>): Moments {
	const n = values.length;
	const recorded = scaledIntegers(values);
	const x = recorded?.integers ?? values;
	const scale = recorded?.scale ?? 1;
	const total = exactSum(x);
	if (n === 0) return { n, sum: 0, mean: null, ss: 0, variance: null, sd: null };
	const centre = recorded ? Math.round(total / n) : total / n;
	const deviations = Float64Array.from(x, (v) => v - centre);
	const left = exactSum(deviations);
	const ss = Math.max(0, exactSum(deviations.map((d) => d * d)) - (left * left) / n) / (scale * scale);
	const mean = recorded ? (centre + left / n) / scale : total / n;
	const variance = n > 1 ? ss / (n - 1) : null;
	return { n, sum: total / scale, mean, ss, variance, sd: variance === null ? null : Math.sqrt(variance) };
}

/** The mean; null without values. See {@link moments}. */
export function mean(values: ArrayLike<number>): number | null {
	return moments(values).mean;
}

/** The variance with n − 1; null with fewer than two values. See {@link moments}. */
export function variance(values: ArrayLike<number>): number | null {
	return moments(values).variance;
}
