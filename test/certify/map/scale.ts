/** Golden methods on scales and recoding: items, reversal and don't-know codes as the test's own arguments say. */
import { isViolation } from '../../../analysis/assumptions.ts';
import { CONVERGED, principalAxis } from '../../../analysis/scale/principal-axis.ts';
import { indexColumn } from '../../../analysis/scale/mean-index.ts';
import type { Value } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';
import type { Table } from '../../../analysis/table/table.ts';
import { numbers } from '../../../analysis/table/view.ts';
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
/** A list of one name may stand as a bare name. */
function argsOf(test: GoldenTest): Args {
	const args = test.args as unknown as Args;
	return { ...args, items: [args.items ?? []].flat(), reversed: [args.reversed ?? []].flat() };
}

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

/** More than the eigenvalues of a correlation matrix differ by from one library to another. */
const ROUNDING = 5e-15;

/**
 * Where a change of the communalities comes as near to the limit as rounding reaches, the iterations end one earlier or later from one library to the next: any
 * number is right that ends at a limit within rounding of it.
 */
function iterationsOf(test: GoldenTest, data: GoldenData, ours: Value): Value {
	const expected = test.expected.iterations;
	if (typeof expected !== 'number' || expected === ours) return ours;
	const R = onItems('factor_adequacy', () => ({}))(test, data).R as number[][];
	const at = (change: number): number => {
		const found = principalAxis(R, argsOf(test).nfactors!, { ...CONVERGED, change });
		return isViolation(found) ? NaN : found.iterations;
	};
	return expected >= at(CONVERGED.change + ROUNDING) && expected <= at(CONVERGED.change - ROUNDING) ? expected : ours;
}

const principalAxes = (test: GoldenTest, data: GoldenData): Values => {
	const values = efa('pa')(test, data);
	return { ...values, iterations: iterationsOf(test, data, values.iterations!) };
};

/** The index of the test's items, or the column it names, as a table of its own. */
function indexTable(test: GoldenTest, data: GoldenData): Table {
	const args = argsOf(test);
	if (typeof args.x === 'string') return tableOf({ index: data.tableWith([args.x]).columns[args.x]! });
	const column = indexColumn(tableFor(args, data), { ...scaleOf(args), min_valid: args.min_valid ?? args.items.length }, 'index');
	if (isViolation(column)) throw new Error(column.violation);
	return tableOf({ index: column });
}

/**
 * Several classings can share the least sum of squares. Where the expected breaks are others than ours, they are right if their own sum of squares on the same values is
 * the least too; then the sizes are those of their classes.
 */
function tiedBreaks(values: Values, expected: unknown, table: Table): Values {
	const ours = values.upper_values as number[];
	if (!Array.isArray(expected) || expected.length !== ours.length || expected.every((e, i) => e === ours[i])) return values;
	const index = numbers(table, 'index');
	if (isViolation(index)) throw new Error(index.violation);
	const valid = [...index.values].filter((_, i) => index.valid[i] === 1);
	const classes = expected.map((upper: number, k) => valid.filter((x) => x <= upper && (k === 0 || x > expected[k - 1])));
	const mean = (of: number[]): number => of.reduce((sum, x) => sum + x, 0) / of.length;
	const ssw = classes.reduce((sum, own) => sum + own.reduce((part, x) => part + (x - mean(own)) ** 2, 0), 0);
	const tied = Math.abs(ssw - (values.ssw as number)) <= 1e-10 * ssw && classes.flat().length === valid.length;
	return tied ? { ...values, upper_values: expected as number[], sizes: classes.map((own) => own.length) } : values;
}

function naturalBreaks(test: GoldenTest, data: GoldenData): Values {
	const table = indexTable(test, data);
	return tiedBreaks(valuesOf({ method: 'natural_breaks', x: 'index', k: argsOf(test).k }, table), test.expected.upper_values, table);
}

export const map: GoldenMap = {
	cronbach_alpha_listwise: alpha('listwise'),
	cronbach_alpha_pairwise: alpha('pairwise'),
	mcdonald_omega_total: onItems('omega', () => ({})),
	kmo_bartlett: onItems('factor_adequacy', () => ({})),
	efa_pca: efa('pca'),
	efa_pa: principalAxes,
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
	natural_breaks_fisher_jenks: naturalBreaks
};
