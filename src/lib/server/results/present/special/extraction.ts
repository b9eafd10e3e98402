/** Municipalities of an extraction beside the others, and the list beside earlier ones. */
import type { Row } from '#analysis/report/table.ts';
import type { Result, Value, Values } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { cellOf, intervalCell } from '../cells.ts';
import { titleOf } from '../layout/build.ts';
import { at, intervalLabel, valueLabel } from '../layout/parts.ts';
import { variableLabel, type Reader } from '../reader.ts';
import { listAt, type Named } from './crosstab.ts';

const SIDES = ['on', 'off'] as const;

function characteristic(name: string, own: Values, reader: Reader): Row {
	const lists = ['n', 'means', 'sds'].map((path) => listAt(own, path));
	const [low, high] = listAt(own, 'ci_diff');
	const cell = (value: Value | undefined, format: 'count' | 'auto' | 'df' | 'p') => cellOf(value, format, reader.locale);
	return {
		key: name, label: variableLabel(reader, name),
		cells: [
			...SIDES.flatMap((_, side) => lists.map((list, k) => cell(list[side], k === 0 ? 'count' : 'auto'))),
			cell(at(own, 'diff'), 'auto'), intervalCell(low, high, 'auto', 2), cell(at(own, 't'), 'auto'), cell(at(own, 'df'), 'df'), cell(at(own, 'p'), 'p'), cell(at(own, 'hedges_g'), 'auto')
		]
	};
}

const entries = (values: Values, path: string): [string, Values][] => {
	const found = at(values, path);
	return found !== null && found !== undefined && typeof found === 'object' && !Array.isArray(found) ? Object.entries(found as Values).map(([name, own]) => [name, own as Values]) : [];
};

export function characteristicTables({ values }: Result, reader: Reader): Named[] {
	const base = { notes: [], provenance: [], rowHeading: translate('result_axis_variable', {}, reader.locale) };
	const [compared, overlaps] = [entries(values, 'characteristics'), entries(values, 'overlap')];
	const columns = [
		...SIDES.flatMap((side) => ['n', 'mean', 'sd'].map((key) => ({ key: `${side}:${key}`, label: valueLabel(key, reader), group: translate(`result_side_${side}`, {}, reader.locale) }))),
		...['diff', 'interval', 't', 'df', 'p', 'hedges_g'].map((key) => ({ key, label: key === 'interval' ? intervalLabel(reader, values) : valueLabel(key, reader), group: '' }))
	];
	return [
		...(compared.length > 0 ? [{ key: 'characteristics', table: { ...base, title: titleOf('characteristics', reader, false), columns, rows: compared.map(([name, own]) => characteristic(name, own, reader)) } }] : []),
		...(overlaps.length > 0 ? [{
			key: 'overlap', table: {
				...base, title: titleOf('overlap', reader, false), rowHeading: translate('result_axis_list', {}, reader.locale),
				columns: ['both', 'jaccard'].map((key) => ({ key, label: valueLabel(key, reader) })),
				rows: overlaps.map(([name, own]): Row => ({ key: name, label: name, cells: [cellOf(at(own, 'both'), 'count', reader.locale), cellOf(at(own, 'jaccard'), 'share', reader.locale)] }))
			}
		}] : [])
	];
}
