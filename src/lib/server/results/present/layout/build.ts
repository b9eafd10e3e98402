/** From a layout and a result's values to tables, with every name in the reader's language. */
import type { Cell, Column, Row, Table } from '#analysis/report/table.ts';
import type { Value, Values } from '#analysis/result.ts';
import { m, translate } from '#lib/i18n.ts';
import { midSentence } from '#lib/ui/format.ts';
import { cellOf, decimalsOf, intervalCell, NONE, slug, wordOf, type Format } from '../cells.ts';
import { levelLabel, names, subjectOf, termLabel, variableLabel, type Reader } from '../reader.ts';
import { formatOf } from './format.ts';
import type { Layout, Section } from './types.ts';

interface Token { name: string; ends: string[]; format: Format | null; label: string }
const TOKEN = /^(?<name>[\w.+]*)(?:\[(?<ends>[\w.,]+)\])?(?::(?<format>\w+))?(?:=(?<label>\w+))?$/;

function tokens(columns: string): Token[] {
	return columns.split(' ').map((text) => {
		const { name = '', ends, format, label } = TOKEN.exec(text)?.groups ?? {};
		return { name, ends: ends?.split(',') ?? [], format: format === undefined ? null : /^\d$/.test(format) ? (Number(format) as Format) : (format as Format), label: label ?? leaf(name) };
	});
}

const leaf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The value at a path of names; undefined where there is none. */
export function at(values: Values, path: string): Value | undefined {
	if (Object.hasOwn(values, path)) return values[path];
	let found: Value | undefined = values;
	for (const name of path.split('.')) {
		if (found === null || typeof found !== 'object' || isList(found)) return undefined;
		found = (found as Values)[name];
	}
	return found;
}

/** The level of confidence in per cent, as a heading has it: `95`. */
export function percentLevel(reader: Reader, values: Values): string {
	const level = typeof values.level === 'number' ? values.level : typeof reader.spec.level === 'number' ? reader.spec.level : 0.95;
	return (100 * level).toLocaleString(reader.locale === 'en' ? 'en-GB' : 'nb-NO', { maximumFractionDigits: 2 });
}

export const valueLabel = (name: string, reader: Reader): string => translate(`result_value_${slug(name)}`, {}, reader.locale);
export const intervalLabel = (reader: Reader, values: Values): string => m.result_interval({ level: percentLevel(reader, values) }, { locale: reader.locale });

function axisLabels(axis: string, values: Values, reader: Reader, variable: string): { keys: string[]; labels: string[] } {
	const cut = axis.indexOf('@');
	const how = axis.slice(cut + 1);
	const found = at(values, axis.slice(0, cut));
	const keys = isList(found) ? found.map((v) => (isList(v) ? v.map(String).join(' – ') : String(v))) : [];
	const label = (value: Value, i: number): string => {
		const one = (text: string): string => {
			if (how === '@') return variableLabel(reader, text);
			if (how === '~') return termLabel(reader, text);
			if (how === '#') return text;
			if (how === '+') return String(i + 1);
			if (how === '!') return wordOf(text, reader.locale);
			if (how === '*') return levelLabel(reader, [variable], text);
			if (how.startsWith('$')) return ofNamed(text, i);
			return levelLabel(reader, how.split('+').flatMap((field) => names(reader.spec[field])), text);
		};
		const ofNamed = (text: string, i: number): string => {
			const all = at(values, how.slice(1));
			const name = isList(all) ? String(all[i]) : '';
			return `${variableLabel(reader, name)}: ${levelLabel(reader, name.split(' × '), text)}`;
		};
		return isList(value) ? value.map((v) => one(String(v))).join(' – ') : one(typeof value === 'number' && how === '#' ? value.toLocaleString(reader.locale === 'en' ? 'en-GB' : 'nb-NO') : String(value));
	};
	return { keys, labels: isList(found) ? found.map(label) : [] };
}

/** The list at a path laid beside an axis: one that is shorter by the constant of a model begins at the second place. */
function along(values: Values, path: string, length: number): readonly (Value | undefined)[] | undefined {
	const found = at(values, path);
	if (!isList(found)) return undefined;
	return found.length === length - 1 && found.length > 0 ? [undefined, ...found] : found;
}

interface Part { column: Column; cell: (row: number) => Cell; single: Cell }

/** The columns that a token makes: a value, an interval, or both; none where the result has neither. */
function parts(token: Token, values: Values, reader: Reader, length: number, group?: string): Part[] {
	const format = token.format ?? formatOf(leaf(token.name || (token.ends[0] ?? '')));
	const made: Part[] = [];
	const heading = group === undefined ? {} : { group };
	if (token.name) {
		const whole = at(values, token.name);
		const listed = along(values, token.name, length);
		const decimals = decimalsOf(listed ?? [whole]);
		const shown = whole !== undefined && whole !== null && !(listed !== undefined && listed.every((v) => v === null || v === undefined));
		if (shown) made.push({ column: { key: token.name, label: valueLabel(token.label, reader), ...heading }, cell: (row) => cellOf(listed ? listed[row] : whole, format, reader.locale, decimals), single: cellOf(whole, format, reader.locale, decimals) });
	}
	const [first, second] = token.ends;
	const low = first === undefined ? undefined : at(values, first);
	if (first !== undefined && low !== undefined && low !== null) {
		const lows = along(values, first, length);
		const highs = second === undefined ? undefined : along(values, second, length);
		const decimals = decimalsOf((lows ?? []).flatMap((v): readonly (Value | undefined)[] => (isList(v) ? v : [v])));
		const pair = (v: Value | undefined): Cell => (isList(v) ? intervalCell(v[0], v[1], format, decimalsOf(v)) : v === 'suppressed' ? intervalCell(v, v, format, 2) : NONE);
		const some = !(lows !== undefined && lows.every((v) => v === null || v === undefined || (isList(v) && v.every((x) => x === null))));
		if (some) {
			made.push({
				column: { key: `${first}_interval`, label: intervalLabel(reader, values), ...heading },
				cell: (row) => (second === undefined ? pair(lows?.[row]) : intervalCell(lows?.[row], highs?.[row], format, decimals)),
				single: second === undefined ? pair(low) : intervalCell(low, at(values, second), format, decimalsOf([low, at(values, second) ?? null]))
			});
		}
	}
	return made;
}

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
	return cellOf(value.includes('suppressed') ? 'suppressed' : value.reduce<number>((sum, v) => sum + (typeof v === 'number' ? v : 0), 0), 'count', reader.locale);
}

/** Values of the sum line stand at the names of the columns in the total's own order: `name` under the column of the same place. */
function totalRow(total: string, columns: Column[], values: Values, reader: Reader): Row {
	const cells = tokens(total.replaceAll('-', '_none')).flatMap((token) => (token.name === '_none' ? [NONE] : token.name.startsWith('+') ? [sumCell(at(values, token.name.slice(1)), reader)] : parts(token, values, reader, -1).map((p) => p.single)));
	return { key: 'total', label: m.evaluate_total({}, { locale: reader.locale }), total: true, cells: columns.map((_, i) => cells[i] ?? NONE) };
}

export function headingOf(axis: string, reader: Reader): string {
	const how = axis.slice(axis.indexOf('@') + 1);
	const field = how.split('+').flatMap((one) => names(reader.spec[one]));
	if (/^\w/.test(how) && field.length > 0) return field.map((name) => variableLabel(reader, name)).join(' × ');
	const word = how === '@' ? 'variable' : how === '~' ? 'term' : how === '!' ? 'kind' : how === '#' || how === '+' ? leaf(axis.slice(0, axis.indexOf('@'))) : 'group';
	return translate(`result_axis_${slug(word)}`, {}, reader.locale);
}

function keyedTable(section: Section & { kind: 'keyed' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const found = at(values, section.of);
	const entries = found !== null && typeof found === 'object' && !isList(found) ? Object.entries(found as Values) : [];
	const made = entries.map(([name, own]) => ({ name, parts: tokens(section.columns).flatMap((token) => parts(token, own as Values, reader, -1)) }));
	const columns = made[0]?.parts.map((p) => p.column) ?? [];
	if (columns.length === 0) return null;
	return { columns, rows: made.map(({ name, parts: own }) => ({ key: name, label: variableLabel(reader, name), cells: columns.map((c) => own.find((p) => p.column.key === c.key)?.single ?? NONE) })), rowHeading: headingOf('of@@', reader) };
}

function lineTable(section: Section & { kind: 'line' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const made = tokens(section.columns).flatMap((token) => parts(token, values, reader, -1));
	if (made.length === 0) return null;
	return { columns: made.map((p) => p.column), rows: [{ key: 'all', label: subjectOf(reader) || translate(`result_table_${section.key}`, {}, reader.locale), cells: made.map((p) => p.single) }], rowHeading: m.result_axis_subject({}, { locale: reader.locale }) };
}

function listTable(section: Section & { kind: 'list' }, values: Values, reader: Reader): Pick<Table, 'columns' | 'rows' | 'rowHeading'> | null {
	const made = tokens(section.columns).map((token) => ({ token, parts: parts(token, values, reader, -1) })).filter((x) => x.parts.length > 0);
	if (made.length === 0) return null;
	const interval = made.some((x) => x.parts.length > 1 || x.token.name === '');
	const columns: Column[] = [{ key: 'value', label: m.result_axis_value({}, { locale: reader.locale }) }, ...(interval ? [{ key: 'interval', label: intervalLabel(reader, values) }] : [])];
	const rows = made.map(({ token, parts: [value, ends] }): Row => ({
		key: token.name, label: valueLabel(token.label, reader), cells: [value?.single ?? NONE, ...(interval ? [ends?.single ?? NONE] : [])]
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
			return { key: `${i}:${rows.keys[i] ?? ''}`, label, cells: columns.labels.map((_, j) => cellOf(isList(own) ? own[j] : own === 'suppressed' ? own : null, format, reader.locale, decimals)) };
		})
	};
}

/** A table's title: what the result is about, and for all but the first what the table shows of it. */
export function titleOf(key: string, reader: Reader, first: boolean): string {
	const subject = subjectOf(reader);
	const what = translate(`result_table_${slug(key)}`, {}, reader.locale);
	return subject === '' ? what : first ? subject : `${what}: ${midSentence(subject)}`;
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
