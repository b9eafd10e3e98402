/** Means, ranks and groups: every golden method by the spec a plan would hold. */
import { isViolation } from '../../../analysis/assumptions.ts';
import type { Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { numericColumn, tableOf } from '../../../analysis/table/build.ts';
import type { Table } from '../../../analysis/table/table.ts';
import type { GoldenData, GoldenMap, GoldenTest } from '../golden.ts';

interface Args {
	y: string;
	group: string;
	x: string;
	levels: string[];
}

/** `score[first 44 rows]`: a column's first rows, before missing values are left out. */
function columnAndRows(name: string): { name: string; rows?: number } {
	const part = /^(.*)\[first (\d+) rows\]$/.exec(name);
	return part ? { name: part[1]!, rows: Number(part[2]) } : { name };
}

const values = (spec: BaseSpec, data: GoldenData, columns: readonly string[], rows?: number): Values => valuesOf(spec, data.tableWith(columns, rows));

function valuesOf(spec: BaseSpec, table: Table): Values {
	const result = run(spec, table);
	if (isViolation(result)) throw new Error(`${result.violation} ${JSON.stringify(result.params ?? {})}`);
	return result.values;
}

/** The method between groups, with the names of the golden file made from ours. */
const grouped = (method: string, names: (v: Values) => unknown, more: object = {}) => (test: GoldenTest, data: GoldenData) => {
	const { y, group, levels } = test.args as unknown as Args;
	const { name, rows } = columnAndRows(y);
	return names(values({ method, y: name, group, levels: levels?.map(String), ...more } as BaseSpec, data, [name, group], rows));
};

const paired = (method: string, names: (v: Values) => unknown) => (test: GoldenTest, data: GoldenData) => {
	const { x, y } = test.args as unknown as Args;
	const [first, second] = [columnAndRows(x), columnAndRows(y)];
	return names(values({ method, x: first.name, y: second.name } as BaseSpec, data, [first.name, second.name], first.rows ?? second.rows));
};

/**
 * The ranks of differences as R forms them, between doubles: 5.1 - 3.5 and 4.9 - 3.3 are then not the same, so that ties of decimal data are lost. The engine reads
 * decimals as they were typed; here it gets the differences of the doubles, whose signs and order are R's.
 */
const signedRanks = (test: GoldenTest, data: GoldenData): Values => {
	const { x, y } = test.args as unknown as Args;
	const [first, second] = [columnAndRows(x), columnAndRows(y)];
	const to = Math.min(first.rows ?? Infinity, second.rows ?? Infinity);
	const [a, b] = [first, second].map(({ name }) => data.columns[name]!.slice(0, to));
	const difference = a!.map((value, i) => (typeof value === 'number' && typeof b![i] === 'number' ? value - b![i] : null));
	const table = tableOf({ difference: numericColumn(difference), none: numericColumn(difference.map(() => 0)) });
	return valuesOf({ method: 'wilcoxon_signed_rank', x: 'difference', y: 'none' } as BaseSpec, table);
};

export const map: GoldenMap = {
	t_student: grouped('t_test', (v) => ({ ...v, ci95_diff: v.ci_diff, d_ci95_nct: v.cohen_d_ci }), { variances: 'equal' }),
	t_welch: grouped('t_test', (v) => ({ ...v, ci95_diff: v.ci_diff })),
	t_paired: paired('t_paired', (v) => ({ ...v, ci95_diff: v.ci_diff, d_z_ci95_nct: v.d_z_ci })),
	mann_whitney: grouped('mann_whitney', (v) => ({ ...v, U_spss: v.U })),
	mann_whitney_exact: grouped('mann_whitney', (v) => v, { exact: true }),
	wilcoxon_signed_rank: signedRanks,
	anova_oneway: grouped('anova', (v) => ({ ...v, SS_between: v.ss_between, SS_within: v.ss_within, ncp_ci90: v.ncp_ci, eta2_ci90_steiger: v.eta2_ci })),
	anova_welch: grouped('anova_welch', (v) => v),
	levene: grouped('levene', (v) => v),
	tukey_hsd: grouped('tukey_hsd', (v) => ({ ...v, ci95_halfwidth: v.halfwidth })),
	games_howell: grouped('games_howell', (v) => ({ ...v, ci95_halfwidth: v.halfwidth })),
	kruskal_wallis: grouped('kruskal_wallis', (v) => v),
	dunn: grouped('dunn', (v) => ({ ...v, p_BH: v.p_bh })),
	icc_anova: grouped('icc_anova', (v) => ({ n0: v.n0, ICC1: v.icc1, ICC2_kbar: v.icc2 }))
};
