import { chisqLower, chisqQuantile, chisqUpper } from '../../../analysis/distribution/chisq.ts';
import { fQuantile, fUpper } from '../../../analysis/distribution/f.ts';
import { normalLower, normalQuantile } from '../../../analysis/distribution/normal.ts';
import { tQuantile, tTwoSided } from '../../../analysis/distribution/t.ts';
import type { GoldenMap, GoldenTest } from '../golden.ts';

/** A function applied down the argument columns of a test. */
const along = (test: GoldenTest, names: readonly string[], f: (...x: number[]) => number): number[] => {
	const columns = names.map((n) => test.args[n] as number[]);
	return columns[0]!.map((_, i) => f(...columns.map((c) => c[i]!)));
};

export const map: GoldenMap = {
	dist_t_two_sided: (test) => ({ p: along(test, ['t', 'df'], (t, df) => tTwoSided(t!, df!).p) }),
	dist_chisq_upper: (test) => ({ p: along(test, ['x', 'df'], (x, df) => chisqUpper(x!, df!).p), lower: along(test, ['x', 'df'], (x, df) => chisqLower(x!, df!).p) }),
	dist_f_upper: (test) => ({ p: along(test, ['x', 'df1', 'df2'], (x, d1, d2) => fUpper(x!, d1!, d2!).p) }),
	dist_normal_lower: (test) => ({ p: along(test, ['z'], (z) => normalLower(z!).p) }),
	quantile_t: (test) => ({ q: along(test, ['p', 'df'], (p, df) => tQuantile(p!, df!)) }),
	quantile_chisq: (test) => ({ q: along(test, ['p', 'df'], (p, df) => chisqQuantile(p!, df!)) }),
	quantile_f: (test) => ({ q: along(test, ['p', 'df1', 'df2'], (p, d1, d2) => fQuantile(p!, d1!, d2!)) }),
	quantile_normal: (test) => ({ q: along(test, ['p'], (p) => normalQuantile(p!)) })
};
