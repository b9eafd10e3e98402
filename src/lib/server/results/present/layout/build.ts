/** From a layout and a result's values to tables, with every name in the reader's language. */
import type { Cell, Column, Row, Table } from '#analysis/report/table.ts';
import type { Value, Values } from '#analysis/result.ts';
import { m, translate } from '#lib/i18n.ts';
import { cellOf, decimalsOf, NONE, slug, SUPPRESSED } from '../cells.ts';
import { subjectOf, variableLabel, type Reader } from '../reader.ts';
import { axisLabels, headingOf } from './axis.ts';
import { formatOf } from './format.ts';
import { at, intervalLabel, isList, leaf, parts, tokens, valueLabel } from './parts.ts';
import type { Layout, Section } from './types.ts';

function gridTable(section: Section & { kind: 'grid' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const each = section.each === undefined ? null : at(values, section.each);
	const blocks: [string, Values][] = section.each === undefined ? [['', values]] : each && typeof each === 'object' && !isList(each) ? Object.entries(each as Values).map(([name, v]) => [name, v as Values]) : [];
	let columns: Column[] = [];
	const rows: Row[] = [];
	for (const [name, own] of blocks) {
		const axis = axisLabels(section.axis, own, reader, name);
		const made = tokens(section.columns).flatMap((token) => parts(token, own, reader, axis.keys.length));
		if (columns.length === 0) columns = made.map((p) => p.column);
		const heading = name === '' ? {} : { group: variableLabel(reader, name) };
		axis.labels.forEach((label, i) => rows.push({ key: name === '' ? `${i}:${axis.keys[i] ?? ''}` : `${name}:${i}`, label, ...heading, cells: columns.map((c) => made.find((p) => p.column.key === c.key)?.cell(i) ?? NONE) }));
	}
	if (rows.length === 0 || columns.length === 0) return null;
	if (section.total !== undefined) rows.push(totalRow(section.total, columns, values, reader));
	return { columns, rows, rowHeading: headingOf(section.axis, reader) };
}

/** The sum of a list of counts; hidden as soon as one of them is. */
function sumCell(value: Value | undefined, reader: Reader): Cell {
	if (!isList(value)) return NONE;
	return cellOf(value.includes(SUPPRESSED) ? SUPPRESSED : value.reduce<number>((sum, v) => sum + (typeof v === 'number' ? v : 0), 0), 'count', reader.locale);
}

/** Values of the sum line stand at the names of the columns in the total's own order: `name` under the column of the same place. */
function totalRow(total: string, columns: Column[], values: Values, reader: Reader): Row {
	const cells = tokens(total.replaceAll('-', '_none')).flatMap((token) => (token.name === '_none' ? [NONE] : token.name.startsWith('+') ? [sumCell(at(values, token.name.slice(1)), reader)] : parts(token, values, reader, -1).map((p) => p.single())));
	return { key: 'total', label: m.evaluate_total({}, { locale: reader.locale }), total: true, cells: columns.map((_, i) => cells[i] ?? NONE) };
}

function keyedTable(section: Section & { kind: 'keyed' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const found = at(values, section.of);
	const entries = found !== null && typeof found === 'object' && !isList(found) ? Object.entries(found as Values) : [];
	const made = entries.map(([name, own]) => ({ name, parts: tokens(section.columns).flatMap((token) => parts(token, own as Values, reader, -1)) }));
	const columns = made[0]?.parts.map((p) => p.column) ?? [];
	if (columns.length === 0) return null;
	return { columns, rows: made.map(({ name, parts: own }) => ({ key: name, label: variableLabel(reader, name), cells: columns.map((c) => own.find((p) => p.column.key === c.key)?.single() ?? NONE) })), rowHeading: headingOf('of@@', reader) };
}

function lineTable(section: Section & { kind: 'line' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const made = tokens(section.columns).flatMap((token) => parts(token, values, reader, -1));
	if (made.length === 0) return null;
	return { columns: made.map((p) => p.column), rows: [{ key: 'all', label: subjectOf(reader) || translate(`result_table_${section.key}`, {}, reader.locale), cells: made.map((p) => p.single()) }], rowHeading: m.result_axis_subject({}, { locale: reader.locale }) };
}

function listTable(section: Section & { kind: 'list' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const made = tokens(section.columns).map((token) => ({ token, parts: parts(token, values, reader, -1) })).filter((x) => x.parts.length > 0);
	if (made.length === 0) return null;
	const interval = made.some((x) => x.parts.length > 1 || x.token.name === '');
	const columns: Column[] = [{ key: 'value', label: m.result_axis_value({}, { locale: reader.locale }) }, ...(interval ? [{ key: 'interval', label: intervalLabel(reader, values) }] : [])];
	const rows = made.map(({ token, parts: [value, ends] }): Row => ({
		key: token.name, label: valueLabel(token.label, reader), cells: [value?.single() ?? NONE, ...(interval ? [ends?.single() ?? NONE] : [])]
	}));
	return { columns, rows, rowHeading: m.result_axis_statistic({}, { locale: reader.locale }) };
}

function matrixTable(section: Section & { kind: 'matrix' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const [token] = tokens(section.cell);
	const found = token ? at(values, token.name) : undefined;
	if (!token || !isList(found)) return null;
	const rows = axisLabels(section.rows, values, reader, '');
	const columns = axisLabels(section.columns, values, reader, '');
	const format = token.format ?? formatOf(leaf(token.name));
	const decimals = decimalsOf(found.flatMap((v) => (isList(v) ? v : [v])));
	const group = headingOf(section.columns, reader);
	return {
		rowHeading: headingOf(section.rows, reader),
		columns: columns.labels.map((label, j) => ({ key: `${j}:${columns.keys[j] ?? ''}`, label, group })),
		rows: rows.labels.map((label, i) => {
			const own = found[i];
			return { key: `${i}:${rows.keys[i] ?? ''}`, label, cells: columns.labels.map((_, j) => cellOf(isList(own) ? own[j] : own === SUPPRESSED ? own : null, format, reader.locale, decimals)) };
		})
	};
}

/** A table's title: what the result is about, and for all but the first what the table shows of it. */
export function titleOf(key: string, reader: Reader, first: boolean): string {
	const subject = subjectOf(reader);
	const what = translate(`result_table_${slug(key)}`, {}, reader.locale);
	return subject === '' ? what : first ? subject : `${what}: ${subject}`;
}

function tableOf(section: Section, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	switch (section.kind) {
		case 'grid': return gridTable(section, values, reader);
		case 'keyed': return keyedTable(section, values, reader);
		case 'line': return lineTable(section, values, reader);
		case 'list': return listTable(section, values, reader);
		case 'matrix': return matrixTable(section, values, reader);
	}
}

export function buildTables(layout: Layout, values: Values, reader: Reader): { key: string; table: Table }[] {
	const made: { key: string; table: Table }[] = [];
	for (const section of layout) {
		const table = tableOf(section, values, reader);
		if (table) made.push({ key: section.key, table: { ...table, title: titleOf(section.key, reader, made.length === 0), notes: [], provenance: [] } });
	}
	return made;
}
