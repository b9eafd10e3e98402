import { sortedValues } from '../table/build.ts';
import type { Category, Column } from '../table/table.ts';

/** A column as the counting loops read it. `codes[i]` below `categories.length` is a category; every other code is missing. */
export interface Coded {
	codes: Uint8Array | Uint16Array;
	categories: readonly Category[];
	/** The categories' numbers; null when one of them has none. */
	scores: Float64Array | null;
}

/** More distinct numbers than this are not counted but summed: a byte less the four kinds of missing. */
export const MOST_CODES = 252;

function codedNumbers(values: Float64Array, missing: Uint8Array | null): Coded | null {
	const found = new Map<number, number>();
	const met = new Uint8Array(values.length);
	for (let i = 0; i < values.length; i++) {
		if (missing && missing[i]! > 0) {
			met[i] = MOST_CODES - 1 + missing[i]!;
			continue;
		}
		let code = found.get(values[i]!);
		if (code === undefined) {
			if (found.size === MOST_CODES) return null;
			code = found.size;
			found.set(values[i]!, code);
		}
		met[i] = code;
	}
	const distinct = [...found.keys()].sort((a, b) => a - b);
	const place = new Uint8Array(256).map((_, code) => code);
	distinct.forEach((value, rank) => (place[found.get(value)!] = rank));
	const categories = sortedValues(distinct.map(String)).map((value) => ({ value, label: value, score: Number(value) }));
	return { codes: met.map((code) => place[code]!), categories, scores: Float64Array.from(distinct) };
}

/**
 * A column's codes: those of a categorical column as they are stored (not copied), or made for a numeric column of at most 252 distinct
 * values, in rising order, with the four kinds of missing as in a categorical column of bytes.
 * @returns null for a numeric column with more distinct values than that
 */
export function codedColumn(column: Column): Coded | null {
	if (column.kind === 'numeric') return codedNumbers(column.values, column.missing);
	const scores = column.categories.map((c) => c.score);
	return { codes: column.codes, categories: column.categories, scores: scores.every((s) => s !== undefined) ? Float64Array.from(scores) : null };
}
