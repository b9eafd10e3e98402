import { chisqLower, chisqQuantile, chisqUpper } from '../../../analysis/distribution/chisq.ts';
import { fLower, fQuantile, fUpper } from '../../../analysis/distribution/f.ts';
import { normalLower, normalQuantile, normalUpper } from '../../../analysis/distribution/normal.ts';
import { studentizedRangeLower, studentizedRangeUpper } from '../../../analysis/distribution/range.ts';
import { tCentral, tQuantile, tTwoSided } from '../../../analysis/distribution/t.ts';
import { isViolation } from '../../../analysis/assumptions.ts';
import type { Tail } from '../../../analysis/distribution/tail.ts';
import type { Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import type { GoldenMap, GoldenTest } from '../golden.ts';

/** A function applied down the argument columns of a test. */
const along = (test: GoldenTest, names: readonly string[], f: (...x: number[]) => number): number[] => {
	const columns = names.map((n) => test.args[n] as number[]);
	return columns[0]!.map((_, i) => f(...columns.map((c) => c[i]!)));
};

/** A tail and the other one, with the logarithm of the first, down the argument columns. */
function tails(test: GoldenTest, names: readonly string[], own: (...x: number[]) => Tail, other: string, opposite: (...x: number[]) => Tail): Record<string, number[]> {
	return { p: along(test, names, (...x) => own(...x).p), log_p: along(test, names, (...x) => own(...x).logP), [other]: along(test, names, (...x) => opposite(...x).p) };
}

/**
 * F as R's qf forms it: 1/x − 1 from a beta quantile x rounded to a double, times d2/d1. Near x = 1 that costs digits (2e-9 at F = 4e-5 with 4000 degrees of
 * freedom); the golden values are R's, so they are met on R's grid. `quantile_f_exact` holds the same points as they are; analysis/distribution/README.md has both errors.
 */
function asQf(F: number, d1: number, d2: number): number {
	const rest = (d1 * F) / (d2 + d1 * F);
	// the smaller part is found and the quantile is 1 less it, rounded once
	const x = rest < 0.5 ? 1 - rest : d2 / (d2 + d1 * F);
	return (1 / x - 1) * (d2 / d1);
}

/** The values a spec made from the test's arguments gives; `renamed` are arguments with another name in the spec. */
function planned(method: string, test: GoldenTest, renamed: Record<string, string> = {}): Values {
	const fields = Object.entries(test.args).map(([name, value]) => [renamed[name] ?? name, value]);
	const result = run({ method, ...Object.fromEntries(fields) } as BaseSpec);
	if (isViolation(result)) throw new Error(`${method}: ${JSON.stringify(result)}`);
	return result.values;
}

export const map: GoldenMap = {
	dist_t_two_sided: (test) => tails(test, ['t', 'df'], tTwoSided, 'central', tCentral),
	dist_chisq_upper: (test) => tails(test, ['x', 'df'], chisqUpper, 'lower', chisqLower),
	dist_f_upper: (test) => tails(test, ['x', 'df1', 'df2'], fUpper, 'lower', fLower),
	dist_normal_lower: (test) => tails(test, ['z'], normalLower, 'upper', normalUpper),
	dist_studentized_range_upper: (test) => tails(test, ['q', 'k', 'df'], studentizedRangeUpper, 'lower', studentizedRangeLower),
	quantile_t: (test) => ({ q: along(test, ['p', 'df'], tQuantile) }),
	quantile_chisq: (test) => ({ q: along(test, ['p', 'df'], chisqQuantile) }),
	quantile_f: (test) => ({ q: along(test, ['p', 'df1', 'df2'], (p, d1, d2) => asQf(fQuantile(p!, d1!, d2!), d1!, d2!)) }),
	quantile_f_exact: (test) => ({ q: along(test, ['p', 'df1', 'df2'], fQuantile) }),
	quantile_normal: (test) => ({ q: along(test, ['p'], normalQuantile) }),
	power_t2: (test) => planned('power_t_test', test),
	power_t2_unequal: (test) => planned('power_t_test', test),
	mde_t2: (test) => planned('power_t_test', test),
	power_2p: (test) => {
		const values = planned('power_two_proportions', test);
		return { ...values, power_arcsine: values.power };
	},
	power_anova: (test) => planned('power_anova', test),
	power_chisq: (test) => planned('power_chisq', test, { N: 'n' }),
	power_r: (test) => planned('power_correlation', test),
	margin_of_error_fpc: (test) => planned('margin_of_error', test, { N: 'population', conf: 'level' }),
	p_adjust: (test) => planned('p_adjust', test)
};
