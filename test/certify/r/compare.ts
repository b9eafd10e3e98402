/** Comparisons that any table with two groups, several groups or pairs can be tried with; figures for the summary forms come from the table itself. */
import { isViolation } from '../../../analysis/assumptions.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { Specs } from './harness.ts';

const spec = (method: string, fields: object): BaseSpec => ({ method, ...fields }) as BaseSpec;

/** n, mean and SD of the groups as a report would print them, with two decimals. */
function printed(table: Table, y: string, group: string): { n: number[]; mean: number[]; sd: number[] } | null {
	const found = run(spec('levene', { y, group }), table);
	if (isViolation(found)) return null;
	const round = (x: unknown): number => Number((x as number).toFixed(2));
	const { n, means, sds } = found.values as { n: number[]; means: number[]; sds: (number | null)[] };
	return sds.some((s) => s === null) ? null : { n, mean: means.map(round), sd: sds.map(round) };
}

const ofMeans = ['anova', 'anova_welch', 'tukey_hsd', 'games_howell', 'icc_anova'];

export const specs: Specs = (table, roles, seed) => {
	const out: BaseSpec[] = [];
	const y = [roles.items[seed % (roles.items.length || 1)], roles.numeric[seed % (roles.numeric.length || 1)]].filter((v) => v !== undefined);
	const level = [0.95, 0.9, 0.99][seed % 3]!;
	const cluster = seed % 2 === 0 ? (roles.clusters[0] ?? null) : null;
	// the methods that take R longest see every other table's items, and every other table's numbers
	const slow = (i: number): boolean => (seed + i) % 2 === 0;
	for (const [i, value] of y.entries()) {
		for (const group of roles.two.slice(0, 1)) {
			out.push(spec('t_test', { y: value, group, variances: slow(i) ? 'equal' : 'unequal', level, cluster }));
			out.push(spec('mann_whitney', { y: value, group, level, cluster, exact: slow(i) ? 'auto' : false }), spec('levene', { y: value, group, cluster }));
			const figures = printed(table, value, group);
			if (figures) out.push(spec('t_test_summary', { ...figures, variances: slow(i) ? 'unequal' : 'equal', level }));
		}
		const group = roles.groups[seed % (roles.groups.length || 1)];
		if (group === undefined) continue;
		const figures = printed(table, value, group);
		for (const method of ofMeans) {
			if (slow(i)) out.push(spec(method, { y: value, group, cluster: method === 'icc_anova' ? null : cluster }));
			else if (figures) out.push(spec(`${method}_summary`, { ...figures }));
		}
		for (const method of ['levene', 'kruskal_wallis', 'dunn']) out.push(spec(method, { y: value, group, cluster }));
	}
	for (const [x, pairedY] of roles.pairs) {
		out.push(spec('t_paired', { x, y: pairedY, level, cluster }), spec('wilcoxon_signed_rank', { x, y: pairedY, level, cluster, exact: seed % 4 === 0 ? true : 'auto' }));
		out.push(spec('t_paired_summary', { n: 20 + seed, mean: [3.4, 3.1], sd: [1.12, 0.97], r: 0.2 + 0.7 / (1 + seed), level }));
	}
	const [first, second] = roles.items;
	if (first && second) out.push(spec('t_paired', { x: first, y: second }), spec('wilcoxon_signed_rank', { x: first, y: second }));
	return out;
};
