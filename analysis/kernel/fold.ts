/** From the joint table of two bundles to the joint tables of their columns. */
import type { Bundle } from './bundle.ts';

/** Working space of a fold, used over and over: making typed arrays would cost more than filling them. */
export interface Scratch {
	/** One table for each column of the first bundle. */
	rows: Int32Array[];
	/** What is left when the last columns have been summed away, two in turn. */
	rest: [Int32Array, Int32Array];
	/** Joint table of two columns. */
	pair: Int32Array;
}

export function scratchFor(bundles: readonly Bundle[]): Scratch {
	const span = Math.max(1, ...bundles.map((b) => b.span));
	const size = Math.max(1, ...bundles.flatMap((b) => b.sizes));
	const columns = Math.max(1, ...bundles.map((b) => b.sizes.length));
	const half = Math.ceil(span / 2);
	return { rows: Array.from({ length: columns }, () => new Int32Array((size + 1) * span)), rest: [new Int32Array(half * span), new Int32Array(half * span)], pair: new Int32Array(size * size) };
}

/**
 * Sums over all but one of the bundle's columns, for each of them: rows[d] = [code of column d] × [code of the other bundle].
 * The last column is split off first, so that the table shrinks by its categories at every step.
 */
export function foldRows(cells: Int32Array, stride: number, a: Bundle, width: number, scratch: Scratch): void {
	let from = cells;
	let step = stride;
	let rows = a.span;
	for (let d = a.sizes.length - 1; d > 0; d--) {
		const base = a.sizes[d]! + 1;
		const own = scratch.rows[d]!;
		const rest = scratch.rest[d % 2 as 0 | 1];
		const wrap = base * width;
		own.fill(0, 0, wrap);
		rest.fill(0, 0, (rows / base) * width);
		for (let r = 0, mine = 0, theirs = 0; r < rows; r++) {
			for (let c = 0, at = r * step; c < width; c++, at++) {
				const v = from[at]!;
				own[mine + c]! += v;
				rest[theirs + c]! += v;
			}
			mine += width;
			if (mine === wrap) {
				mine = 0;
				theirs += width;
			}
		}
		from = rest;
		step = width;
		rows /= base;
	}
	const first = scratch.rows[0]!;
	for (let r = 0; r < a.sizes[0]!; r++) for (let c = 0; c < width; c++) first[r * width + c] = from[r * step + c]!;
}

/** The columns' part: from [code of a's column d] × [packed code of b] to [code of column d] × [code of b's column e], rows where both are valid. */
export function foldColumns(a: Bundle, d: number, b: Bundle, e: number, scratch: Scratch): Int32Array {
	const table = scratch.rows[d]!;
	const rows = a.sizes[d]!;
	const size = b.sizes[e]!;
	const digit = b.digits[e]!;
	const pair = scratch.pair;
	pair.fill(0, 0, rows * size);
	for (let c = 0; c < b.span; c++) {
		const code = digit[c]!;
		if (code >= size) continue;
		for (let r = 0, at = c, to = code; r < rows; r++, at += b.span, to += size) pair[to]! += table[at]!;
	}
	return pair;
}
