/** Rows of the data behind a result, for the figures that are drawn of them. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { filterTable } from '#analysis/table/filter.ts';
import type { Table } from '#analysis/table/table.ts';
import { completeRows, groups, numbers, pick, type Groups, type Numbers } from '#analysis/table/view.ts';

/** @returns numbers of the variables, a list for each, in the rows that the result picked where all of them and `also` are valid; null where one is no number */
export function rowsOf(table: Table, spec: Result['spec'], variables: readonly string[], also: readonly string[] = []): number[][] | null {
	const filter = spec.filter ?? [];
	const needed = new Set([...variables, ...also, ...filter.map((c) => c.column)]);
	const picked = filterTable({ rows: table.rows, columns: Object.fromEntries(Object.entries(table.columns).filter(([name]) => needed.has(name))) }, filter);
	if (isViolation(picked)) return null;
	const views = variables.map((name) => numbers(picked, name)).filter((view): view is Numbers => !isViolation(view));
	const others = also.map((name) => groups(picked, name)).filter((view): view is Groups => !isViolation(view));
	if (views.length < variables.length || others.length < also.length) return null;
	const rows = completeRows(picked.rows, [...views, ...others]);
	return views.map((view) => Array.from(pick(view, rows)));
}
