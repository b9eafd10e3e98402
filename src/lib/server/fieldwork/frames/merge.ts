/** Several lists made into one by a recipe, with an account of every row that was left out. */
import { stringify } from 'csv-stringify/sync';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import { clean } from './cells.ts';
import { emailKey } from './email.ts';
import { FrameRefused } from './issues.ts';
import type { Condition, Filter, Recipe } from './recipe.ts';
import { readSources, type SourceFile, type SourceRow } from './merge-sources.ts';

export interface RowOf { source: string; row: number }

/** A row that is not in the result, and why. Says nothing of whom it concerns. */
export type Dropped = RowOf & (
	| { why: 'filter'; filter: string }
	/** `differs`: columns that both sources have, where the rows say different things. */
	| { why: 'duplicate'; of: RowOf; differs: string[] }
);

export interface MergeReport {
	title: string;
	sources: { key: string; file: string; rows: number; filtered: number; duplicates: number; kept: number }[];
	filters: { key: string; reason: Text; dropped: number }[];
	kept: number;
	/** Rows that kept the key they had before. */
	known: number;
	dropped: Dropped[];
}

export interface Merged {
	header: string[];
	rows: string[][];
	/** The list as a CSV file: UTF-8, `;`. It holds contacts. */
	bytes: Uint8Array;
	report: MergeReport;
}

function holds(condition: Condition, values: Record<string, string>): boolean {
	if ('all' in condition) return condition.all.every((c) => holds(c, values));
	if ('any' in condition) return condition.any.some((c) => holds(c, values));
	if ('not' in condition) return !holds(condition.not, values);
	const value = clean(values[condition.column] ?? '');
	if ('equals' in condition) return value === clean(condition.equals);
	return 'in' in condition ? condition.in.some((one) => clean(one) === value) : (value === '') === condition.blank;
}

function derive(recipe: Recipe, row: SourceRow): SourceRow {
	const values = { ...row.values };
	for (const { column, rules, otherwise } of recipe.derive) values[column] = rules.find((rule) => holds(rule.if, values))?.value ?? otherwise;
	return { ...row, values };
}

const drops = (filter: Filter, row: SourceRow) => ('keep' in filter ? !holds(filter.keep, row.values) : holds(filter.drop, row.values));
const place = ({ source, row }: SourceRow): RowOf => ({ source, row });

/** Takes duplicates out; `rows` are in the order of sources and rows. */
function dedupe(recipe: Recipe, rows: SourceRow[], keyOf: (row: SourceRow) => string): { kept: SourceRow[]; dropped: Dropped[] } {
	const rank = new Map(recipe.dedupe.prefer.map((key, i) => [key, i]));
	const winners = new Map<string, SourceRow>();
	// the sort is stable: within a source the first row comes first
	for (const row of rows.toSorted((a, b) => (rank.get(a.source) ?? 0) - (rank.get(b.source) ?? 0))) {
		const key = keyOf(row);
		if (key !== '' && !winners.has(key)) winners.set(key, row);
	}
	const shared = (a: SourceRow, b: SourceRow) => a.mapped.filter((column) => b.mapped.includes(column) && column !== recipe.dedupe.column);
	const kept: SourceRow[] = [];
	const dropped: Dropped[] = [];
	for (const row of rows) {
		const winner = winners.get(keyOf(row)) ?? row;
		if (winner === row) kept.push(row);
		else dropped.push({ ...place(row), why: 'duplicate', of: place(winner), differs: shared(row, winner).filter((c) => clean(row.values[c] ?? '') !== clean(winner.values[c] ?? '')) });
	}
	return { kept, dropped };
}

/** Keys for the rows: those known stay, the others go on after the highest number in use. */
function refs(recipe: Recipe, keys: string[], known: ReadonlyMap<string, string>): string[] {
	const { prefix, digits } = recipe.ref;
	const numberIn = (ref: string) => (ref.startsWith(prefix) && /^\d+$/.test(ref.slice(prefix.length)) ? Number(ref.slice(prefix.length)) : 0);
	let next = Math.max(0, ...[...known.values()].map(numberIn));
	const left = new Map(known);
	return keys.map((key) => {
		const ref = left.get(key);
		left.delete(key);
		return ref ?? `${prefix}${String(++next).padStart(digits, '0')}`;
	});
}

/**
 * Merges `files` by `recipe`. Every row of every source is either in the result or accounted for in the report, once.
 * @param known keys that persons had in an earlier list, by the recipe's own form of the deduplication column
 * @throws FrameRefused naming the file, when one is missing, cannot be read or lacks a column; or when nothing is left
 */
export async function mergeLists(recipe: Recipe, files: SourceFile[], known: ReadonlyMap<string, string> = new Map()): Promise<Merged> {
	const form = recipe.dedupe.as === 'email' ? emailKey : clean;
	const keyOf = (row: SourceRow) => form(row.values[recipe.dedupe.column] ?? '');
	const sources = await readSources(recipe, files);
	const all = sources.flatMap((source) => source.rows).map((row) => derive(recipe, row));
	const filtered: Dropped[] = [];
	const left = all.filter((row) => {
		const filter = recipe.filters.find((f) => drops(f, row));
		if (filter) filtered.push({ ...place(row), why: 'filter', filter: filter.key });
		return !filter;
	});
	const { kept, dropped } = dedupe(recipe, left, keyOf);
	if (kept.length === 0) throw new FrameRefused('frame_problem_nothing_left', 422);
	const keys = kept.map(keyOf);
	const rows = refs(recipe, keys, known).map((ref, i) => [ref, ...recipe.output.map((column) => kept[i]?.values[column] ?? '')]);
	const header = [recipe.ref.column, ...recipe.output];
	return {
		header, rows,
		bytes: new TextEncoder().encode(stringify([header, ...rows], { delimiter: ';', record_delimiter: '\n', quoted_match: /[\r\n]/ })),
		report: {
			title: recipe.title,
			sources: sources.map(({ key, file, rows: of }) => ({
				key, file, rows: of.length, kept: kept.filter((r) => r.source === key).length,
				filtered: filtered.filter((d) => d.source === key).length, duplicates: dropped.filter((d) => d.source === key).length
			})),
			filters: recipe.filters.map((f) => ({ key: f.key, reason: f.reason, dropped: filtered.filter((d) => d.why === 'filter' && d.filter === f.key).length })),
			kept: kept.length, known: new Set(keys.filter((key) => known.has(key))).size,
			dropped: [...filtered, ...dropped]
		}
	};
}
