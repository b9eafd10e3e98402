import { groups } from '../../../analysis/table/view.ts';
import { isViolation } from '../../../analysis/assumptions.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { Specs } from './harness.ts';

const levelsOf = (table: Table, name: string): string[] => {
	const view = groups(table, name);
	return isViolation(view) ? [] : view.levels.map((l) => l.value);
};

/** Small counts that differ by seed, some of them nothing, one row or column empty at times. */
function smallCounts(seed: number): number[][] {
	const rows = 2 + (seed % 3);
	const columns = 2 + (Math.floor(seed / 3) % 4);
	return Array.from({ length: rows }, (_, i) =>
		Array.from({ length: columns }, (_, j) => (seed % 7 === 3 && columns > 2 && j === 1 ? 0 : (seed * 7 + i * 11 + j * 5 + ((seed * (i + 2) * (j + 3)) % 13)) % (seed % 2 ? 9 : 17)))
	);
}

export const specs: Specs = (table, roles, seed) => {
	const out: Record<string, unknown>[] = [];
	const { two, binary, groups: many, items } = roles;
	const cross = (rows: string | undefined, columns: string | undefined, more: Record<string, unknown> = {}): void => {
		if (rows && columns && rows !== columns) out.push({ method: 'crosstab', rows, columns, ...more });
	};
	cross(two[0], binary[0] ?? two[1]);
	cross(many[0], items[0]);
	cross(items[0], items[1], { exact: 'none', level: 0.9 });
	cross(many[0], binary[0], { ordered: false });
	cross(many[1] ?? many[0], two[0], table.rows <= 150 ? { exact: 'exact' } : {});
	cross(items[0], two[0], { exact: 'none', row_levels: items[0] ? levelsOf(table, items[0]).reverse().slice(0, 3) : [] });
	if (many[0]) cross(items[1], many[0], { exact: 'none', filter: [{ column: many[0], in: levelsOf(table, many[0]).slice(0, 2) }] });
	if (items.length > 1) out.push({ method: 'paired_categories', first: items[0], second: items[1] });
	if (binary.length > 1) out.push({ method: 'paired_categories', first: binary[0], second: binary[1] });
	if (items.length > 1) out.push({ method: 'agreement', first: items[0], second: items[1], weights: (['none', 'linear', 'quadratic'] as const)[seed % 3], measure: (['nominal', 'ordinal', 'interval'] as const)[seed % 3] });
	if (binary.length > 1) out.push({ method: 'agreement', first: binary[0], second: binary[1], level: 0.9 });
	if (table.rows <= 500) {
		const counts = smallCounts(seed + table.rows);
		out.push({ method: 'crosstab_counts', counts });
		const side = Math.min(counts.length, counts[0]!.length);
		out.push({ method: 'paired_categories_counts', counts: counts.slice(0, side).map((row) => row.slice(0, side)) });
	}
	return out as unknown as BaseSpec[];
};
