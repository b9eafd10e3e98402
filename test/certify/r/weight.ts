import { isViolation } from '../../../analysis/assumptions.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import { completeRows, groups, type Groups } from '../../../analysis/table/view.ts';
import type { Specs } from './harness.ts';

const view = (table: Table, name: string): Groups => {
	const found = groups(table, name);
	if (isViolation(found)) throw new Error(JSON.stringify(found));
	return found;
};

/** Margins of a population in which later levels are more common than among the respondents: weights exist that meet them all. */
function population(table: Table, names: readonly string[]): Record<string, Record<string, number>> {
	const views = names.map((n) => view(table, n));
	const rows = completeRows(table.rows, views);
	const people = (i: number): number => 2 + views.reduce((sum, v) => sum + (v.codes[i]! % 4), 0) * (1 + views[0]!.codes[i]!);
	return Object.fromEntries(
		names.map((name, m) => {
			const { codes, levels } = views[m]!;
			const totals = levels.map((level, k) => [level.value, rows.reduce((sum, i) => sum + (codes[i] === k ? people(i) : 0), 0)] as const);
			return [name, Object.fromEntries(totals.filter(([, total]) => total > 0))];
		})
	);
}

export const specs: Specs = (table, { two, groups: many, weight }) => {
	const names = [...two.slice(0, 1), ...many.slice(0, 2)];
	const out: BaseSpec[] = weight ? [{ method: 'weight_summary', weights: weight, population: 5000 } as BaseSpec, { method: 'weight_summary', weights: weight } as BaseSpec] : [];
	if (names.length < 2) return out;
	const margins = population(table, names);
	const plain = { method: 'rake', margins, order: [...names].reverse() };
	const by = names.slice(0, 2);
	const views = by.map((n) => view(table, n));
	const cells = new Map<string, { cell: string[]; n: number }>();
	for (const i of completeRows(table.rows, views)) {
		const cell = views.map((v) => v.levels[v.codes[i]!]!.value);
		const key = cell.join('\n');
		cells.set(key, { cell, n: (cells.get(key)?.n ?? 0) + 1 });
	}
	const listed = [...cells.values()];
	const post = { method: 'poststratify', by, cells: listed.map((c) => c.cell), population: listed.map((c, k) => 2 * c.n + (k % 4)) };
	return [...out, plain, { ...plain, lowest: 0.6, highest: 1.6 }, post, ...(weight ? [{ ...plain, base: weight }, { ...post, base: weight }] : [])] as BaseSpec[];
};
