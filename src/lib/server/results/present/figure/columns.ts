/** Rows of the data behind a result, for the figures that are drawn of them. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { filterTable } from '#analysis/table/filter.ts';
import type { Table } from '#analysis/table/table.ts';
import { groups, numbers, type Groups, type Numbers } from '#analysis/table/view.ts';

/** @returns numbers of the variables, a list for each, in the rows that the result picked where all of them and `also` are valid; null where one is no number */
export function rowsOf(table: Table, spec: Result['spec'], variables: readonly string[], also: readonly string[] = []): number[][] | null {
	const filter = spec.filter ?? [];
	const needed = new Set([...variables, ...also, ...filter.map((c) => c.column)]);
	const picked = filterTable({ rows: table.rows, columns: Object.fromEntries(Object.entries(table.columns).filter(([name]) => needed.has(name))) }, filter);
	if (isViolation(picked)) return null;
	const views = variables.map((name) => numbers(picked, name)).filter((view): view is Numbers => !isViolation(view));
	const others = also.map((name) => groups(picked, name)).filter((view): view is Groups => !isViolation(view));
	if (views.length < variables.length || others.length < also.length) return null;
	const rows = Array.from({ length: picked.rows }, (_, i) => i).filter((i) => views.every((view) => view.valid[i] === 1) && others.every((view) => (view.codes[i] ?? -1) >= 0));
	return views.map((view) => rows.map((i) => view.values[i] ?? 0));
}
