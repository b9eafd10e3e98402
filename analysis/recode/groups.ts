/** Grouping numbers by cuts, and the new column that comes of it. */
import { MISSING_KINDS, type CategoricalColumn, type Category, type NumericColumn } from '../table/table.ts';
import type { Numbers } from '../table/view.ts';

/** On which side of a band its limit belongs: `right` is (a, b], `left` is [a, b). */
export type Closed = 'right' | 'left';

/** Number of cuts below the value (right-closed), or not above it (left-closed): the band's number from 0. @param cuts rising */
export function bandOf(value: number, cuts: readonly number[], closed: Closed): number {
	let [low, high] = [0, cuts.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const below = closed === 'right' ? cuts[middle]! < value : cuts[middle]! <= value;
		if (below) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The band of each row from 0, -1 where the row is not valid. */
export function bandCodes(numbers: Numbers, cuts: readonly number[], closed: Closed): Int32Array {
	return Int32Array.from(numbers.valid, (valid, i) => (valid ? bandOf(numbers.values[i]!, cuts, closed) : -1));
}

/** Rows in each band. */
export function bandSizes(codes: Int32Array, bands: number): number[] {
	const sizes = new Array<number>(bands).fill(0);
	for (const code of codes) if (code >= 0) sizes[code]! += 1;
	return sizes;
}

/** Bands in mathematical notation, which needs no language: `(-Inf, 2]`, `(2, 3]`, `(3, Inf)`. */
export function bandNotation(cuts: readonly number[], closed: Closed): string[] {
	const text = (x: number | undefined, otherwise: string): string => (x === undefined ? otherwise : String(Number(x.toPrecision(6))));
	return Array.from({ length: cuts.length + 1 }, (_, b) => {
		const open = closed === 'left' && b > 0 ? '[' : '(';
		const close = closed === 'right' && b < cuts.length ? ']' : ')';
		return `${open}${text(cuts[b - 1], '-Inf')}, ${text(cuts[b], 'Inf')}${close}`;
	});
}

/** Valid values in rising order, each once, with the number of rows that have it. */
export interface Distinct {
	values: Float64Array;
	counts: Float64Array;
	n: number;
}

export function distinct(numbers: Numbers): Distinct {
	const sorted = numbers.values.filter((_, i) => numbers.valid[i] === 1).sort();
	const values = new Float64Array(sorted.length);
	const counts = new Float64Array(sorted.length);
	let at = -1;
	for (const v of sorted) {
		if (at < 0 || values[at] !== v) values[++at] = v;
		counts[at]! += 1;
	}
	return { values: values.slice(0, at + 1), counts: counts.slice(0, at + 1), n: sorted.length };
}

/**
 * A new categorical column: band `1` for the lowest and so on, with scores 1, 2 … and the four kinds of missing kept.
 * @param labels one a band: texts or message keys; the bands in mathematical notation when absent
 */
export function groupColumn(from: NumericColumn | CategoricalColumn, codes: Int32Array, labels: readonly string[], missingKindOf: (row: number) => number): CategoricalColumn {
	const wide = labels.length > 256 - MISSING_KINDS.length;
	const out = wide ? new Uint16Array(codes.length) : new Uint8Array(codes.length);
	const first = (wide ? 65536 : 256) - MISSING_KINDS.length;
	for (let i = 0; i < codes.length; i++) out[i] = codes[i]! >= 0 ? codes[i]! : first + Math.max(0, missingKindOf(i) - 1);
	const categories: Category[] = labels.map((label, b) => ({ value: String(b + 1), label, score: b + 1 }));
	return { kind: 'categorical', label: from.label, codes: out, categories };
}
