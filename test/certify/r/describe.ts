import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

export const specs: Specs = (table, { items, numeric, two, groups, clusters, binary }) => {
	const measured = [...numeric, ...items.slice(0, 3)];
	const by = [...two, ...groups];
	const many = (names: readonly string[], make: (names: readonly string[]) => object): object[] => (names.length > 0 ? [make(names)] : []);
	return [
		...many(measured, (x) => ({ method: 'describe', x })),
		...clusters.slice(0, 1).flatMap((cluster) => many(measured, (x) => ({ method: 'describe', x, cluster }))),
		...many(measured, (x) => ({ method: 'describe', x: x.slice(0, 1), probs: [0, 0.05, 0.1, 1 / 3, 0.9, 1], level: 0.99, population_N: 2 * table.rows })),
		...by.flatMap((group) => many(measured, (y) => ({ method: 'means', y, group }))),
		...[...items.slice(0, 2), ...by].map((x) => ({ method: 'frequencies', x })),
		...many(binary, (columns) => ({ method: 'multiple_response', columns })),
		...many(binary, (columns) => ({ method: 'multiple_response', columns, base: 'chosen' })),
		...[items, numeric.slice(0, 2), two.slice(0, 1)].flatMap((of) => many(of, (columns) => ({ method: 'battery_table', columns }))),
		...many(items, (columns) => ({ method: 'battery_table', columns, base: 'valid' }))
	] as BaseSpec[];
};
