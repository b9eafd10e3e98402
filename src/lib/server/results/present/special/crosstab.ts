/** A cross table as it is printed: percentages by column, the number of answers below, the test in a line under the table. */
import type { Cell, Column, Row, Table } from '#analysis/report/table.ts';
import type { Result, Value, Values } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { cellOf, decimalsOf, NONE, SUPPRESSED, type Format } from '../cells.ts';
import { headingOf } from '../layout/axis.ts';
import { buildTables, titleOf } from '../layout/build.ts';
import { at, intervalLabel, valueLabel } from '../layout/parts.ts';
import { line, type Layout } from '../layout/types.ts';
import { levelLabel, names, type Reader } from '../reader.ts';

export type Named = { key: string; table: Table };
type Lists = readonly (readonly Value[])[];

export const listAt = (values: Values, path: string): readonly Value[] => {
	const found = at(values, path);
	return Array.isArray(found) ? (found as readonly Value[]) : [];
};
export const textsAt = (values: Values, path: string): string[] => listAt(values, path).map(String);

interface Axes { rows: string[]; columns: string[]; rowHeading: string; columnHeading: string; keys: [string[], string[]] }

function axes(values: Values, reader: Reader): Axes {
	const label = (field: string, levels: string[]) => levels.map((level) => levelLabel(reader, names(reader.spec[field]).slice(0, 1), level));
	const given = (field: string, levels: string[]) => names(reader.spec[field]).length === levels.length && reader.spec.counts !== undefined ? names(reader.spec[field]) : label(field, levels);
	const [rows, columns] = [textsAt(values, 'row_levels'), textsAt(values, 'column_levels')];
	return {
		rows: given(reader.spec.counts === undefined ? 'rows' : 'row_labels', rows), columns: given(reader.spec.counts === undefined ? 'columns' : 'column_labels', columns), keys: [rows, columns],
		rowHeading: headingOf('row_levels@rows', reader), columnHeading: headingOf('column_levels@columns', reader)
	};
}

const word = (key: string, reader: Reader): string => translate(`result_${key}`, {}, reader.locale);

/** A cell that stands out after Holm's correction has an arrow: more or fewer than the sums would give. */
function arrow(values: Values, i: number, j: number): string | undefined {
	const [z, p] = ['adj_resid', 'adj_resid_p_holm'].map((name) => (listAt(values, name)[i] as readonly Value[] | undefined)?.[j]);
	return typeof z === 'number' && typeof p === 'number' && p < 0.05 ? (z > 0 ? '↑' : '↓') : undefined;
}

function body(values: Values, path: string, format: Format, reader: Reader, own: Axes, marked = false): { columns: Column[]; rows: Row[] } {
	const lists = listAt(values, path) as Lists;
	const decimals = decimalsOf(lists.flat());
	const cell = (i: number, j: number): Cell => {
		const mark = marked ? arrow(values, i, j) : undefined;
		return { ...cellOf(lists[i]?.[j], format, reader.locale, decimals), ...(mark === undefined ? {} : { mark }) };
	};
	return {
		columns: own.columns.map((label, j) => ({ key: `column:${own.keys[1][j] ?? j}`, label, group: own.columnHeading })),
		rows: own.rows.map((label, i) => ({ key: `row:${own.keys[0][i] ?? i}`, label, cells: own.columns.map((_, j) => cell(i, j)) }))
	};
}

/** Adds a column of sums, and a line of them. */
function withSums(table: { columns: Column[]; rows: Row[] }, side: Cell[] | null, below: { key: string; label: string; cells: Cell[] } | null, reader: Reader, heading = word('total', reader)): { columns: Column[]; rows: Row[] } {
	const columns = side ? [...table.columns, { key: 'total', label: heading, group: '' }] : table.columns;
	const rows = side ? table.rows.map((row, i) => ({ ...row, cells: [...row.cells, side[i] ?? NONE] })) : table.rows;
	return { columns, rows: below ? [...rows, { ...below, total: true }] : rows };
}

function share(part: Value | undefined, whole: Value | undefined): Cell {
	if (part === SUPPRESSED || whole === SUPPRESSED) return { kind: 'missing', reason: 'suppressed' };
	return typeof part === 'number' && typeof whole === 'number' && whole > 0 ? { kind: 'percent', value: part / whole, decimals: 1 } : { kind: 'missing', reason: 'zero_denominator' };
}

const TESTS: Layout = [line('test', 'n chi2 df p exact.p=exact_p monte_carlo.p=monte_carlo cramers_v.value[cramers_v.low,cramers_v.high]:2=cramers_v g2.chi2=g2 yates.chi2=yates fisher.p=fisher phi odds_ratio.value[odds_ratio.low,odds_ratio.high]=odds_ratio odds_ratio_conditional.value[odds_ratio_conditional.low,odds_ratio_conditional.high]=odds_ratio_conditional contingency_c linear_by_linear.chi2=linear_by_linear expected_lt5 expected_min')];
const ORDINAL = ['gamma', 'tau_b', 'tau_c', 'somers_d_column', 'somers_d_row', 'somers_d_symmetric'];

function ordinalTable(values: Values, reader: Reader): Named[] {
	const there = ORDINAL.filter((name) => typeof at(values, `${name}.value`) === 'number');
	if (there.length === 0) return [];
	const built = there.map((name) => buildTables([line(name, `${name}.value[${name}.low,${name}.high]:3 ${name}.z ${name}.p`)], values, reader)[0]?.table);
	const columns = [{ key: 'value', label: word('axis_value', reader) }, { key: 'interval', label: intervalLabel(reader, values) }, { key: 'z', label: 'z' }, { key: 'p', label: 'p' }];
	const rows = there.map((name, i): Row => ({ key: name, label: valueLabel(name, reader), cells: columns.map((_, j) => built[i]?.rows[0]?.cells[j] ?? NONE) }));
	return [{ key: 'ordinal', table: { title: titleOf('ordinal', reader, false), rowHeading: word('axis_statistic', reader), columns, rows, notes: [], provenance: [] } }];
}

/** Tables of `crosstab` and `crosstab_counts`: percentages by column, counts, percentages by row, residuals, tests, measures of order. */
export function crosstabTables({ values }: Result, reader: Reader): Named[] {
	const own = axes(values, reader);
	const [rowTotals, columnTotals, n] = [listAt(values, 'row_totals'), listAt(values, 'column_totals'), at(values, 'n')];
	const counts = (list: readonly Value[]): Cell[] => list.map((v) => cellOf(v, 'count', reader.locale));
	const whole = cellOf(n, 'count', reader.locale);
	const make = (key: string, first: boolean, table: { columns: Column[]; rows: Row[] }, notes: string[] = []): Named => ({ key, table: { title: titleOf(key, reader, first), rowHeading: own.rowHeading, ...table, notes, provenance: [] } });
	const percent = withSums(body(values, 'column_pct', 'hundred', reader, own, true), rowTotals.map((t) => share(t, n)), { key: 'n', label: 'n', cells: [...counts(columnTotals), whole] }, reader);
	const marked = percent.rows.some((row) => row.cells.some((c) => c.mark !== undefined));
	return [
		make('percent', true, percent, marked ? [word('note_arrows', reader)] : []),
		make('counts', false, withSums(body(values, 'table', 'count', reader, own), counts(rowTotals), { key: 'total', label: word('total', reader), cells: [...counts(columnTotals), whole] }, reader)),
		make('row_percent', false, withSums(body(values, 'row_pct', 'hundred', reader, own), counts(rowTotals), null, reader, 'n')),
		...(listAt(values, 'adj_resid').length > 0 ? [make('residuals', false, body(values, 'adj_resid', 2, reader, own, true)), make('expected', false, body(values, 'expected', 1, reader, own))] : []),
		...buildTables(TESTS, values, reader).map((t) => ({ ...t, table: { ...t.table, title: titleOf(t.key, reader, false) } })),
		...ordinalTable(values, reader)
	];
}

const SURVEY_TESTS: Layout = [line('test', 'n F=f_statistic ndf=df ddf=df2 p pearson=chi2 cramers_v mean_effect=design_effect')];

/** Weighted percentages by column, with the numbers of answers that they rest on. */
export function surveyCrosstabTables({ values }: Result, reader: Reader): Named[] {
	const own = axes(values, reader);
	const make = (key: string, path: string, format: Format): Named => ({ key, table: { title: titleOf(key, reader, key === 'percent'), rowHeading: own.rowHeading, ...body(values, path, format, reader, own), notes: [], provenance: [] } });
	return [
		make('percent', 'column_percent', 'hundred'), make('row_percent', 'row_percent', 'hundred'), make('counts', 'counts', 'count'),
		...buildTables(SURVEY_TESTS, values, reader).map((t) => ({ ...t, table: { ...t.table, title: titleOf(t.key, reader, false) } }))
	];
}
