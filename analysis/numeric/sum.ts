/** Sums that are right to the last digit, and the moments made from them. */
import { decimals } from './decimal.ts';

const OVERFLOW_ROOM = 2 ** 60;

/**
 * The sum of the values, correctly rounded whatever their order and size. Shewchuk (1997), Discrete Comput. Geom. 18, 305–363:
 * partial sums that do not overlap; the last rounding is to even, as in Python's `math.fsum`.
 * @param values finite numbers
 */
export function exactSum(values: ArrayLike<number>): number {
	const partials: number[] = [];
	// those after it are left over from before: to shorten the list each time would take longer than the sums
	let used = 0;
	for (let index = 0; index < values.length; index++) {
		let x = values[index]!;
		let kept = 0;
		for (let j = 0; j < used; j++) {
			const y = partials[j]!;
			const high = x + y;
			const low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
			if (low !== 0) partials[kept++] = low;
			x = high;
		}
		partials[kept++] = x;
		used = kept;
	}
	partials.length = used;
	const sum = roundPartials(partials);
	// a partial sum beyond the largest number; a power of two scales without rounding
	if (!Number.isFinite(sum) && !Array.prototype.some.call(values, (x: number) => !Number.isFinite(x))) return exactSum(Float64Array.from(values, (x) => x / OVERFLOW_ROOM)) * OVERFLOW_ROOM;
	return sum;
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

// squares of larger numbers overflow; a power of two scales without rounding
const HUGE = 2 ** 480;
const SHRINK = 2 ** 600;

function rescaled({ n, sum, mean, ss, variance, sd }: Moments): Moments {
	const up = (x: number | null): number | null => (x === null ? null : x * SHRINK);
	return { n, sum: sum * SHRINK, mean: up(mean), ss: ss * SHRINK * SHRINK, variance: variance === null ? null : variance * SHRINK * SHRINK, sd: up(sd) };
}

/**
 * n, sum, mean Σx/n, sum of squares Σ(x − x̄)² and variance with n − 1, in two passes: deviations from a rounded mean, corrected by
 * (Σ(x − c))²/n. Decimals are taken as whole numbers, so that large values with small spread keep all their digits (NIST NumAcc4, SmLs09).
 * @param values finite numbers, not changed
 */
export function moments(values: ArrayLike<number>): Moments {
	const n = values.length;
	if (n === 0) return { n, sum: 0, mean: null, ss: 0, variance: null, sd: null };
	const doubles = values instanceof Float64Array ? values : Float64Array.from(values);
	if (doubles.some((x) => Math.abs(x) > HUGE)) return rescaled(moments(doubles.map((x) => x / SHRINK)));
	const recorded = decimals([doubles]);
	const x = recorded?.offsets[0] ?? doubles;
	const scale = recorded?.scale ?? 1;
	const total = exactSum(x);
	// whole numbers stay whole
	const centre = recorded ? Math.round(total / n) : total / n;
	const deviations = x.map((v) => v - centre);
	const left = exactSum(deviations);
	const ss = Math.max(0, exactSum(deviations.map((d) => d * d)) - (left * left) / n) / scale / scale;
	const mean = recorded ? (recorded.origin + centre + left / n) / scale : total / n;
	const variance = n > 1 ? ss / (n - 1) : null;
	return { n, sum: exactSum(doubles), mean, ss, variance, sd: variance === null ? null : Math.sqrt(variance) };
}

/** The mean; null without values. See {@link moments}. */
export function mean(values: ArrayLike<number>): number | null {
	return moments(values).mean;
}

/** The variance with n − 1; null with fewer than two values. See {@link moments}. */
export function variance(values: ArrayLike<number>): number | null {
	return moments(values).variance;
}
