/** What methods read columns through: numbers, groups and the rows that are complete. */
import { violation, type Violation } from '../assumptions.ts';
import { sortedValues } from './build.ts';
import { firstMissingCode, type Category, type Column, type Table } from './table.ts';

/** A column as numbers; `valid[i]` is 1 where `values[i]` means something. */
export interface Numbers {
	values: Float64Array;
	valid: Uint8Array;
}

/** A column as groups: `codes[i]` from 0 to levels.length - 1, or -1 where missing or not among the levels asked for. */
export interface Groups {
	codes: Int32Array;
	levels: readonly Category[];
}

export function column(table: Table, name: string): Column | Violation {
	return Object.hasOwn(table.columns, name) ? table.columns[name]! : violation('unknown_column', { column: name });
}

/** A numeric column, or the scores of a categorical one whose categories all have scores; else `wrong_kind`. */
export function numbers(table: Table, name: string): Numbers | Violation {
	const found = column(table, name);
	if ('violation' in found) return found;
	const valid = new Uint8Array(table.rows);
	if (found.kind === 'numeric') {
		for (let i = 0; i < table.rows; i++) valid[i] = found.missing && found.missing[i]! > 0 ? 0 : 1;
		return { values: found.values, valid };
	}
	const scores = found.categories.map((c) => c.score);
	if (scores.some((s) => s === undefined)) return violation('wrong_kind', { column: name, needed: 'numeric' });
	const values = new Float64Array(table.rows);
	const first = firstMissingCode(found.codes);
	for (let i = 0; i < table.rows; i++) {
		const code = found.codes[i]!;
		if (code >= first) continue;
		values[i] = scores[code]!;
		valid[i] = 1;
	}
	return { values, valid };
}

/**
 * A categorical column's groups in the order of its categories, or a numeric column's distinct values in rising order.
 * `levels` picks and orders them by value; rows of other levels are left out (code -1). Levels without rows stay in the list.
 */
export function groups(table: Table, name: string, levels?: readonly string[]): Groups | Violation {
	const found = column(table, name);
	if ('violation' in found) return found;
	const codes = new Int32Array(table.rows).fill(-1);
	let all: readonly Category[];
	let own: (i: number) => number;
	if (found.kind === 'categorical') {
		all = found.categories;
		const first = firstMissingCode(found.codes);
		own = (i) => (found.codes[i]! >= first ? -1 : found.codes[i]!);
	} else {
		const text = (i: number) => String(found.values[i]!);
		const rows = Array.from({ length: table.rows }, (_, i) => i).filter((i) => !found.missing || found.missing[i] === 0);
		const values = sortedValues(rows.map(text));
		const index = new Map(values.map((v, i) => [v, i]));
		all = values.map((value) => ({ value, label: value, score: Number(value) }));
		own = (i) => (found.missing && found.missing[i]! > 0 ? -1 : index.get(text(i))!);
	}
	const chosen = levels ?? all.map((c) => c.value);
	const position = new Int32Array(all.length).fill(-1);
	const picked: Category[] = [];
	for (const value of chosen) {
		const at = all.findIndex((c) => c.value === value);
		if (at < 0) return violation('unknown_level', { column: name, level: value });
		position[at] = picked.length;
		picked.push(all[at]!);
	}
	for (let i = 0; i < table.rows; i++) {
		const code = own(i);
		if (code >= 0) codes[i] = position[code]!;
	}
	return { codes, levels: picked };
}

/** Rows where every one of the views is valid, in order: listwise deletion. */
export function completeRows(rows: number, views: readonly (Numbers | Groups)[]): Int32Array {
	const keep = new Int32Array(rows);
	let n = 0;
	const complete = new Uint8Array(rows).fill(1);
	for (const view of views) {
		if ('valid' in view) {
			for (let i = 0; i < rows; i++) if (view.valid[i] !== 1) complete[i] = 0;
		} else for (let i = 0; i < rows; i++) if (view.codes[i]! < 0) complete[i] = 0;
	}
	for (let i = 0; i < rows; i++) if (complete[i] === 1) keep[n++] = i;
	return keep.subarray(0, n);
}

/** The chosen rows' values as a plain typed array. */
export function pick(view: { values: Float64Array | Int32Array }, rows: Int32Array): Float64Array {
	const { values } = view;
	const out = new Float64Array(rows.length);
	for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
	return out;
}

/** The chosen rows' values by group: one array for each level, in the levels' order. */
export function pickByGroup(view: Numbers, by: Groups, rows: Int32Array): Float64Array[] {
	const sizes = new Int32Array(by.levels.length);
	for (let i = 0; i < rows.length; i++) sizes[by.codes[rows[i]!]!]! += 1;
	const parts = Array.from(sizes, (size) => new Float64Array(size));
	const used = new Int32Array(sizes.length);
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i]!;
		const code = by.codes[row]!;
		parts[code]![used[code]!] = view.values[row]!;
		used[code]! += 1;
	}
	return parts;
}
