/** A column made ready for correlation: counted where it has few values, measured where it has many. */
import { violation, type Violation } from '../assumptions.ts';
import { codedColumn, type Coded } from '../kernel/codes.ts';
import { decimals } from '../numeric/decimal.ts';
import { firstMissingCode, type Column } from '../table/table.ts';
import { measured, type Measured } from './measured.ts';

export interface Variable {
	/** Categories in rising order of their scores, equal scores made one; null when there are too many for tables. */
	coded: Coded | null;
	/** Small numbers with the same differences as the scores (up to a factor), whole where the scores are decimals. */
	scores: Float64Array;
	/** The column for pairs that cannot be counted. Made when first asked for. */
	measured: () => Measured;
}

/** A table of k × k cells pays while it has no more cells than the table has rows, and always when it is small. */
function mostCategories(rows: number): number {
	return Math.min(252, Math.max(16, Math.floor(Math.sqrt(rows))));
}

/** Codes in rising order of the scores, equal scores made one category; the same object when they are so already. */
export function rising(coded: Coded, scores: Float64Array): Coded {
	const distinct = [...new Set(scores)].sort((a, b) => a - b);
	const already = distinct.length === scores.length && scores.every((s, k) => s === distinct[k]);
	if (already && coded.codes instanceof Uint8Array) return coded;
	const place = scores.map((s) => distinct.indexOf(s));
	const codes = new Uint8Array(coded.codes.length);
	for (let i = 0; i < codes.length; i++) codes[i] = coded.codes[i]! < place.length ? place[coded.codes[i]!]! : 255;
	return { codes, categories: distinct.map((score) => ({ value: String(score), label: '', score })), scores: Float64Array.from(distinct) };
}

function validRows(column: Column): Uint8Array {
	if (column.kind === 'numeric') return column.missing ? column.missing.map((m) => (m === 0 ? 1 : 0)) : new Uint8Array(column.values.length).fill(1);
	const first = firstMissingCode(column.codes);
	return Uint8Array.from(column.codes, (code) => (code < first ? 1 : 0));
}

function valuesOf(column: Column): Float64Array {
	return column.kind === 'numeric' ? column.values : Float64Array.from(column.codes, (code) => column.categories[code]?.score ?? 0);
}

/**
 * @param keep rows that may be used (1); all when null
 * @returns `wrong_kind` when the column has categories without numbers
 */
export function variable(column: Column, name: string, keep: Uint8Array | null): Variable | Violation {
	let made: Measured | null = null;
	const measure = (): Measured => {
		const valid = validRows(column);
		return (made ??= measured(valuesOf(column), keep ? valid.map((v, i) => v & keep[i]!) : valid));
	};
	const coded = codedColumn(column);
	if (coded && !coded.scores) return violation('wrong_kind', { column: name, needed: 'numeric' });
	if (!coded?.scores || coded.categories.length > mostCategories(coded.codes.length)) return { coded: null, scores: new Float64Array(0), measured: measure };
	const ordered = rising(coded, coded.scores);
	const scores = ordered.scores!;
	return { coded: ordered, scores: decimals([scores])?.offsets[0] ?? scores, measured: measure };
}

/** 1 for each row where all columns have a value: listwise deletion. */
export function completeMask(columns: readonly Column[], rows: number): Uint8Array {
	const keep = new Uint8Array(rows).fill(1);
	for (const column of columns) {
		if (column.kind === 'numeric') {
			if (column.missing) for (let i = 0; i < rows; i++) if (column.missing[i]! > 0) keep[i] = 0;
		} else {
			const first = firstMissingCode(column.codes);
			for (let i = 0; i < rows; i++) if (column.codes[i]! >= first) keep[i] = 0;
		}
	}
	return keep;
}

/** Rows with a value on at least two of the columns, and for each column how many rows have a value on it alone. */
export function rowsInPairs(columns: readonly Column[], rows: number): { n: number; alone: number[] } {
	// rows still waiting for their second value: after a few columns hardly any
	let waiting = new Int32Array(rows);
	for (let i = 0; i < rows; i++) waiting[i] = i;
	const first = new Int32Array(rows).fill(-1);
	let n = 0;
	columns.forEach((column, c) => {
		const limit = column.kind === 'numeric' ? 0 : firstMissingCode(column.codes);
		let left = 0;
		for (const i of waiting) {
			const valid = column.kind === 'numeric' ? !column.missing || column.missing[i] === 0 : column.codes[i]! < limit;
			if (valid && first[i]! >= 0) {
				n++;
				continue;
			}
			if (valid) first[i] = c;
			waiting[left++] = i;
		}
		waiting = waiting.subarray(0, left);
	});
	const alone = columns.map(() => 0);
	for (const i of waiting) if (first[i]! >= 0) alone[first[i]!]!++;
	return { n, alone };
}
