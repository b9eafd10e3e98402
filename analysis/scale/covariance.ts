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

/** Sums over one block: rows that count for both, of x, of y and of x·y. Missing values stand as 0 in `x` and in `valid`. */
function blockSums(x: Float64Array, valid: Float64Array, a: number, b: number, size: number): [number, number, number, number] {
	let [n, sx, sy, sxy] = [0, 0, 0, 0];
	for (let r = 0; r < size; r++) {
		const [va, vb, xa, xb] = [valid[a + r]!, valid[b + r]!, x[a + r]!, x[b + r]!];
		n += va * vb;
		sx += xa * vb;
		sy += va * xb;
		sxy += xa * xb;
	}
	return [n, sx, sy, sxy];
}

/** Blocks without missing values need the products alone. */
function completeSums(x: Float64Array, sums: Float64Array, a: number, b: number, i: number, j: number, size: number): [number, number, number, number] {
	let sxy = 0;
	for (let r = 0; r < size; r++) sxy += x[a + r]! * x[b + r]!;
	return [size, sums[i]!, sums[j]!, sxy];
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

/**
 * Covariances of items, cov(x, y) = (Σxy − ΣxΣy/n)/(n − 1) around a point near the mean, in one pass over blocks of rows: whole-number
 * scores give exact sums, others lose nothing to cancellation. Pairwise: each entry over the rows valid on both items (as R's
 * `cov(use = "pairwise.complete.obs")`); listwise: over the rows valid on all.
 * @param items columns of equal length; never changed
 */
export function covariances(items: readonly Item[], missing: 'listwise' | 'pairwise'): Covariances {
	const p = items.length;
	const rows = items[0]?.rows ?? 0;
	const spreads = items.map(spread);
	const shifts = spreads.map((s) => (s ? (s.whole ? Math.round(s.mean) : s.mean) : 0));
	const [n, sx, sy, sxy] = [0, 1, 2, 3].map(() => fill(p, p, () => 0)) as [number[][], number[][], number[][], number[][]];
	const x = new Float64Array(p * BLOCK);
	const valid = new Float64Array(p * BLOCK);
	const totals = new Float64Array(p);
	let complete = 0;
	for (let from = 0; from < rows; from += BLOCK) {
		let size = Math.min(BLOCK, rows - from);
		items.forEach((item, i) => readBlock(item, from, from + size, shifts[i]!, x, i * BLOCK));
		let gaps = false;
		if (missing === 'listwise') {
			size = compress(x, p, size);
			complete += size;
		} else {
			const whole = new Uint8Array(size).fill(1);
			for (let i = 0; i < p; i++) {
				for (let r = 0; r < size; r++) {
					const absent = Number.isNaN(x[i * BLOCK + r]!);
					valid[i * BLOCK + r] = absent ? 0 : 1;
					if (!absent) continue;
					x[i * BLOCK + r] = 0;
					whole[r] = 0;
					gaps = true;
				}
			}
			complete += whole.reduce((a, b) => a + b, 0);
		}
		for (let i = 0; i < p; i++) {
			totals[i] = 0;
			for (let r = 0; r < size; r++) totals[i]! += x[i * BLOCK + r]!;
		}
		for (let i = 0; i < p; i++) {
			for (let j = 0; j <= i; j++) {
				const s = gaps ? blockSums(x, valid, i * BLOCK, j * BLOCK, size) : completeSums(x, totals, i * BLOCK, j * BLOCK, i, j, size);
				n[i]![j]! += s[0];
				sx[i]![j]! += s[1];
				sy[i]![j]! += s[2];
				sxy[i]![j]! += s[3];
			}
		}
	}
	const at = (i: number, j: number): [number, number] => (i >= j ? [i, j] : [j, i]);
	const covariance = fill(p, p, (i, j) => {
		const [a, b] = at(i, j);
		const count = n[a]![b]!;
		return count < 2 ? 0 : (sxy[a]![b]! - (sx[a]![b]! * sy[a]![b]!) / count) / (count - 1);
	});
	const pairs = fill(p, p, (i, j) => n[at(i, j)[0]]![at(i, j)[1]]!);
	const means = shifts.map((shift, i) => (n[i]![i]! > 0 ? shift + sx[i]![i]! / n[i]![i]! : null));
	return { complete, pairs, covariance, means, spreads };
}

/** The same covariances after some items are reversed: x ↦ min + max − x turns the sign of their covariances with the others. */
export function reverseCovariances(covariance: readonly (readonly number[])[], reversed: readonly boolean[]): number[][] {
	return fill(reversed.length, reversed.length, (i, j) => (reversed[i] === reversed[j] ? covariance[i]![j]! : -covariance[i]![j]!));
}
