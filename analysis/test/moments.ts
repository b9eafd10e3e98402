import { decimals } from '../numeric/decimal.ts';
import { TwofoldSum } from '../numeric/twofold.ts';
import { size, type Sample } from './sample.ts';

/** What parametric tests need of a group. */
export interface Moments {
	n: number;
	mean: number;
	/** The mean minus a reference that all groups of the same call share: differences between means keep their digits. */
	deviation: number;
	/** Sum of squared deviations from the group's own mean. */
	ss: number;
	/** ss / (n - 1); 0 for a group of one. */
	variance: number;
}

const LARGEST = Number.MAX_SAFE_INTEGER;

const finish = (n: number, reference: number, deviation: number, ss: number): Moments => ({ n, mean: n > 0 ? reference + deviation : 0, deviation, ss, variance: n > 1 ? ss / (n - 1) : 0 });

/** n Σo² - (Σo)² over n, in whole numbers as long as they last. */
function wholeSquares(n: number, sum: number, squares: number): number {
	if (n * squares <= LARGEST) return (n * squares - sum * sum) / n;
	return Number(BigInt(n) * BigInt(squares) - BigInt(sum) ** 2n) / n;
}

/** Offsets that are whole numbers and whose sums of squares stay whole: every sum is exact. */
function exactMoments(offsets: Float64Array, counts: Float64Array, n: number, origin: number, scale: number): Moments {
	let sum = 0;
	let squares = 0;
	for (let i = 0; i < offsets.length; i++) {
		const part = counts[i]! * offsets[i]!;
		sum += part;
		squares += part * offsets[i]!;
	}
	return finish(n, origin / scale, n > 0 ? sum / n / scale : 0, n > 0 ? wholeSquares(n, sum, squares) / scale / scale : 0);
}

/** Values that differ by no more than a few units of their own last digit do not vary: that is how they were rounded. */
const ROUNDING = 4 * Number.EPSILON;

/** Two passes, each sum in twice the working precision: Σc(o - m)² - (Σc(o - m))²/n, the last term taking away what rounding the mean m left. */
function twoPassMoments(offsets: Float64Array, counts: Float64Array, n: number, reference: number, scale: number): Moments {
	if (n === 0) return finish(0, reference, 0, 0);
	const sum = new TwofoldSum();
	for (let i = 0; i < offsets.length; i++) sum.addProduct(counts[i]!, offsets[i]!);
	const mean = sum.total / n;
	const rest = new TwofoldSum();
	const squares = new TwofoldSum();
	let farthest = 0;
	let largest = 0;
	for (let i = 0; i < offsets.length; i++) {
		if (counts[i] === 0) continue;
		farthest = Math.max(farthest, Math.abs(offsets[i]! - mean));
		largest = Math.max(largest, Math.abs(offsets[i]! / scale + reference));
		const part = counts[i]! * (offsets[i]! - mean);
		rest.add(part);
		squares.addProduct(part, offsets[i]! - mean);
	}
	const left = rest.total;
	const varies = farthest / scale > ROUNDING * largest;
	return finish(n, reference, (mean + left / n) / scale, varies ? Math.max(0, squares.total - (left * left) / n) / scale / scale : 0);
}

/**
 * n, mean, Σ(x - mean)² and variance of each group. Decimal data (answers on a scale, typed numbers) are summed as whole numbers and therefore exactly;
 * others by two compensated passes around a value from the data. Source: Chan, Golub and LeVeque (1983), The American Statistician 37, 242-247;
 * whole numbers: as NIST's certified values are made.
 * @param groups finite values with counts; never changed
 */
export function groupMoments(groups: readonly Sample[]): Moments[] {
	const sizes = groups.map(size);
	const rows = sizes.reduce((a, b) => a + b, 0);
	const whole = decimals(groups.map((g) => g.values));
	if (whole) {
		const exact = whole.largest * whole.largest * rows <= LARGEST;
		return groups.map((g, k) => (exact ? exactMoments(whole.offsets[k]!, g.counts, sizes[k]!, whole.origin, whole.scale) : twoPassMoments(whole.offsets[k]!, g.counts, sizes[k]!, whole.origin / whole.scale, whole.scale)));
	}
	const reference = groups.find((g) => g.values.length > 0)?.values[0] ?? 0;
	return groups.map((g, k) => twoPassMoments(g.values.map((x) => x - reference), g.counts, sizes[k]!, reference, 1));
}

/** The same from printed figures: n, mean and standard deviation (with n - 1) of each group. */
export function momentsFromSummary(n: readonly number[], mean: readonly number[], sd: readonly number[]): Moments[] {
	const reference = mean[0] ?? 0;
	return n.map((size, k) => ({ n: size, mean: mean[k]!, deviation: mean[k]! - reference, ss: (size - 1) * sd[k]! ** 2, variance: sd[k]! ** 2 }));
}
