/** What the describing methods have in common. */
import { codeCounts } from '../../kernel/counts.ts';
import type { Note, MissingReport } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import { firstMissingCode, type Column, type Table } from '../../table/table.ts';

/** Below this many answers a figure is uncertain, and single answers may be recognised. */
export const SMALL = 10;
/**
 * A larger share than this at an end of a scale of k points hides differences there: twice what an even spread would give, and never less than the 15 % of
 * Terwee and others (2007), J. Clin. Epidemiol. 60, 34-42.
 */
export const crowded = (k: number): number => Math.max(0.15, 2 / k);

/** Rows with a valid value in at least one of the columns. */
export function rowsWithAny(table: Table, names: readonly string[]): number {
	const columns = names.map((name) => table.columns[name]!);
	const valid = (c: Column, i: number): boolean => (c.kind === 'numeric' ? !c.missing || c.missing[i] === 0 : c.codes[i]! < firstMissingCode(c.codes));
	const first = columns[0];
	if (!first) return 0;
	if (columns.length === 1) return missingReport(table, names, 0)[0]!.valid;
	let n = 0;
	for (let i = 0; i < table.rows; i++) if (valid(first, i) || columns.some((c) => valid(c, i))) n++;
	return n;
}

/** What was missing in columns that are each looked at by themselves: no valid value is left out. */
export function columnwiseReport(table: Table, names: readonly string[]): MissingReport[] {
	return missingReport(table, names, 0).map((r) => ({ ...r, left_out: 0 }));
}

/** A warning for the smallest n, when it is small. */
export function smallNotes(sizes: readonly (readonly [string, number])[]): Note[] {
	const n = Math.min(Infinity, ...sizes.map(([, size]) => size));
	return n < SMALL ? [{ key: 'small_n', level: 'warning', params: { n, limit: SMALL } }] : [];
}

/** Scales of four points or more where so many answer the highest (ceiling) or the lowest (floor) point that differences among them cannot be seen. */
export function ceilingNotes(table: Table, names: readonly string[]): Note[] {
	return names.flatMap((column): Note[] => {
		const c = table.columns[column]!;
		if (c.kind === 'numeric' || c.categories.length < 4 || c.categories.length > 101) return [];
		const counts = codeCounts(c.codes, c.categories.length);
		const n = counts.reduce((a, b) => a + b, 0);
		const scores = c.categories.map((x) => x.score);
		if (n === 0 || scores.some((s) => s === undefined)) return [];
		const share = (score: number) => counts[scores.indexOf(score)]! / n;
		const [top, bottom] = [share(Math.max(...(scores as number[]))), share(Math.min(...(scores as number[])))];
		return [
			...(top > crowded(scores.length) ? [{ key: 'describe_ceiling', level: 'warning', params: { column, percent: 100 * top } } as const] : []),
			...(bottom > crowded(scores.length) ? [{ key: 'describe_floor', level: 'warning', params: { column, percent: 100 * bottom } } as const] : [])
		];
	});
}
