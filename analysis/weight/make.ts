/** Weights of a table from a spec: what the methods `rake` and `poststratify` report on, and what becomes a column. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import type { BaseSpec } from '../spec/fields.ts';
import type { NumericColumn, Table } from '../table/table.ts';
import { crossedMargin, rakingMargins, weightColumn, type Respondents, type Targets } from './columns.ts';
import type { Margin } from './margin.ts';
import { poststratify, type Poststratified } from './poststratify.ts';
import { rake, type Raked } from './rake.ts';

export interface RakeSpec extends BaseSpec {
	method: 'rake';
	/** Population figures by variable and level; every variable comes to the same total. */
	margins: Readonly<Record<string, Targets>>;
	/** The variables in the order they are raked; as `margins` lists them when absent. */
	order?: readonly string[] | null;
	/** Column with weights to begin from. */
	base?: string | null;
	/** Smallest and largest weight as multiples of the mean weight. */
	lowest?: number | null;
	highest?: number | null;
}

export interface PoststratifySpec extends BaseSpec {
	method: 'poststratify';
	/** The variables that are crossed. */
	by: readonly string[];
	/** The population's cells, each with one level a variable in the order of `by`. */
	cells: readonly (readonly string[])[];
	/** People in each cell. */
	population: readonly number[];
	base?: string | null;
}

export interface Made<R, M> extends Respondents<M> {
	result: R;
	/** Every column read. */
	columns: string[];
}

/** Rakes a table; see `rake`. */
export function rakeTable(spec: RakeSpec, table: Table): Made<Raked, Margin[]> | Violation {
	const order = spec.order ?? Object.keys(spec.margins);
	if (order.length === 0) return violation('bad_field', { field: 'margins', needed: '{column: {level: number}}' });
	const found = rakingMargins(table, spec.margins, order, spec.base);
	if (isViolation(found)) return found;
	const limits = { ...(spec.lowest ? { low: spec.lowest } : {}), ...(spec.highest ? { high: spec.highest } : {}) };
	const result = rake(found.margins, { base: found.base, limits });
	if (isViolation(result)) return result;
	return { ...found, result, columns: [...order, ...(spec.base ? [spec.base] : [])] };
}

/** Post-stratifies a table; see `poststratify`. */
export function poststratifyTable(spec: PoststratifySpec, table: Table): Made<Poststratified, Margin> | Violation {
	const { by, cells, population, base } = spec;
	const right = Array.isArray(cells) && cells.length > 0 && cells.every((c: unknown) => Array.isArray(c) && c.length === by.length && c.every((v) => typeof v === 'string'));
	if (!right) return violation('bad_field', { field: 'cells', needed: `[[${by.map(() => 'level').join(', ')}]]` });
	if (population.length !== cells.length) return violation('bad_field', { field: 'population', needed: `${cells.length} numbers` });
	const found = crossedMargin(table, by, cells, population, base);
	if (isViolation(found)) return found;
	const result = poststratify(found.margins, found.base);
	if (isViolation(result)) return result;
	return { ...found, result, columns: [...by, ...(base ? [base] : [])] };
}

/** The weights of a spec as a new column; a row without a value on one of the variables is missing as that variable is. */
export function weightsOf(spec: RakeSpec | PoststratifySpec, table: Table, label = ''): NumericColumn | Violation {
	const made = spec.method === 'rake' ? rakeTable(spec, table) : poststratifyTable(spec, table);
	return isViolation(made) ? made : weightColumn(table, made.columns, made.rows, made.result.weights, label);
}
