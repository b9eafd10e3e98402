/** The noncentral chi-square distribution: a Poisson mixture of central ones. */
import { logSeries } from '../numeric/integrate.ts';
import { chisqLower, chisqUpper } from './chisq.ts';
import { logPoisson } from './gamma.ts';
import { noncentralityAt, type NcpInterval } from './noncentral.ts';
import { tailFromLog, type Tail } from './tail.ts';

/** P(X ≤ x) = Σ Poisson(j; ncp/2)·P(χ²(df + 2j) ≤ x). All terms are positive: exact where it is small. Source: Johnson, Kotz and Balakrishnan (1995), 29.3. */
export function ncChisqLower(x: number, df: number, ncp: number): Tail {
	if (ncp === 0 || !(x > 0)) return chisqLower(x, df);
	return tailFromLog(logSeries((j) => (j < 0 ? -Infinity : logPoisson(j, ncp / 2) + chisqLower(x, df + 2 * j).logP), Math.min(ncp, Math.sqrt(ncp * x)) / 2));
}

/** P(X ≥ x). See {@link ncChisqLower}. */
export function ncChisqUpper(x: number, df: number, ncp: number): Tail {
	if (ncp === 0 || !(x > 0)) return chisqUpper(x, df);
	return tailFromLog(logSeries((j) => (j < 0 ? -Infinity : logPoisson(j, ncp / 2) + chisqUpper(x, df + 2 * j).logP), Math.max(ncp, Math.sqrt(ncp * x)) / 2));
}

/**
 * Confidence interval of the noncentrality for an observed chi-square: low where P(X ≥ x) = (1 − level)/2, high where
 * P(X ≤ x) = (1 − level)/2; 0 where no noncentrality gives that. Source: Smithson (2003), Confidence Intervals, ch. 4.
 */
export function ncpIntervalChisq(x: number, df: number, level: number): NcpInterval {
	if (x === Infinity) return { low: Infinity, high: Infinity };
	const goal = Math.log((1 - level) / 2);
	const from = Math.max(0, x - df);
	const step = Math.sqrt(2 * df + 4 * from);
	return {
		low: chisqUpper(x, df).logP >= goal ? 0 : noncentralityAt((d) => ncChisqUpper(x, df, d).logP, goal, from, -step, 0),
		high: chisqLower(x, df).logP <= goal ? 0 : noncentralityAt((d) => ncChisqLower(x, df, d).logP, goal, from, step, 0)
	};
}
