/** Tables of the 2021 evaluation in the form in which a report prints them, from the published figures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, Row, Table } from '#analysis/report/table.ts';

export interface Crosstab { table: number; index: string; by: string; percent: number[][]; n_columns: number[]; n_rows: number[]; means: number[]; mean_total: number; flagged_significant_at: number | null; counts: number[][] }
interface Published {
	T2_membership_fora: { roles: string[]; rows: Record<string, number[]> };
	recodes: Record<string, { upper: number[]; labels?: string[] }>;
	index_bands: Record<string, { labels: string[] }>;
	crosstabs: Crosstab[];
	correlations: { columns: string[]; r_and_p: Record<string, [number, number][]> };
}

export const published = JSON.parse(readFileSync(join(import.meta.dirname, '../../../src/demo/evaluation-2021/published.json'), 'utf8')) as Published;

const percent = (value: number): Cell => ({ kind: 'percent', value: value / 100, decimals: 0 });
const count = (value: number): Cell => ({ kind: 'count', value });
const number = (value: number, decimals = 2): Cell => ({ kind: 'number', value, decimals });
const none: Cell = { kind: 'missing', reason: 'not_applicable' };

/** A crosstab as it is printed: percentages by column, the number of each column, and the index's mean in each. */
export function crosstabTable(crosstab: Crosstab): Table {
	const recode = published.recodes[crosstab.by];
	const labels = crosstab.n_columns.map((_, j) => recode?.labels?.[j] ?? (recode?.upper[j] === undefined ? 'Over 30 000' : `Inntil ${recode.upper[j]}`));
	const all = crosstab.n_rows.reduce((a, b) => a + b, 0);
	const rows: Row[] = crosstab.percent.map((shares, i) => ({
		key: `row${i}`, label: published.index_bands[crosstab.index]?.labels[i] ?? String(i + 1), cells: [...shares.map(percent), percent((100 * (crosstab.n_rows[i] ?? 0)) / all)]
	}));
	return {
		title: `Tabell ${crosstab.table}`, rowHeading: crosstab.index,
		columns: [...labels.map((label, j) => ({ key: `c${j}`, label, group: crosstab.by })), { key: 'all', label: 'Alle' }],
		rows: [
			...rows, { key: 'n', label: 'N', total: true, cells: [...crosstab.n_columns.map(count), count(all)] },
			{ key: 'mean', label: 'Gjennomsnitt', cells: [...crosstab.means.map((mean) => number(mean)), number(crosstab.mean_total)] }
		],
		notes: [`Kjikvadrat, N = ${all}.`], provenance: []
	};
}

/** Roles by forum: long, wide, with groups of rows, a total and kinds of missing. */
export function membershipTable(): Table {
	const { roles, rows } = published.T2_membership_fora;
	const lines: Row[] = Object.entries(rows).map(([label, cells], i) => ({
		key: `r${i}`, label, group: label.startsWith('Møre') ? 'Møre og Romsdal' : i < 2 ? 'Sør og øst' : 'Ellers',
		cells: cells.map((value, j) => (i === 3 && j === 4 ? { kind: 'missing', reason: 'suppressed' } : i === 5 && j === 2 ? { kind: 'missing', reason: 'not_asked' } : count(value)))
	}));
	const sums = roles.map((_, j) => count(Object.values(rows).reduce((sum, cells) => sum + (cells[j] ?? 0), 0)));
	return {
		title: 'Medlemmer', rowHeading: 'Samarbeidsforum', columns: roles.map((label, j) => ({ key: `c${j}`, label, ...(j < 5 ? { group: 'Skoleeiere og stat' } : j < 8 ? { group: 'Organisasjoner' } : {}) })),
		rows: [...lines, { key: 'sum', label: 'I alt', total: true, cells: sums }], notes: ['Noen har flere roller.'], provenance: []
	};
}

/** Correlations with stars and p, intervals, words and faint cells. */
export function correlationTable(): Table {
	const { columns, r_and_p } = published.correlations;
	return {
		title: 'Korrelasjoner', rowHeading: 'Variabel',
		columns: [...columns.map((label, j) => ({ key: `c${j}`, label })), { key: 'p', label: 'p' }, { key: 'ci', label: '95 % KI' }, { key: 'word', label: 'Vurdering' }],
		rows: Object.entries(r_and_p).map(([label, values], i) => ({
			key: label, label,
			cells: [
				...values.map(([r], j): Cell => ({ kind: 'number', value: r, decimals: 3, ...(j === i ? { mark: '**' } : {}), ...(Math.abs(r) < 0.05 ? { faint: true } : {}) })),
				{ kind: 'p', value: i === 0 ? 0.0002 : 0.0421 }, { kind: 'interval', low: -0.31, high: 0.12, decimals: 2 }, i === 2 ? none : { kind: 'text', value: '=Svak sammenheng, «uten» <betydning> & slikt' }
			]
		})),
		notes: ['** p < 0,01.'], provenance: []
	};
}
