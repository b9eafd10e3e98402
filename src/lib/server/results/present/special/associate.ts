/** Correlations below the diagonal with stars, and pair by pair; loadings sorted by the factor they belong to. */
import type { Cell, Row } from '#analysis/report/table.ts';
import type { Result, Value, Values } from '#analysis/result.ts';
import { translate } from '#lib/i18n.ts';
import { cellOf, NONE } from '../cells.ts';
import { buildTables, titleOf } from '../layout/build.ts';
import { valueLabel } from '../layout/parts.ts';
import { grid, line, matrix } from '../layout/types.ts';
import { variableLabel, type Reader } from '../reader.ts';
import { listAt, textsAt, type Named } from './crosstab.ts';

const word = (key: string, reader: Reader): string => translate(`result_${key}`, {}, reader.locale);
const KINDS = [['r', 'r'], ['rho', 'spearman'], ['tau', 'kendall']] as const;

export function stars(p: Value | undefined): string | undefined {
	return typeof p !== 'number' ? undefined : p < 0.001 ? '***' : p < 0.01 ? '**' : p < 0.05 ? '*' : undefined;
}

/** The first coefficient that the result has below the diagonal, its pairs' other coefficients after it. */
export function correlationTables({ values }: Result, reader: Reader): Named[] {
	const vars = textsAt(values, 'vars');
	const pairs = listAt(values, 'pairs').map((pair) => (Array.isArray(pair) ? (pair as readonly Value[]).map(String) : []));
	const [first] = KINDS.filter(([name]) => listAt(values, name === 'tau' ? 'tau_b' : name).length > 0);
	const lead = first?.[0] === 'tau' ? 'tau_b' : (first?.[0] ?? 'r');
	const [coefficient, p] = [listAt(values, lead), listAt(values, `${first?.[0] ?? 'r'}_p`)];
	const cell = (i: number, j: number): Cell => {
		const k = pairs.findIndex(([a, b]) => (a === vars[i] && b === vars[j]) || (a === vars[j] && b === vars[i]));
		const mark = stars(p[k]);
		return k < 0 ? NONE : { ...cellOf(coefficient[k], 2, reader.locale), ...(mark === undefined ? {} : { mark }) };
	};
	const rows = vars.map((name, i): Row => ({ key: name, label: `${i + 1}. ${variableLabel(reader, name)}`, cells: vars.slice(0, -1).map((_, j) => (j < i ? cell(i, j) : j === i ? { kind: 'number', value: 1, decimals: 0 } : { kind: 'text', value: '' })) }));
	const lower = { title: titleOf('matrix', reader, true), rowHeading: valueLabel(first?.[1] ?? 'r', reader), columns: vars.slice(0, -1).map((name, j) => ({ key: name, label: `${j + 1}` })), rows, notes: [word('note_stars', reader)], provenance: [] };
	const more = KINDS.filter(([name]) => listAt(values, name === 'tau' ? 'tau_b' : name).length > 0).flatMap(([name, label]) =>
		buildTables([grid(`pairs_${label}`, 'pairs@@', `n ${name === 'tau' ? 'tau_b' : name}[${name}_lo,${name}_hi]:3=${label} ${name}_p=p ${name}_p_holm=p_holm ${name}_p_bh=p_bh`)], values, reader)
			.map((t) => ({ key: t.key, table: { ...t.table, title: titleOf(t.key, reader, false) } })));
	const single = vars.length === 2;
	return single ? [...more, { key: 'matrix', table: lower }] : [{ key: 'matrix', table: lower }, ...more];
}

/** Loadings smaller than this are printed fainter. */
const SMALL = 0.3;
const ROTATED = ['loadings_oblimin_kaiser', 'loadings_varimax', 'loadings_oblimin_raw', 'loadings_unrotated'];

const numbers = (value: Value | undefined): number[] => (Array.isArray(value) ? (value as readonly Value[]).map((v) => (typeof v === 'number' ? v : 0)) : []);

function loadings(key: string, path: string, values: Values, reader: Reader, first: boolean): Named {
	const items = textsAt(values, 'items');
	const lists = listAt(values, path).map(numbers);
	const h2 = listAt(values, 'h2');
	const factors = lists[0]?.length ?? 0;
	const own = lists.map((row) => row.reduce((best, x, f) => (Math.abs(x) > Math.abs(row[best] ?? 0) ? f : best), 0));
	// by the factor it loads highest on, the highest first: that is how a reader sees which items belong together
	const order = items.map((_, i) => i).sort((a, b) => (own[a] ?? 0) - (own[b] ?? 0) || Math.abs(lists[b]?.[own[b] ?? 0] ?? 0) - Math.abs(lists[a]?.[own[a] ?? 0] ?? 0) || a - b);
	return {
		key, table: {
			title: titleOf(key, reader, first), rowHeading: word('axis_variable', reader), notes: [word('note_small_loadings', reader)], provenance: [],
			columns: [...Array.from({ length: factors }, (_, f) => ({ key: `factor:${f}`, label: translate('result_factor', { number: f + 1 }, reader.locale) })), { key: 'h2', label: valueLabel('communality', reader) }],
			rows: order.map((i) => ({
				key: items[i] ?? String(i), label: variableLabel(reader, items[i] ?? ''),
				cells: [...(lists[i] ?? []).map((x): Cell => ({ kind: 'number', value: x, decimals: 2, ...(Math.abs(x) < SMALL ? { faint: true } : {}) })), cellOf(h2[i], 2, reader.locale)]
			}))
		}
	};
}

export function factorTables({ values }: Result, reader: Reader): Named[] {
	const there = ROTATED.filter((path) => listAt(values, path).length > 0);
	const [best = 'loadings_unrotated'] = there;
	const phi = best.replace('loadings_', 'phi_');
	const named = { ...values, factor_numbers: listAt(values, phi).map((_, f) => translate('result_factor', { number: f + 1 }, reader.locale)) };
	return [
		loadings('loadings', best, values, reader, true),
		...buildTables([
			line('fit', 'n factors rmsr:3 chi2 df p rmsea tli iterations'), grid('eigenvalues', 'eigenvalues@+', 'eigenvalues=eigenvalue pct_var:hundred'),
			matrix('phi', 'factor_numbers@#', 'factor_numbers@#', `${phi}:2`)
		], named, reader).map((t) => ({ ...t, table: { ...t.table, title: titleOf(t.key, reader, false) } })),
		...(best === 'loadings_unrotated' ? [] : [loadings('unrotated', 'loadings_unrotated', values, reader, false)])
	];
}
