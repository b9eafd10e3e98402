/** Tables of counts with a total, and of response: parts against their total, percentages against the counts beside them. */
import type { PrintedCrosstab, PrintedTable } from '#analysis/proof/printed.ts';
import { every, isTotal, named, whole, type Shape } from './shape.ts';

const POPULATION = /populasjon|population|på lista|på listen|listed/iu;
const INVITED = /invit|utsendt|utsende|sendt|spurt|forespurt|asked/iu;
const RATE = /svarprosent|response rate|svarandel|prosent|percent|%|andel|rate|\brr\d/iu;
const ANSWERED = /svar|respon|answer|besvart/iu;
/** Somebody may stand in several rows. */
const SEVERAL = /flere roller|fleire roller|flere svar|fleire svar|flere kryss|multiple|several|krysset av|ticked/iu;

function columnOf(shape: Shape, kind: RegExp, but?: RegExp): number {
	return shape.columns.findIndex(({ label }) => kind.test(label) && !but?.test(label));
}

/** Each row's rate against who answered of those asked. The other row of the table is those who did not, of whom nothing is printed. */
function rates(shape: Shape, answered: number, invited: number, rate: number): PrintedCrosstab | null {
	const rows = shape.rows.filter((row) => whole(row.cells[answered]) !== null && whole(row.cells[invited]) !== null && row.cells[rate]);
	if (!rows.length) return null;
	const [yes, all] = [answered, invited].map((j) => rows.map((row) => whole(row.cells[j]) ?? 0)) as [number[], number[]];
	if (yes.some((count, i) => count > (all[i] ?? 0))) return null;
	return {
		kind: 'crosstab', table: shape.table, row_labels: [shape.columns[rate]?.label ?? '', '–'], column_labels: named(rows), n_columns: all,
		percent: [rows.map((row) => row.cells[rate]?.value ?? null), rows.map(() => null)], percent_decimals: Math.max(...rows.map((row) => row.cells[rate]?.decimals ?? 0)),
		counts: [yes, all.map((count, i) => count - (yes[i] ?? 0))]
	};
}

/** Columns of counts with a total line: parts of it. Rows with a column of totals likewise. */
function parts(shape: Shape): PrintedTable[] {
	const overlapping = SEVERAL.test(shape.words.join(' '));
	const totalRow = shape.rows.findLast((row) => isTotal(row.label));
	const rows = shape.rows.filter((row) => row !== totalRow && !isTotal(row.label));
	const made: PrintedTable[] = [];
	const add = (what: string, labels: readonly string[], counts: readonly (number | null)[], total: number | null) => {
		const whole = every(counts);
		if (whole && total !== null && whole.length > 1) made.push({ kind: 'parts', table: shape.table, what, parts: Object.fromEntries(labels.map((label, i) => [`${label}${labels.indexOf(label) < i ? ` (${i + 1})` : ''}`, whole[i] ?? 0])), total, overlapping });
	};
	const columns = named(shape.columns);
	if (totalRow) shape.columns.forEach((_, j) => add(columns[j] ?? '', named(rows), rows.map((row) => whole(row.cells[j])), whole(totalRow.cells[j])));
	const totalColumn = shape.columns.findLastIndex(({ label }) => isTotal(label));
	const others = shape.columns.flatMap((_, j) => (j !== totalColumn ? [j] : []));
	if (totalColumn >= 0) for (const [i, row] of rows.entries()) add(named(rows)[i] ?? '', others.map((j) => columns[j] ?? ''), others.map((j) => whole(row.cells[j])), whole(row.cells[totalColumn]));
	return made;
}

/** Null when nothing in the table can be held against anything else in it. */
export function counts(shape: Shape): { kind: 'response' | 'counts'; tables: PrintedTable[] } | null {
	const [population, invited, rate] = [columnOf(shape, POPULATION), columnOf(shape, INVITED, RATE), columnOf(shape, RATE)];
	const answered = shape.columns.findIndex(({ label }, j) => j !== invited && j !== population && ANSWERED.test(label) && !RATE.test(label));
	const base = invited >= 0 ? invited : population;
	const tables = parts(shape);
	if (answered < 0 || base < 0) return tables.length ? { kind: 'counts', tables } : null;
	if (rate >= 0) {
		const made = rates(shape, answered, base, rate);
		if (made) tables.push(made);
	}
	const full = population >= 0 && invited >= 0 ? shape.rows.filter((row) => [population, invited, answered].every((j) => whole(row.cells[j]) !== null) && !isTotal(row.label)) : [];
	const of = Object.fromEntries(full.map((row) => [row.label, { population: whole(row.cells[population]) ?? 0, invited: whole(row.cells[invited]) ?? 0, answered: whole(row.cells[answered]) ?? 0 }]));
	if (full.length) tables.push({ kind: 'response', table: shape.table, rows: of });
	return tables.length ? { kind: 'response', tables } : null;
}
