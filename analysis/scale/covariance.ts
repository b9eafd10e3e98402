import { areBytes, completeMask, countedSums, type PairSums } from './counted-covariance.ts';
import { fill } from './matrix.ts';
import { readBlock, spread, type Item, type Spread } from './items.ts';

export interface Covariances {
	/** Rows that are valid on every item. */
	complete: number;
	/** Rows that are valid on both items; every entry is `complete` when rows are deleted listwise. */
	pairs: number[][];
	/** Sample covariances with n − 1; 0 where a pair has fewer than two rows. */
	covariance: number[][];
	/** Means over the rows each variance is made from; null where there are none. */
	means: (number | null)[];
	/** Each item over all its valid rows. */
	spreads: (Spread | null)[];
}

const BLOCK = 1024;

/** A sum of squares is off by no more than this share of itself for each of its terms. */
const ROUNDING = Number.EPSILON;

/** Sums over one block of two items that begin at `a` and `b`. Missing values stand as 0 in `x` and in `valid`. */
function blockSums(x: Float64Array, valid: Float64Array, a: number, b: number, size: number): PairSums {
	let [n, sx, sy, sxy] = [0, 0, 0, 0];
	for (let r = 0; r < size; r++) {
		const [va, vb, xa, xb] = [valid[a + r]!, valid[b + r]!, x[a + r]!, x[b + r]!];
		n += va * vb;
		sx += xa * vb;
		sy += va * xb;
		sxy += xa * xb;
	}
	return { n, sx, sy, sxy };
}

/** Blocks without missing values need the products alone. */
function completeSums(x: Float64Array, totals: Float64Array, i: number, j: number, size: number): PairSums {
	let sxy = 0;
	for (let r = 0; r < size; r++) sxy += x[i * BLOCK + r]! * x[j * BLOCK + r]!;
	return { n: size, sx: totals[i]!, sy: totals[j]!, sxy };
}

/** Missing values become 0 in `x` and in `valid`, which is 1 elsewhere; returns the number of rows without any. */
function markMissing(x: Float64Array, valid: Float64Array, items: number, size: number): number {
	let whole = 0;
	for (let r = 0; r < size; r++) {
		let gap = false;
		for (let i = 0; i < items; i++) {
			const absent = Number.isNaN(x[i * BLOCK + r]!);
			valid[i * BLOCK + r] = absent ? 0 : 1;
			if (!absent) continue;
			x[i * BLOCK + r] = 0;
			gap = true;
		}
		if (!gap) whole += 1;
	}
	return whole;
}

/** Leaves the complete rows only, moved together; returns how many there are. */
function compress(x: Float64Array, items: number, size: number): number {
	let kept = 0;
	for (let r = 0; r < size; r++) {
		let whole = true;
		for (let i = 0; i < items; i++) if (Number.isNaN(x[i * BLOCK + r]!)) whole = false;
		if (!whole) continue;
		for (let i = 0; i < items; i++) x[i * BLOCK + kept] = x[i * BLOCK + r]!;
		kept += 1;
	}
	return kept;
}

/** Every pair's sums from blocks of rows, for items that are not coded in bytes; returns the number of complete rows. */
function blockedSums(items: readonly Item[], shifts: readonly number[], listwise: boolean, put: (i: number, j: number, sums: PairSums) => void): number {
	const p = items.length;
	const rows = items[0]?.rows ?? 0;
	const x = new Float64Array(p * BLOCK);
	const valid = new Float64Array(p * BLOCK);
	const totals = new Float64Array(p);
	let complete = 0;
	for (let from = 0; from < rows; from += BLOCK) {
		let size = Math.min(BLOCK, rows - from);
		items.forEach((item, i) => readBlock(item, from, from + size, shifts[i]!, x, i * BLOCK));
		let gaps = false;
		if (listwise) {
			size = compress(x, p, size);
			complete += size;
		} else {
			const whole = markMissing(x, valid, p, size);
			complete += whole;
			gaps = whole < size;
		}
		for (let i = 0; i < p; i++) {
			totals[i] = 0;
			for (let r = 0; r < size; r++) totals[i]! += x[i * BLOCK + r]!;
		}
		for (let i = 0; i < p; i++) {
			for (let j = i; j < p; j++) put(i, j, gaps ? blockSums(x, valid, i * BLOCK, j * BLOCK, size) : completeSums(x, totals, i, j, size));
		}
	}
	return complete;
}

/**
 * Covariances of items, cov(x, y) = (Σxy − ΣxΣy/n)/(n − 1) around a point near the mean: whole-number scores give exact sums, others lose
 * nothing to cancellation. Items of few categories are counted by pairs, others summed over blocks of rows. Pairwise: each entry over the
 * rows valid on both items (as R's `cov(use = "pairwise.complete.obs")`); listwise: over the rows valid on all.
 * @param items columns of equal length; never changed
 */
export function covariances(items: readonly Item[], missing: 'listwise' | 'pairwise'): Covariances {
	const p = items.length;
	const listwise = missing === 'listwise';
	const spreads = items.map(spread);
	const shifts = spreads.map((s) => (s ? (s.whole ? Math.round(s.mean) : s.mean) : 0));
	const sums = fill(p, p, () => 0).map((row) => row.map((): PairSums => ({ n: 0, sx: 0, sy: 0, sxy: 0 })));
	const put = (i: number, j: number, more: PairSums): void => {
		const total = sums[i]![j]!;
		total.n += more.n;
		total.sx += more.sx;
		total.sy += more.sy;
		total.sxy += more.sxy;
	};
	let complete: number;
	if (areBytes(items)) {
		const mask = completeMask(items);
		complete = mask.complete;
		countedSums(items, shifts, listwise ? mask.keep : null, put);
	} else {
		complete = blockedSums(items, shifts, listwise, put);
	}
	const of = (i: number, j: number): PairSums => (i <= j ? sums[i]![j]! : sums[j]![i]!);
	const covariance = fill(p, p, (i, j) => {
		const { n, sx, sy, sxy } = of(i, j);
		const around = sxy - (sx * sy) / n;
		// rows that all have one value away from the shift leave what their squares were rounded to, which is no spread
		if (n < 2 || (i === j && !(around > ROUNDING * n * sxy))) return 0;
		return around / (n - 1);
	});
	const means = shifts.map((shift, i) => (of(i, i).n > 0 ? shift + of(i, i).sx / of(i, i).n : null));
	return { complete, pairs: fill(p, p, (i, j) => of(i, j).n), covariance, means, spreads };
}

/** The same covariances after some items are reversed: x ↦ min + max − x turns the sign of their covariances with the others. */
export function reverseCovariances(covariance: readonly (readonly number[])[], reversed: readonly boolean[]): number[][] {
	return fill(reversed.length, reversed.length, (i, j) => (reversed[i] === reversed[j] ? covariance[i]![j]! : -covariance[i]![j]!));
}
