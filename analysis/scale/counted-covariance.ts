import { codeCounts } from '../kernel/counts.ts';
import { forEachPair } from '../kernel/pairs.ts';
import type { Item } from './items.ts';

/** Items whose codes are bytes, so that pairs of them can be counted. */
export type ByteItem = Extract<Item, { codes: unknown }> & { codes: Uint8Array };

export const areBytes = (items: readonly Item[]): items is readonly ByteItem[] => items.every((item) => 'codes' in item && item.codes instanceof Uint8Array);

/** Sums over the rows valid on both items of a pair, around each item's shift. */
export interface PairSums {
	n: number;
	sx: number;
	sy: number;
	sxy: number;
}

/** 1 for rows that are valid on every item, and how many there are. */
export function completeMask(items: readonly ByteItem[]): { keep: Uint8Array; complete: number } {
	const rows = items[0]?.rows ?? 0;
	const keep = new Uint8Array(rows).fill(1);
	for (const { codes, categories } of items) {
		const size = categories.length;
		for (let i = 0; i < rows; i++) if (codes[i]! >= size) keep[i] = 0;
	}
	let complete = 0;
	for (let i = 0; i < rows; i++) complete += keep[i]!;
	return { keep, complete };
}

/**
 * Every pair's sums, an item with itself among them, from counts of pairs of codes: exact for whole-number scores, and many times faster
 * than going through the rows for each pair.
 * @param items at least two  @param keep rows to count; null for all rows valid on both items of a pair
 */
export function countedSums(items: readonly ByteItem[], shifts: readonly number[], keep: Uint8Array | null, put: (i: number, j: number, sums: PairSums) => void): void {
	const scores = items.map((item, i) => Array.from(item.scores.subarray(0, item.categories.length), (s) => s - shifts[i]!));
	const rows = items[0]?.rows ?? 0;
	const alone = (i: number, counts: ArrayLike<number>): void => {
		const sums = { n: 0, sx: 0, sy: 0, sxy: 0 };
		scores[i]!.forEach((x, code) => {
			sums.n += counts[code]!;
			sums.sx += counts[code]! * x;
			sums.sxy += counts[code]! * x * x;
		});
		put(i, i, { ...sums, sy: sums.sx });
	};
	if (!keep) items.forEach((item, i) => alone(i, codeCounts(item.codes, item.categories.length)));
	const visit = (i: number, j: number, cells: Int32Array): void => {
		const sums = { n: 0, sx: 0, sy: 0, sxy: 0 };
		const size = scores[j]!.length;
		const [ofI, ofJ] = [new Float64Array(scores[i]!.length), new Float64Array(size)];
		scores[i]!.forEach((x, a) => {
			for (let b = 0; b < size; b++) {
				const count = cells[a * size + b]!;
				const y = scores[j]![b]!;
				sums.n += count;
				sums.sx += count * x;
				sums.sy += count * y;
				sums.sxy += count * x * y;
				ofI[a]! += count;
				ofJ[b]! += count;
			}
		});
		put(i, j, sums);
		// the same rows for every pair: an item's own counts are those beside any other
		if (keep && j === i + 1) {
			alone(i, ofI);
			if (j === items.length - 1) alone(j, ofJ);
		}
	};
	forEachPair(items, rows, visit, keep);
}
