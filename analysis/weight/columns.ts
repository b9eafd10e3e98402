/** From a table to margins, and from weights to a new column of the table. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { MISSING_KINDS, firstMissingCode, type NumericColumn, type Table } from '../table/table.ts';
import { completeRows, groups, numbers, pick, type Groups, type Numbers } from '../table/view.ts';
import type { Margin } from './margin.ts';

/** Population figures of a variable by level. */
export type Targets = Readonly<Record<string, number>>;

export interface Respondents<M> {
	/** Rows with a level on every variable (and a base weight). */
	rows: Int32Array;
	margins: M;
	base: Float64Array | undefined;
}

/** A variable's groups in the order of its population figures; levels that only the population has are kept, without rows. */
function byTargets(table: Table, name: string, levels: readonly string[]): Groups | Violation {
	const all = groups(table, name);
	if (isViolation(all)) return all;
	const position = new Map(levels.map((level, k) => [level, k]));
	const place = all.levels.map((c) => position.get(c.value) ?? -1);
	const codes = new Int32Array(table.rows).fill(-1);
	for (let i = 0; i < table.rows; i++) {
		const own = all.codes[i]!;
		if (own < 0) continue;
		if (place[own] === -1) return violation('inconsistent', { field: name, level: all.levels[own]!.value });
		codes[i] = place[own]!;
	}
	return { codes, levels: levels.map((value) => all.levels.find((c) => c.value === value) ?? { value, label: value }) };
}

function baseOf(table: Table, name: string | null | undefined): Numbers | null | Violation {
	return name ? numbers(table, name) : null;
}

/**
 * Raking margins of a table. Rows without a level on one of the variables are left out.
 * @param order the variables in raking order; each must be among the margins
 */
export function rakingMargins(table: Table, margins: Readonly<Record<string, Targets>>, order: readonly string[], base?: string | null): Respondents<Margin[]> | Violation {
	const odd = order.find((name) => !Object.hasOwn(margins, name)) ?? Object.keys(margins).find((name) => !order.includes(name));
	if (odd !== undefined) return violation('bad_field', { field: 'order', needed: Object.keys(margins).join(', ') });
	const views: Groups[] = [];
	for (const name of order) {
		const view = byTargets(table, name, Object.keys(margins[name]!));
		if (isViolation(view)) return view;
		views.push(view);
	}
	const start = baseOf(table, base);
	if (isViolation(start)) return start;
	const rows = completeRows(table.rows, start ? [...views, start] : views);
	const made = order.map((name, m) => ({ name, codes: Int32Array.from(rows, (i) => views[m]!.codes[i]!), levels: Object.keys(margins[name]!), targets: Object.values(margins[name]!) }));
	return { rows, margins: made, base: start ? pick(start, rows) : undefined };
}

/** The cells of several variables as one margin, in the order they are listed; a respondent in a cell that is not listed is `inconsistent`. */
export function crossedMargin(table: Table, by: readonly string[], cells: readonly (readonly string[])[], population: readonly number[], base?: string | null): Respondents<Margin> | Violation {
	const views: Groups[] = [];
	for (const name of by) {
		const view = groups(table, name);
		if (isViolation(view)) return view;
		views.push(view);
	}
	const start = baseOf(table, base);
	if (isViolation(start)) return start;
	const rows = completeRows(table.rows, start ? [...views, start] : views);
	const index = new Map(cells.map((cell, c) => [JSON.stringify(cell), c]));
	if (index.size !== cells.length) return violation('bad_field', { field: 'cells', needed: 'different cells' });
	const codes = new Int32Array(rows.length);
	const cellOf = new Map<number, number>();
	for (let i = 0; i < rows.length; i++) {
		const key = views.reduce((k, v) => k * v.levels.length + v.codes[rows[i]!]!, 0);
		let cell = cellOf.get(key);
		if (cell === undefined) {
			const values = views.map((v) => v.levels[v.codes[rows[i]!]!]!.value);
			cell = index.get(JSON.stringify(values));
			if (cell === undefined) return violation('inconsistent', { field: by.join(' × '), level: values.join(' × ') });
			cellOf.set(key, cell);
		}
		codes[i] = cell;
	}
	return { rows, margins: { name: by.join(' × '), codes, levels: cells.map((c) => c.join(' × ')), targets: population }, base: start ? pick(start, rows) : undefined };
}

/** The kind of missing of the first of the columns that has no value in this row. */
function missingKind(table: Table, names: readonly string[], row: number): number {
	for (const name of names) {
		const column = table.columns[name]!;
		if (column.kind === 'numeric' && column.missing && column.missing[row]! > 0) return column.missing[row]!;
		if (column.kind === 'categorical' && column.codes[row]! >= firstMissingCode(column.codes)) return 1 + column.codes[row]! - firstMissingCode(column.codes);
	}
	return 1 + MISSING_KINDS.indexOf('not_answered');
}

/** Weights as a new column of the table; a row that was left out is missing as the first variable it lacks. */
export function weightColumn(table: Table, names: readonly string[], rows: Int32Array, weights: Float64Array, label = ''): NumericColumn {
	const values = new Float64Array(table.rows);
	const missing = new Uint8Array(table.rows).fill(255);
	rows.forEach((row, i) => {
		values[row] = weights[i]!;
		missing[row] = 0;
	});
	for (let i = 0; i < table.rows; i++) if (missing[i] === 255) missing[i] = missingKind(table, names, i);
	return { kind: 'numeric', label, values, missing: rows.length === table.rows ? null : missing };
}
