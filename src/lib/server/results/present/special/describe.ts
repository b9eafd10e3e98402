/** Means of several items by group, frequencies with those who did not answer, and the answers to a battery. */
import type { Cell, Row, Table } from '#analysis/report/table.ts';
import type { Result, Value } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { cellOf, decimalsOf, NONE, SUPPRESSED } from '../cells.ts';
import { headingOf } from '../layout/axis.ts';
import { buildTables, titleOf } from '../layout/build.ts';
import { intervalLabel, valueLabel } from '../layout/parts.ts';
import { grid } from '../layout/types.ts';
import { levelLabel, names, variableLabel, type Reader } from '../reader.ts';
import { listAt, textsAt, type Named } from './crosstab.ts';

const word = (key: string, reader: Reader): string => translate(`result_${key}`, {}, reader.locale);
const pick = (list: readonly Value[], i: number): readonly Value[] => { const own = list[i]; return Array.isArray(own) ? (own as readonly Value[]) : []; };

/** One variable: groups below one another. Several: an item a row, mean and standard deviation a column of each group. */
export function meansTables({ values }: Result, reader: Reader): Named[] {
	const { locale } = reader;
	const [items, groups] = [textsAt(values, 'columns'), textsAt(values, 'groups').map((g) => levelLabel(reader, names(reader.spec.group), g))];
	const [n, mean, sd, low, high] = ['n', 'mean', 'sd', 'ci_lo', 'ci_hi'].map((name) => listAt(values, name)) as [readonly Value[], readonly Value[], readonly Value[], readonly Value[], readonly Value[]];
	const total = (name: string, i: number): Value | undefined => listAt(values, `total_${name}`)[i];
	const decimals = decimalsOf([...mean.flatMap((m) => (Array.isArray(m) ? (m as Value[]) : []))]);
	const number = (v: Value | undefined): Cell => cellOf(v, 'auto', locale, decimals);
	const count = (v: Value | undefined): Cell => cellOf(v, 'count', locale);
	const interval = (lo: Value | undefined, hi: Value | undefined): Cell => (lo === SUPPRESSED ? { kind: 'missing', reason: 'suppressed' } : typeof lo === 'number' && typeof hi === 'number' ? { kind: 'interval', low: lo, high: hi, decimals } : NONE);
	const base = { notes: [], provenance: [] };
	if (items.length === 1) {
		const row = (key: string, label: string, cells: Cell[], sum = false): Row => ({ key, label, cells, ...(sum ? { total: true } : {}) });
		const rows = groups.map((label, g) => row(`${g}`, label, [count(pick(n, 0)[g]), number(pick(mean, 0)[g]), number(pick(sd, 0)[g]), interval(pick(low, 0)[g], pick(high, 0)[g])]));
		rows.push(row('total', word('total', reader), [count(total('n', 0)), number(total('mean', 0)), number(total('sd', 0)), interval(total('ci_lo', 0), total('ci_hi', 0))], true));
		const columns = [...['n', 'mean', 'sd'].map((key) => ({ key, label: valueLabel(key, reader) })), { key: 'interval', label: intervalLabel(reader, values) }];
		return [{ key: 'means', table: { ...base, title: titleOf('means', reader, true), rowHeading: headingOf('groups@group', reader), columns, rows } }];
	}
	const all = [...groups, word('total', reader)];
	const wide = (key: string, keys: readonly string[], cells: (item: number, group: number) => Cell[], last: (item: number) => Cell[], first: boolean): Named => ({
		key, table: {
			...base, title: titleOf(key, reader, first), rowHeading: word('axis_variable', reader),
			columns: all.flatMap((label, g) => keys.map((name) => ({ key: `${g}:${name}`, label: valueLabel(name, reader), group: label }))),
			rows: items.map((item, i) => ({ key: item, label: variableLabel(reader, item), cells: [...groups.flatMap((_, g) => cells(i, g)), ...last(i)] }))
		}
	});
	return [
		wide('means', ['mean', 'sd'], (i, g) => [number(pick(mean, i)[g]), number(pick(sd, i)[g])], (i) => [number(total('mean', i)), number(total('sd', i))], true),
		wide('counts', ['n'], (i, g) => [count(pick(n, i)[g])], (i) => [count(total('n', i))], false)
	];
}

/** Those with a valid answer of all rows. */
function allShare({ n, rows }: Result['values']): Cell {
	if (rows === SUPPRESSED) return { kind: 'missing', reason: 'suppressed' };
	return typeof n === 'number' && typeof rows === 'number' && rows > 0 ? { kind: 'percent', value: n / rows, decimals: 1 } : NONE;
}

/** Categories with counts and percentages, then what is missing by kind. */
export function frequencyTables({ values }: Result, reader: Reader): Named[] {
	const [built] = buildTables([grid('categories', 'categories@x', 'count pct_valid[ci95_lo,ci95_hi]:hundred pct_cumulative pct_all', { total: 'n' })], values, reader);
	if (!built) return [];
	const width = built.table.columns.length;
	const [kinds, counts, shares] = [textsAt(values, 'missing_kinds'), listAt(values, 'missing_count'), listAt(values, 'missing_pct_all')];
	const place = built.table.columns.findIndex((c) => c.key === 'pct_all');
	const missing = kinds.flatMap((kind, k): Row[] => counts[k] === 0 ? [] : [{
		key: `missing:${kind}`, label: valueLabel(kind, reader), group: word('missing', reader),
		cells: Array.from({ length: width }, (_, j): Cell => (j === 0 ? cellOf(counts[k], 'count', reader.locale) : j === place ? cellOf(shares[k], 'hundred', reader.locale) : NONE))
	}]);
	const whole = built.table.rows.map((row) => (row.total ? { ...row, cells: row.cells.map((cell, j): Cell => (built.table.columns[j]?.key === 'pct_valid' ? { kind: 'percent', value: 1, decimals: 1 } : built.table.columns[j]?.key === 'pct_all' ? allShare(values) : cell)) } : row));
	return [{ key: 'categories', table: { ...built.table, rows: [...whole, ...missing] } }];
}

/** An item a row, an answer category a column, and how many have answered. */
export function batteryTables({ values }: Result, reader: Reader): Named[] {
	const items = textsAt(values, 'columns');
	const categories = textsAt(values, 'categories');
	const of = names(reader.spec.columns).slice(0, 1);
	const dontKnow = listAt(values, 'pct_dont_know');
	const asked = listAt(values, 'dont_know').some((v) => v !== 0) && dontKnow.length > 0;
	const make = (key: string, path: string, extra: readonly Value[], format: 'hundred' | 'count', first: boolean): Named => {
		const lists = listAt(values, path);
		const table: Table = {
			title: titleOf(key, reader, first), rowHeading: word('axis_variable', reader), notes: [], provenance: [],
			columns: [
				...categories.map((c, k) => ({ key: `category:${k}`, label: levelLabel(reader, of, c) })),
				...(asked ? [{ key: 'dont_know', label: valueLabel('dont_know', reader) }] : []), { key: 'n', label: 'n' }
			],
			rows: items.map((item, i) => ({
				key: item, label: variableLabel(reader, item),
				cells: [...categories.map((_, k) => cellOf(pick(lists, k)[i], format, reader.locale)), ...(asked ? [cellOf(extra[i], format, reader.locale)] : []), cellOf(listAt(values, 'n')[i], 'count', reader.locale)]
			}))
		};
		return { key, table };
	};
	return [make('battery', 'pct', dontKnow, 'hundred', true), make('counts', 'count', listAt(values, 'dont_know'), 'count', false)];
}
