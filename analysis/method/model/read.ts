/** From a spec with y and x to the rows, the response and the design matrix. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { designMatrix, type Design, type Variable } from '../../model/design.ts';
import type { BaseSpec, Fields } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, groups, numbers, pick, type Groups, type Numbers } from '../../table/view.ts';

export interface ModelSpec extends BaseSpec {
	/** The response. */
	y: string;
	/** Terms: column names, and interactions such as `sex:age` beside their main effects. A constant only when absent. */
	x?: readonly string[] | null;
	/** Columns whose categories have scores and that are to be taken as names all the same. */
	factors?: readonly string[] | null;
	/** False leaves the constant out. */
	intercept?: boolean | null;
}

export const MODEL_FIELDS: Fields = {
	y: { type: 'column', kind: 'numeric' },
	x: { type: 'texts', optional: true },
	factors: { type: 'columns', kind: 'any', optional: true },
	intercept: { type: 'flag', optional: true }
};

export interface Read {
	rows: Int32Array;
	y: Float64Array;
	design: Design;
	/** Every column the model reads, for the report on missing values. */
	columns: string[];
	/** Categories that no row of the model has: they get no coefficient. */
	emptyLevels: { column: string; level: string }[];
}

const isFactor = (table: Table, name: string, factors: readonly string[]): boolean => {
	const column = table.columns[name]!;
	return factors.includes(name) || (column.kind === 'categorical' && column.categories.some((c) => c.score === undefined));
};

/** Each term as the columns it is made of; a name with a colon that is a column itself is that column. */
export function parseTerms(x: readonly string[], has: (name: string) => boolean): string[][] {
	return x.map((term) => (has(term) ? [term] : term.split(':').map((part) => part.trim())));
}

function variable(view: Numbers | Groups, rows: Int32Array, name: string, empty: Read['emptyLevels']): Variable {
	if ('valid' in view) return { kind: 'numeric', values: pick(view, rows) };
	const seen = new Uint8Array(view.levels.length);
	for (let i = 0; i < rows.length; i++) seen[view.codes[rows[i]!]!] = 1;
	const position = new Int32Array(view.levels.length);
	const levels: string[] = [];
	view.levels.forEach((level, c) => {
		if (seen[c]) position[c] = levels.push(level.value) - 1;
		else empty.push({ column: name, level: level.value });
	});
	const codes = new Int32Array(rows.length);
	for (let i = 0; i < rows.length; i++) codes[i] = position[view.codes[rows[i]!]!]!;
	return { kind: 'factor', codes, levels };
}

/**
 * Rows where everything the model names is valid, in order; y there; and X. Factors keep the order of their categories, those without rows dropped.
 * @param response the view of y; @param also further views that must be valid, such as weights and clusters, with their names
 */
export function readModel(table: Table, spec: ModelSpec, response: Numbers | Groups, also: Readonly<Record<string, Numbers | Groups>> = {}): Read | Violation {
	const terms = parseTerms(spec.x ?? [], (name) => Object.hasOwn(table.columns, name));
	const names = [...new Set(terms.flat())];
	const views: Record<string, Numbers | Groups> = {};
	for (const name of names) {
		if (!Object.hasOwn(table.columns, name)) return violation('unknown_column', { column: name });
		if (name === spec.y) return violation('bad_field', { field: 'x', needed: `!= ${name}` });
		const view = isFactor(table, name, spec.factors ?? []) ? groups(table, name) : numbers(table, name);
		if (isViolation(view)) return view;
		views[name] = view;
	}
	const columns = [...new Set([spec.y, ...names, ...Object.keys(also)])];
	const rows = completeRows(table.rows, [response, ...Object.values(views), ...Object.values(also)]);
	if (rows.length === 0) return violation('no_data', { columns: columns.join(', ') });
	const emptyLevels: Read['emptyLevels'] = [];
	const variables = Object.fromEntries(names.map((name) => [name, variable(views[name]!, rows, name, emptyLevels)]));
	const design = designMatrix(rows.length, terms, variables, spec.intercept ?? true);
	if (isViolation(design)) return design;
	if (design.columns.length === 0) return violation('bad_field', { field: 'x', needed: 'column' });
	const y = pick('valid' in response ? response : { values: response.codes }, rows);
	return { rows, y, design, columns, emptyLevels };
}

/** The clusters that the rows fall in, numbered from 0 without gaps. */
export function clustersOf(view: Groups, rows: Int32Array): { codes: Int32Array; clusters: number } {
	const position = new Map<number, number>();
	const codes = Int32Array.from(rows, (i) => {
		const code = view.codes[i]!;
		if (!position.has(code)) position.set(code, position.size);
		return position.get(code)!;
	});
	return { codes, clusters: position.size };
}

/** "column y" of a pure function is the spec's column. */
export function named(found: Violation, spec: { y: string }): Violation {
	return found.params?.column === 'y' ? violation(found.violation, { ...found.params, column: spec.y }) : found;
}
