/** The noncentral chi-square distribution: a Poisson mixture of central ones. */
import { chisqLower, chisqUpper } from './chisq.ts';
import { logGammaPrefix } from './gamma.ts';
import { noncentralityAt, type NcpInterval } from './noncentral.ts';
import { logPoissonMixture } from './poisson-mixture.ts';
import { tailFromLog, type Tail } from './tail.ts';

function mixture(tail: typeof chisqLower, rising: boolean, x: number, df: number, ncp: number, guess: number): Tail {
	const a = df / 2;
	const ladder = {
		logTail: (j: number) => tail(x, df + 2 * j).logP,
		logStep: (j: number) => logGammaPrefix(a + j, x / 2) - Math.log(a + j),
		ratio: (j: number) => x / 2 / (a + j + 1),
		rising
	};
	return tailFromLog(logPoissonMixture(ncp / 2, ladder, guess));
}

/** P(X ≤ x) = Σ Poisson(j; ncp/2)·P(χ²(df + 2j) ≤ x). All terms are positive: exact where it is small. Source: Johnson, Kotz and Balakrishnan (1995), 29.3. */
export function ncChisqLower(x: number, df: number, ncp: number): Tail {
	if (ncp === 0 || !(x > 0)) return chisqLower(x, df);
	return mixture(chisqLower, false, x, df, ncp, Math.min(ncp, Math.sqrt(ncp * x)) / 2);
}

/** P(X ≥ x). See {@link ncChisqLower}. */
export function ncChisqUpper(x: number, df: number, ncp: number): Tail {
	if (ncp === 0 || !(x > 0)) return chisqUpper(x, df);
	return mixture(chisqUpper, true, x, df, ncp, Math.max(ncp, Math.sqrt(ncp * x)) / 2);
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
