/** Golden methods on scales and recoding: items, reversal and don't-know codes as the test's own arguments say. */
import { isViolation } from '../../../analysis/assumptions.ts';
import { indexColumn } from '../../../analysis/scale/mean-index.ts';
import type { Value } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';
import type { Table } from '../../../analysis/table/table.ts';
import { NOT_A_TARGET, type GoldenData, type GoldenMap, type GoldenTest } from '../golden.ts';

type Values = Record<string, Value>;

function valuesOf(spec: BaseSpec & Record<string, unknown>, table: Table): Values {
	const result = run(spec, table);
	if (isViolation(result)) throw new Error(`${spec.method}: ${result.violation} ${JSON.stringify(result.params ?? {})}`);
	return result.values as Values;
}

interface Args {
	x?: string;
	items: string[];
	reversed?: string[] | null;
	scale_min?: number | null;
	scale_max?: number | null;
	dont_know_code?: number | null;
	min_valid?: number;
	nfactors?: number;
	k?: number;
}
const argsOf = (test: GoldenTest): Args => test.args as unknown as Args;

/** The table with the test's own don't-know code taken out, where it has one. */
function tableFor(args: Args, data: GoldenData): Table {
	const code = args.dont_know_code ?? null;
	if (code === null) return data.tableWith(args.items);
	const cells = (name: string): Cell[] => data.columns[name]!.map((c) => (c === code ? { missing: 'dont_know' as const } : c));
	return tableOf(Object.fromEntries(args.items.map((name) => [name, categoricalColumn(cells(name), name)])));
}

const scaleOf = (args: Args): { items: string[]; reversed?: string[]; scale_min?: number; scale_max?: number } => ({
	items: args.items,
	...(args.reversed?.length ? { reversed: args.reversed } : {}),
	...(typeof args.scale_max === 'number' ? { scale_min: args.scale_min ?? 1, scale_max: args.scale_max } : {})
});

const onItems =
	(method: string, more: (args: Args) => Record<string, unknown>) =>
	(test: GoldenTest, data: GoldenData): Values => {
		const args = argsOf(test);
		return valuesOf({ method, items: args.items, ...(args.reversed?.length ? { reversed: args.reversed } : {}), ...more(args) }, tableFor(args, data));
	};

const alpha =
	(missing: 'listwise' | 'pairwise') =>
	(test: GoldenTest, data: GoldenData): Values => {
		const args = argsOf(test);
		const values = valuesOf({ method: 'alpha', ...scaleOf(args), missing }, tableFor(args, data));
		return { ...values, feldt_ci95: values.feldt_ci! };
	};

/** Scores come as one vector a factor; the golden files have the first complete rows. */
function firstScores(values: Values, name: string, rows: number): number[][] {
	const factors = values[name] as (number | null)[][];
	const complete = factors[0]!.flatMap((v, i) => (v === null ? [] : [i])).slice(0, rows);
	return complete.map((i) => factors.map((f) => f[i]!));
}

const efa = (extraction: 'pca' | 'pa' | 'ml') => (test: GoldenTest, data: GoldenData): Values => {
	const values = onItems('factor_analysis', (args) => ({ factors: args.nfactors, extraction, scores: true }))(test, data);
	return { ...values, scores_regression_varimax_first5: firstScores(values, 'scores_regression_varimax', 5) };
};

/** The index of the test's items, or the column it names, as a table of its own. */
function indexTable(test: GoldenTest, data: GoldenData): Table {
	const args = argsOf(test);
	if (typeof args.x === 'string') return tableOf({ index: data.tableWith([args.x]).columns[args.x]! });
	const column = indexColumn(tableFor(args, data), { ...scaleOf(args), min_valid: args.min_valid ?? args.items.length }, 'index');
	if (isViolation(column)) throw new Error(column.violation);
	return tableOf({ index: column });
}

export const map: GoldenMap = {
	cronbach_alpha_listwise: alpha('listwise'),
	cronbach_alpha_pairwise: alpha('pairwise'),
	mcdonald_omega_total: onItems('omega', () => ({})),
	kmo_bartlett: onItems('factor_adequacy', () => ({})),
	efa_pca: efa('pca'),
	efa_pa: efa('pa'),
	efa_ml: efa('ml'),
	parallel_analysis: (test, data) => {
		const values = onItems('parallel_analysis', () => ({ replicates: 4000 }))(test, data);
		// the golden margin belongs to its own random draws; the number of factors is a target only where that margin is wide
		const wide = (test.expected.margin_p95 as number) > 0.05;
		return {
			...values,
			random_p95: values.random_quantile,
			n_components_p95: wide ? values.n_above_quantile : NOT_A_TARGET,
			n_components_mean: wide ? values.n_above_mean : NOT_A_TARGET,
			margin_p95: NOT_A_TARGET
		};
	},
	mean_index: (test, data) => {
		const args = argsOf(test);
		const values = valuesOf({ method: 'mean_index', ...scaleOf(args), min_valid: args.min_valid ?? args.items.length }, tableFor(args, data));
		return { ...values, ci95: [values.ci_lo, values.ci_hi], se_fpc: null };
	},
	quartile_groups: (test, data) => {
		const values = valuesOf({ method: 'quantile_groups', x: 'index', cuts: 'type7' }, indexTable(test, data));
		return { ...values, cuts_type7: values.cuts };
	},
	quartile_groups_tie_safe: (test, data) => {
		const values = valuesOf({ method: 'quantile_groups', x: 'index', cuts: 'tie_safe' }, indexTable(test, data));
		return { ...values, cut_values: values.cuts };
	},
	natural_breaks_fisher_jenks: (test, data) => valuesOf({ method: 'natural_breaks', x: 'index', k: argsOf(test).k }, indexTable(test, data))
};
