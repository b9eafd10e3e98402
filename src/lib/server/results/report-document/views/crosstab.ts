/** Crosstabs in the form in which reports print them. */
import type { Column, Row } from '#analysis/report/table.ts';
import { m } from '#lib/i18n.ts';
import { levelLabel, names, variableLabel } from '../../present/reader.ts';
import { cell, list, texts, wholePercent, type Body, type View } from './shared.ts';

const keyed = (values: readonly string[], label: (value: string) => string, group?: string): Column[] => values.map((value) => ({ key: value, label: label(value), ...(group !== undefined && { group }) }));

/** Per cent of each column, everyone in the last but one; how many each row and each column has. */
export const columnPercent: View = (values, reader): Body | null => {
	const { locale, spec } = reader;
	const [rows, columns] = [texts(values.row_levels), texts(values.column_levels)];
	if (rows.length === 0 || columns.length === 0) return null;
	const [down, across] = [names(spec.rows)[0] ?? '', names(spec.columns)[0] ?? ''];
	const shares = list(values.column_pct);
	const rowTotals = list(values.row_totals);
	const all = typeof values.n === 'number' ? values.n : null;
	const shareOfAll = (i: number) => (typeof rowTotals[i] === 'number' && all ? (100 * rowTotals[i]) / all : rowTotals[i]);
	const body = rows.map((value, i): Row => ({
		key: value, label: levelLabel(reader, [down], value),
		cells: [...columns.map((_, j) => wholePercent(list(shares[i])[j], reader)), wholePercent(shareOfAll(i), reader), cell(rowTotals[i], 'count', reader)]
	}));
	const margin: Row = { key: 'n', label: 'N', total: true, cells: [...list(values.column_totals).map((n) => cell(n, 'count', reader)), cell(values.n, 'count', reader), cell(values.n, 'count', reader)] };
	return {
		rowHeading: variableLabel(reader, down),
		columns: [...keyed(columns, (value) => levelLabel(reader, [across], value), variableLabel(reader, across)), { key: 'total', label: m.report_view_all({}, { locale }) }, { key: 'n', label: 'N' }],
		rows: [...body, margin]
	};
};

/** Counts with sums. */
export const counts: View = (values, reader): Body | null => {
	const { locale, spec } = reader;
	const [rows, columns] = [texts(values.row_levels), texts(values.column_levels)];
	if (rows.length === 0 || columns.length === 0) return null;
	const [down, across] = [names(spec.rows)[0] ?? '', names(spec.columns)[0] ?? ''];
	const total = m.evaluate_total({}, { locale });
	const table = list(values.table);
	const body = rows.map((value, i): Row => ({ key: value, label: levelLabel(reader, [down], value), cells: [...columns.map((_, j) => cell(list(table[i])[j], 'count', reader)), cell(list(values.row_totals)[i], 'count', reader)] }));
	return {
		rowHeading: variableLabel(reader, down),
		columns: [...keyed(columns, (value) => levelLabel(reader, [across], value)), { key: 'total', label: total }],
		rows: [...body, { key: 'total', label: total, total: true, cells: [...list(values.column_totals).map((n) => cell(n, 'count', reader)), cell(values.n, 'count', reader)] }]
	};
};
