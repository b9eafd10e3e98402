/** A file of published figures in the demo's form as printed tables for the checks. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PrintedCrosstab, PrintedTable } from '#analysis/proof/printed.ts';

interface Crosstab {
	table: number;
	index: string;
	by: string;
	percent: number[][];
	n_columns: number[];
	n_rows: number[];
	flagged_significant_at: number | null;
	means: number[];
	mean_total: number;
}
interface Recode { upper: number[]; labels?: string[]; n?: number[] }
export interface Published {
	T1_response: Record<string, { population: number; invited: number; answered: number }>;
	T2_membership_fora: { rows: Record<string, number[]> };
	T3_membership_networks: { rows: Record<string, number[]> };
	T8_fora_by_forum: { invited: Record<string, number>; answered: Record<string, number> };
	T9_fora_by_role_ticked: Record<string, [number, number]>;
	T10_networks_by_county: Record<string, [number, number]>;
	T13_school_leaders_by_county: Record<string, [number, number]>;
	T14_school_leaders_by_school_type: Record<string, [number, number]>;
	T15_union_representatives_by_office: Record<string, [number, number]>;
	recodes: Record<string, Recode>;
	index_bands: Record<string, { cut: number[]; labels: string[] }>;
	crosstabs: Crosstab[];
	correlations: { columns: string[]; r_and_p: Record<string, [number, number][]> };
	yearly_report?: { levels: string[]; answers: string[]; extractions: Record<string, Extraction> };
}
interface Extraction { municipalities: number; counts: number[][]; percent?: (number | null)[][] }

interface Inventory { indexes: { id: string; items: string[] }[] }

/** How many items each index has. */
const itemsOf = (inventory: Inventory | null): Map<string, number> => new Map((inventory?.indexes ?? []).map((index) => [index.id, index.items.length]));

const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);

/** Every index of the report is a mean of five-point items. */
const SCALE: [number, number] = [1, 5];

function crosstabOf(t: Crosstab, published: Published, items: Map<string, number>): PrintedCrosstab {
	const bands = published.index_bands[t.index];
	const recode = published.recodes[t.by];
	return {
		kind: 'crosstab', table: String(t.table),
		row_labels: bands?.labels ?? t.n_rows.map((_, i) => String(i + 1)),
		column_labels: t.n_columns.map((_, j) => recode?.labels?.[j] ?? (recode?.upper[j] !== undefined ? `<= ${recode.upper[j]}` : `> ${recode?.upper.at(-1) ?? j}`)),
		percent: t.percent, percent_decimals: 0, n_columns: t.n_columns, n_rows: t.n_rows, most_columns: recode?.n ?? null,
		flag: { flagged: t.flagged_significant_at !== null, level: t.flagged_significant_at ?? 0.05 },
		means: t.means, mean_total: t.mean_total, mean_decimals: 2, items: items.get(t.index) ?? null, scale: SCALE, cuts: bands?.cut ?? null
	};
}

/**
 * How many are behind a correlation: as many as its crosstab has, or, where that is not printed, between the most that another crosstab of the index has less those
 * without a value on the variable, and everyone with a value on it.
 */
function peopleBehind(published: Published, index: string, variable: string): number | [number, number] {
	const own = published.crosstabs.find((t) => t.index === index && t.by === variable);
	if (own) return sum(own.n_columns);
	const everyone = Math.max(...Object.values(published.recodes).flatMap((r) => (r.n ? [sum(r.n)] : [])));
	const valid = published.recodes[variable]?.n;
	const withValue = valid ? sum(valid) : everyone;
	const answered = Math.max(...published.crosstabs.filter((t) => t.index === index).map((t) => sum(t.n_columns)));
	return [answered - (everyone - withValue), withValue];
}

function parts(published: Published): PrintedTable[] {
	const { T1_response: t1 } = published;
	const of = (table: string, what: string, counts: Record<string, number>, total: number, overlapping = false): PrintedTable => ({ kind: 'parts', table, what, parts: counts, total, overlapping });
	const pick = (counts: Record<string, [number, number]>, at: 0 | 1): Record<string, number> => Object.fromEntries(Object.entries(counts).map(([k, v]) => [k, v[at]]));
	const rowSums = (rows: Record<string, number[]>): Record<string, number> => Object.fromEntries(Object.entries(rows).map(([k, v]) => [k, sum(v)]));
	const both = (table: string, counts: Record<string, [number, number]>, whole: { invited: number; answered: number }, ticked = false): PrintedTable[] => [
		of(table, 'invited', pick(counts, 0), whole.invited), of(table, 'answered', pick(counts, 1), whole.answered, ticked)
	];
	const fora = Object.entries(published.T2_membership_fora.rows);
	return [
		...fora.filter(([forum]) => published.T8_fora_by_forum.invited[forum] !== undefined).map(([forum, roles]) => of('2', forum, Object.fromEntries(roles.map((n, i) => [String(i), n])), published.T8_fora_by_forum.invited[forum]!)),
		of('3', 'members', rowSums(published.T3_membership_networks.rows), t1.nettverk!.population),
		of('8', 'invited', published.T8_fora_by_forum.invited, t1.samarbeidsforum!.invited),
		of('8', 'answered', published.T8_fora_by_forum.answered, t1.samarbeidsforum!.answered),
		...both('9', published.T9_fora_by_role_ticked, t1.samarbeidsforum!, true),
		...both('10', published.T10_networks_by_county, t1.nettverk!),
		...both('13', published.T13_school_leaders_by_county, t1.skoleledere!),
		...both('14', published.T14_school_leaders_by_school_type, t1.skoleledere!),
		...both('15', published.T15_union_representatives_by_office, t1.tillitsvalgte!, true)
	];
}

/** Counts by level and extraction: every municipality answers on every level, and some percentages are of their number. */
function yearlyReport({ yearly_report: report }: Published): PrintedTable[] {
	if (!report) return [];
	const { levels, answers } = report;
	return Object.entries(report.extractions).flatMap(([year, { municipalities, counts, percent }]): PrintedTable[] => {
		const table = `yearly report ${year}`;
		return [
			...levels.map((what, j): PrintedTable => ({ kind: 'parts', table, what, parts: Object.fromEntries(answers.map((answer, i) => [answer, counts[i]![j]!])), total: municipalities, overlapping: false })),
			...(percent ? [{ kind: 'crosstab', table, row_labels: answers, column_labels: levels, percent, percent_decimals: 0, n_columns: levels.map(() => municipalities), counts } as const] : [])
		];
	});
}

/** Every table that the checks can say something of. @param inventory which items the indexes are made of, where it is known */
export function printedTablesOf(read: Published, inventory: Inventory | null): PrintedTable[] {
	const items = itemsOf(inventory);
	const { columns, r_and_p } = read.correlations;
	const rows = Object.keys(r_and_p);
	return [
		{ kind: 'response', table: '1', rows: read.T1_response },
		...parts(read),
		...read.crosstabs.map((t) => crosstabOf(t, read, items)),
		{
			kind: 'correlations', table: '50', row_labels: rows, column_labels: columns, decimals: 3,
			r: rows.map((v) => r_and_p[v]!.map(([r]) => r)), p: rows.map((v) => r_and_p[v]!.map(([, p]) => p)),
			n: rows.map((v) => columns.map((index) => peopleBehind(read, index, v)))
		},
		...yearlyReport(read)
	];
}

/** The same of a file in the demo's form, with the inventory that stands beside it. A file that already is an array of printed tables is taken as it is. */
export function printedTables(file: string): PrintedTable[] {
	const read = JSON.parse(readFileSync(file, 'utf8')) as Published | PrintedTable[];
	if (Array.isArray(read)) return read;
	const beside = join(dirname(file), 'items.json');
	return printedTablesOf(read, existsSync(beside) ? (JSON.parse(readFileSync(beside, 'utf8')) as Inventory) : null);
}
