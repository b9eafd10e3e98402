/** Every printed number of Tables 16 to 50 with the place in the report where ours stands. */
import type { Finding } from '#analysis/proof/printed.ts';
import type { Cell } from '#analysis/report/table.ts';
import { tablesOf, type ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { published, type PrintedCrosstab, type Published } from './printed.ts';
import { CROSSTABS, REGISTERS } from './subjects.ts';

export type NumberKind = 'percent' | 'count' | 'mean' | 'total' | 'r' | 'p' | 'significant';

export interface Compared {
	table: number;
	/** Labels of row and column as our report has them. */
	row: string;
	column: string;
	kind: NumberKind;
	decimals: number;
	/** As the checks on printed numbers name the place: column, row. */
	place: string;
	printed: number;
	/** Null: no number stands there in our report. */
	ours: number | null;
	/** Whoever is behind it by our report: the column's n, the pair's n. */
	n: number | null;
	/** Position of the column in the printed table. */
	at: number;
}

const numberOf = (cell: Cell | undefined): number | null => (!cell ? null : cell.kind === 'percent' ? 100 * cell.value : 'value' in cell && typeof cell.value === 'number' ? cell.value : null);

/** Reads numbers of a resolved report by table number and the keys of row and column. */
export function reader(report: ResolvedReport) {
	const tables = new Map(tablesOf(report).map((block) => [block.number, block]));
	return (number: number, row: string, column: string) => {
		const table = tables.get(number)?.table;
		const across = table?.columns.findIndex((one) => one.key === column) ?? -1;
		const line = table?.rows.find((one) => one.key === row);
		const heading = table?.columns[across];
		return { value: across < 0 ? null : numberOf(line?.cells[across]), row: line?.group === undefined ? (line?.label ?? row) : `${line.group}, ${line.label}`, column: heading?.label ?? column };
	};
}

type Read = ReturnType<typeof reader>;

/** Keys of bands in a snapshot: their place from 1. */
const band = (i: number): string => String(i + 1);

function crosstabNumbers(printed: PrintedCrosstab, read: Read, source: Published): Compared[] {
	const { table } = printed;
	const rows = source.index_bands[printed.index]?.labels ?? [];
	const recode = source.recodes[printed.by];
	const columns = printed.n_columns.map((_, j) => recode?.labels?.[j] ?? (recode?.upper[j] !== undefined ? `<= ${recode.upper[j]}` : `> ${recode?.upper.at(-1) ?? j}`));
	const one = (row: string, column: string, kind: NumberKind, decimals: number, value: number, place: string, at: number): Compared => {
		const found = read(table, row, column);
		return { table, row: found.row, column: found.column, kind, decimals, place, printed: value, ours: found.value, n: read(table, 'n', column).value, at };
	};
	const shares = printed.percent.flatMap((line, i) => line.map((value, j) => one(band(i), band(j), 'percent', 0, value, `${columns[j]}, ${rows[i]}`, j)));
	const across = printed.n_columns.map((value, j) => one('n', band(j), 'count', 0, value, columns[j] ?? '', j));
	const down = printed.n_rows.map((value, i) => one(band(i), 'n', 'count', 0, value, rows[i] ?? '', i));
	const means = printed.means.map((value, j) => one('mean', band(j), 'mean', 2, value, columns[j] ?? '', j));
	return [...shares, ...across, ...down, ...means, one('mean', 'total', 'total', 2, printed.mean_total, '', printed.means.length)];
}

function correlationNumbers(read: Read, source: Published): Compared[] {
	const { columns, r_and_p } = source.correlations;
	return Object.entries(r_and_p).flatMap(([variable, pairs]) => pairs.flatMap(([r, p], j) => {
		const column = columns[j] ?? '';
		const n = read(50, `${variable}.n`, column).value;
		return ([['r', r], ['p', p]] as const).map(([kind, value]): Compared => {
			const found = read(50, `${variable}.${kind}`, column);
			return { table: 50, row: found.row, column: found.column, kind, decimals: 3, place: `${variable}, ${column}`, printed: value, ours: found.value, n, at: j };
		});
	}));
}

/** How many municipalities each band of a register variable has, where print says it. */
function recodeNumbers(read: Read, source: Published): Compared[] {
	return REGISTERS.flatMap(({ key, recode }) => (source.recodes[key]?.n ?? []).map((value, i): Compared => {
		const found = read(recode, band(i), 'count');
		return { table: recode, row: found.row, column: found.column, kind: 'count', decimals: 0, place: band(i), printed: value, ours: found.value, n: null, at: i };
	}));
}

/**
 * Printed marks of significance: 1 for a table that is marked, ours 1 where the exact test falls below the printed level.
 * @param p the exact p of a crosstab in the run
 */
function marks(p: (table: number) => number | null, source: Published): Compared[] {
	return source.crosstabs.map(({ table, flagged_significant_at: level }): Compared => {
		const found = p(table);
		const own = CROSSTABS.find((one) => one.table === table);
		return { table, row: '', column: own?.by.title ?? '', kind: 'significant', decimals: 0, place: '', printed: level === null ? 0 : 1, ours: found === null ? null : found < (level ?? 0.05) ? 1 : 0, n: null, at: 0 };
	});
}

/** @param report as it goes to paper @param exact the exact p of each crosstab that the report prints */
export function printedNumbers(report: ResolvedReport, exact: (table: number) => number | null, source: Published = published): Compared[] {
	const read = reader(report);
	return [...recodeNumbers(read, source), ...source.crosstabs.flatMap((one) => crosstabNumbers(one, read, source)), ...marks(exact, source), ...correlationNumbers(read, source)];
}

/** What stands at a place according to the checks on the print alone. */
export const findingsAt = (findings: readonly Finding[], { table, place }: Pick<Compared, 'table' | 'place'>): Finding[] => findings.filter((one) => one.table === String(table) && one.cell === place);
