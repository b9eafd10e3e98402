/**
 * The data a method reads: columns of equal length, never changed in place. Missing is explicit: each of the four kinds has a code of
 * its own, and no method sees a missing value as a number.
 */

import { columnHistogram } from '../kernel/histogram.ts';

export const MISSING_KINDS = ['not_asked', 'not_answered', 'dont_know', 'suppressed'] as const;
export type MissingKind = (typeof MISSING_KINDS)[number];
/** How many rows are missing, by kind. */
export type MissingCounts = Record<MissingKind, number>;

export interface Category {
	/** The category as data files have it: `"3"`, `"M01"`. Unique in its column. */
	value: string;
	label: string;
	/** Its number where the categories are points of a scale; absent where they are names. */
	score?: number;
}

/**
 * `codes[i]` is the index in `categories`, or, from the top of the code's range downwards, a kind of missing: with Uint8Array 252
 * not_asked, 253 not_answered, 254 dont_know, 255 suppressed; with Uint16Array 65532 to 65535.
 */
export interface CategoricalColumn {
	kind: 'categorical';
	label: string;
	codes: Uint8Array | Uint16Array;
	categories: readonly Category[];
}

/** `missing[i]` is 0 for a valid value, else 1 + the index in MISSING_KINDS; `values[i]` has no meaning then. Null when nothing is missing. */
export interface NumericColumn {
	kind: 'numeric';
	label: string;
	values: Float64Array;
	missing: Uint8Array | null;
}

export type Column = CategoricalColumn | NumericColumn;

export interface Table {
	rows: number;
	columns: Readonly<Record<string, Column>>;
}

/** The first code that means missing in a column of this width: 252 or 65532. */
export function firstMissingCode(codes: Uint8Array | Uint16Array): number {
	return (codes instanceof Uint8Array ? 256 : 65536) - MISSING_KINDS.length;
}

export function noneMissing(): MissingCounts {
	return { not_asked: 0, not_answered: 0, dont_know: 0, suppressed: 0 };
}

/** Counts each kind of missing in a column. */
export function countMissing(column: Column): MissingCounts {
	const counts = noneMissing();
	const add = (kind: number) => (counts[MISSING_KINDS[kind]!] += 1);
	if (column.kind === 'categorical' && column.codes instanceof Uint8Array) {
		const all = columnHistogram(column.codes);
		MISSING_KINDS.forEach((kind, k) => (counts[kind] = all[252 + k]!));
	} else if (column.kind === 'categorical') {
		const first = firstMissingCode(column.codes);
		for (let i = 0; i < column.codes.length; i++) if (column.codes[i]! >= first) add(column.codes[i]! - first);
	} else if (column.missing) {
		for (let i = 0; i < column.missing.length; i++) if (column.missing[i]! > 0) add(column.missing[i]! - 1);
	}
	return counts;
}
