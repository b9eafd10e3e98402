/**
 * Figures by region and year. A cell holds a number or a mark, and a mark is never a number: `.`, `..`, `:` and 0 are four things. The regions
 * are municipalities by their four-figure code as it was in the year of the figure.
 */

/** Standard marks of Statistics Norway: `.` cannot exist, `..` missing, `:` confidential. */
export type Mark = 'cannot_exist' | 'missing' | 'confidential';
export const MARKS = ['cannot_exist', 'missing', 'confidential'] as const satisfies readonly Mark[];
export const SYMBOL: Readonly<Record<Mark, string>> = { cannot_exist: '.', missing: '..', confidential: ':' };

export type Cell = { value: number } | { mark: Mark };
/** What a number is decides what may be done with it: counts are summed, rates and means weighted by their denominator, codes neither. */
export type Measure = 'count' | 'rate' | 'mean' | 'code';
export const MEASURES = ['count', 'rate', 'mean', 'code'] as const satisfies readonly Measure[];

export interface RegisterSource {
	/** Number of the table in StatBank, or the name of a file. */
	table: string;
	title: string;
	/** When the source last changed the table, as it says; null when it says nothing. */
	updated: string | null;
	retrievedAt: string;
	/** What was asked for, as it was sent; null for a file. */
	query: string | null;
	licence: string;
	/** SHA-256 of the raw response or file. */
	sha256: string;
}

export interface RegisterVariable {
	key: string;
	label: string;
	unit: string;
	measure: Measure;
	/** Key of the variable that a rate or mean is a part of or is divided by; null when it is not held. */
	denominator: string | null;
	decimals: number;
	definition: string;
	source: RegisterSource;
}

/** One variable's cells, region by region and within each year by year. */
export interface Column {
	values: Float64Array;
	/** 0: a number stands in `values`. 1, 2, 3: the mark of that place in MARKS. 4: the source has no row. */
	states: Uint8Array;
}
export const NO_ROW = 4;

export interface RegisterTable {
	variables: readonly RegisterVariable[];
	regions: readonly string[];
	years: readonly number[];
	/** As many as variables, in their order, each of regions x years cells. */
	columns: readonly Column[];
}

interface Places { variable: Map<string, number>; region: Map<string, number>; year: Map<number, number> }
const places = new WeakMap<RegisterTable, Places>();

function placesOf(table: RegisterTable): Places {
	const known = places.get(table) ?? {
		variable: new Map(table.variables.map((v, i) => [v.key, i])), region: new Map(table.regions.map((code, i) => [code, i])), year: new Map(table.years.map((year, i) => [year, i]))
	};
	places.set(table, known);
	return known;
}

/** What stands at place `index` of a column; undefined where the source has no row. */
export function cellAt(column: Column, index: number): Cell | undefined {
	const state = column.states[index];
	if (state === 0) return { value: column.values[index] ?? Number.NaN };
	const mark = state === undefined ? undefined : MARKS[state - 1];
	return mark && { mark };
}

/**
 * The figure of one variable for a region in a year; the table must not be changed afterwards.
 * @returns undefined when the table has no such variable, region or year, or the source had no row for them
 */
export function cell(table: RegisterTable, variable: string, region: string, year: number): Cell | undefined {
	const at = placesOf(table);
	const [v, r, y] = [at.variable.get(variable), at.region.get(region), at.year.get(year)];
	const column = v === undefined ? undefined : table.columns[v];
	return column && r !== undefined && y !== undefined ? cellAt(column, r * table.years.length + y) : undefined;
}

/** Puts cells in a column. @param cells in order: undefined where there is no row */
export function columnOf(cells: readonly (Cell | undefined)[]): Column {
	const column = { values: new Float64Array(cells.length), states: new Uint8Array(cells.length) };
	cells.forEach((one, i) => {
		if (one && 'value' in one) column.values[i] = one.value;
		else column.states[i] = one ? MARKS.indexOf(one.mark) + 1 : NO_ROW;
	});
	return column;
}
