import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Specs } from './harness.ts';

/** Tests of several kinds in one family, one of them on some of the rows only. */
export const specs: Specs = (table, roles, seed) => {
	const [group] = roles.two;
	const [many] = roles.groups;
	if (group === undefined || many === undefined || roles.numeric.length === 0) return [];
	const column = table.columns[many]!;
	const levels = column.kind === 'categorical' ? column.categories.map((c) => c.value) : [];
	const own = roles.numeric.map((y, i) => ({ method: 't_test', y, group, ...(i === 1 ? { filter: [{ column: many, in: levels.slice(0, 2) }] } : {}) }));
	const other = seed % 2 ? { method: 'kruskal_wallis', y: roles.numeric[0], group: many } : { method: 'dunn', y: roles.numeric[0], group: many };
	return [{ method: 'family', specs: [...own, other] } as BaseSpec];
};
