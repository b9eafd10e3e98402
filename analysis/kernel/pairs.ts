/** The joint table of every pair of columns, from as few passes over the rows as pay. */
import { bundles, type Bundle } from './bundle.ts';
import type { Coded } from './codes.ts';
import { histogram } from './histogram.ts';
import { foldColumns, foldRows, scratchFor } from './fold.ts';

/** Called once for each pair i < j with the counts of rows where both are valid: cell [a · size of j + b]. The array is used again: copy what is to be kept. */
export type Visit = (i: number, j: number, cells: Int32Array) => void;

/** Counts a against b, cell [code of a << shift | code of b]. Four rows a word: half the loads, and increments that do not wait for each other. */
function countOne(a: Uint32Array, b: Uint32Array, shift: number, cells: Int32Array): void {
	for (let i = 0; i < a.length; i++) {
		const x = a[i]!;
		const y = b[i]!;
		cells[((x & 255) << shift) | (y & 255)]!++;
		cells[(((x >>> 8) & 255) << shift) | ((y >>> 8) & 255)]!++;
		cells[(((x >>> 16) & 255) << shift) | ((y >>> 16) & 255)]!++;
		cells[((x >>> 24) << shift) | (y >>> 24)]!++;
	}
}

/** The same against two bundles at once, which shares the work of taking `a` apart. */
function countTwo(a: Uint32Array, b: Uint32Array, c: Uint32Array, shift: number, cells: Int32Array, others: Int32Array): void {
	for (let i = 0; i < a.length; i++) {
		const x = a[i]!;
		const y = b[i]!;
		const z = c[i]!;
		const x0 = (x & 255) << shift;
		const x1 = ((x >>> 8) & 255) << shift;
		const x2 = ((x >>> 16) & 255) << shift;
		const x3 = (x >>> 24) << shift;
		cells[x0 | (y & 255)]!++;
		others[x0 | (z & 255)]!++;
		cells[x1 | ((y >>> 8) & 255)]!++;
		others[x1 | ((z >>> 8) & 255)]!++;
		cells[x2 | ((y >>> 16) & 255)]!++;
		others[x2 | ((z >>> 16) & 255)]!++;
		cells[x3 | (y >>> 24)]!++;
		others[x3 | (z >>> 24)]!++;
	}
}

function within(a: Bundle, visit: Visit, pair: Int32Array): void {
	const cells = histogram(a.packed);
	for (let d = 0; d < a.sizes.length; d++) {
		for (let e = d + 1; e < a.sizes.length; e++) {
			const size = a.sizes[e]!;
			pair.fill(0, 0, a.sizes[d]! * size);
			for (let code = 0; code < a.span; code++) {
				const x = a.digits[d]![code]!;
				const y = a.digits[e]![code]!;
				if (x < a.sizes[d]! && y < size) pair[x * size + y]! += cells[code]!;
			}
			visit(a.first + d, a.first + e, pair);
		}
	}
}

/**
 * Counts all pairs of columns. Three five-point items and their missing code make 216 codes, so that one increment in a table of
 * 216 × 256 cells (which stays in the processor's second cache) serves nine pairs.
 * @param columns of bytes, at most 252 categories each
 * @param keep rows to count (1); all when null
 */
export function forEachPair(columns: readonly Coded[], rows: number, visit: Visit, keep: Uint8Array | null = null): void {
	const parts = bundles(columns, rows, keep);
	const words = parts.map((part) => new Uint32Array(part.packed.buffer));
	const span = Math.max(1, ...parts.map((p) => p.span));
	const shift = 32 - Math.clz32(span - 1);
	const cells = [new Int32Array(span << shift), new Int32Array(span << shift)] as const;
	const scratch = scratchFor(parts);
	const fold = (a: Bundle, b: Bundle, table: Int32Array): void => {
		foldRows(table, 1 << shift, a, b.span, scratch);
		for (let d = 0; d < a.sizes.length; d++) {
			for (let e = 0; e < b.sizes.length; e++) visit(a.first + d, b.first + e, foldColumns(a, d, b, e, scratch));
		}
		table.fill(0);
	};
	parts.forEach((a, p) => {
		if (a.sizes.length > 1) within(a, visit, scratch.pair);
		for (let q = p + 1; q < parts.length; q += 2) {
			const two = q + 1 < parts.length;
			if (two) countTwo(words[p]!, words[q]!, words[q + 1]!, shift, cells[0], cells[1]);
			else countOne(words[p]!, words[q]!, shift, cells[0]);
			fold(a, parts[q]!, cells[0]);
			if (two) fold(a, parts[q + 1]!, cells[1]);
		}
	});
}
