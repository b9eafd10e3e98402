/** Tables of counts with a total, and of response: parts against their total, percentages against the counts beside them. */
import type { PrintedCrosstab, PrintedTable } from '#analysis/proof/printed.ts';
import { every, isCount, isMean, isTotal, named, whole, type Shape, type ShapeRow } from './shape.ts';

const POPULATION = /populasjon|population|på lista|på listen|listed/iu;
const INVITED = /invit|utsendt|utsende|sendt|spurt|forespurt|asked/iu;
const RATE = /svarprosent|response rate|svarandel|prosent|percent|%|andel|rate|\brr\d/iu;
/** Of everybody: not of the valid answers alone, and not cumulative. */
const SHARE = /^(?!.*(?:gyldig|valid|kumulativ|cumulative))(?:prosent|percent|per cent|andel|del|%)/iu;
const ANSWERED = /svar|respon|answer|besvart/iu;
/** Somebody may stand in several rows. */
const SEVERAL = /flere roller|fleire roller|flere svar|fleire svar|flere kryss|multiple|several|krysset av|ticked/iu;

function columnOf(shape: Shape, kind: RegExp, but?: RegExp): number {
	return shape.columns.findIndex(({ label }) => kind.test(label) && !but?.test(label));
}

/** Percentages in a column, each against its own count and base. The other row of the table is the rest, of which nothing is printed. */
function againstCounts(shape: Shape, share: number, rows: readonly ShapeRow[], counts: readonly number[], bases: readonly number[]): PrintedCrosstab {
	return {
		kind: 'crosstab', table: shape.table, row_labels: [shape.columns[share]?.label ?? '', '–'], column_labels: named(rows), n_columns: bases,
		percent: [rows.map((row) => row.cells[share]?.value ?? null), rows.map(() => null)], percent_decimals: Math.max(...rows.map((row) => row.cells[share]?.decimals ?? 0)),
		counts: [counts, bases.map((base, i) => base - (counts[i] ?? 0))]
	};
}

/** Each row's rate against who answered of those asked. */
function rates(shape: Shape, answered: number, invited: number, rate: number): PrintedCrosstab | null {
	const rows = shape.rows.filter((row) => whole(row.cells[answered]) !== null && whole(row.cells[invited]) !== null && row.cells[rate]);
	if (!rows.length) return null;
	const [yes, all] = [answered, invited].map((j) => rows.map((row) => whole(row.cells[j]) ?? 0)) as [number[], number[]];
	if (yes.some((count, i) => count > (all[i] ?? 0))) return null;
	return againstCounts(shape, rate, rows, yes, all);
}

/** "Antall" beside "Prosent": each percentage of the total line, or of the sum where the percentages come to 100. */
function frequencies(shape: Shape): PrintedCrosstab[] {
	const totalRow = shape.rows.findLast((row) => isTotal(row.label));
	const rows = shape.rows.filter((row) => !isTotal(row.label));
	return shape.columns.flatMap((column, j): PrintedCrosstab[] => {
		const share = shape.columns.findIndex((other, k) => k > j && k <= j + 2 && other.group === column.group && SHARE.test(other.label));
		const counts = every(rows.map((row) => whole(row.cells[j])));
		const percent = share < 0 ? null : every(rows.map((row) => row.cells[share]?.value ?? null));
		if (!isCount(column.label) || !counts || !percent || counts.length < 2) return [];
		const sum = counts.reduce((a, b) => a + b, 0);
		const total = totalRow ? whole(totalRow.cells[j]) : Math.abs(percent.reduce((a, b) => a + b, 0) - 100) <= 1 + 0.5 * percent.length ? sum : null;
		if (total !== sum || sum === 0) return [];
		return [againstCounts(shape, share, rows, counts, counts.map(() => total))];
	});
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
	// percentages without their sign are rounded, so that they do not sum
	const counted = shape.columns.flatMap(({ label, group }, j) => (RATE.test(label) || RATE.test(group) || isMean(label) ? [] : [j]));
	if (totalRow) for (const j of counted) add(columns[j] ?? '', named(rows), rows.map((row) => whole(row.cells[j])), whole(totalRow.cells[j]));
	const totalColumn = shape.columns.findLastIndex(({ label }) => isTotal(label));
	const others = counted.filter((j) => j !== totalColumn);
	if (totalColumn >= 0) for (const [i, row] of rows.entries()) add(named(rows)[i] ?? '', others.map((j) => columns[j] ?? ''), others.map((j) => whole(row.cells[j])), whole(row.cells[totalColumn]));
	return made;
}

/** Null when nothing in the table can be held against anything else in it. */
export function counts(shape: Shape): { kind: 'response' | 'counts'; tables: PrintedTable[] } | null {
	const [population, invited, rate] = [columnOf(shape, POPULATION), columnOf(shape, INVITED, RATE), columnOf(shape, RATE)];
	const answered = shape.columns.findIndex(({ label }, j) => j !== invited && j !== population && ANSWERED.test(label) && !RATE.test(label));
	const base = invited >= 0 ? invited : population;
	const tables = [...parts(shape), ...frequencies(shape)];
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
