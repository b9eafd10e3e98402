/** The noncentral F distribution (numerator noncentral): a Poisson mixture of beta distributions. */
import { betaLower, betaUpper, logBetaPrefix } from './beta.ts';
import { fLower, fUpper } from './f.ts';
import { ncChisqLower, ncChisqUpper } from './noncentral-chisq.ts';
import { noncentralityAt, type NcpInterval } from './noncentral.ts';
import { logPoissonMixture } from './poisson-mixture.ts';
import { tailFromLog, type Tail } from './tail.ts';

function mixture(tail: typeof betaLower, rising: boolean, F: number, d1: number, d2: number, ncp: number, guess: number): Tail {
	const odds = (F * d1) / d2;
	const x = odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
	const y = 1 / (1 + odds);
	const [a, b] = [d1 / 2, d2 / 2];
	const ladder = {
		logTail: (j: number) => tail(x, a + j, b, y).logP,
		logStep: (j: number) => logBetaPrefix(x, y, a + j, b) - Math.log(a + j),
		ratio: (j: number) => (x * (a + b + j)) / (a + j + 1),
		rising
	};
	return tailFromLog(logPoissonMixture(ncp / 2, ladder, guess));
}

/** P(X ≤ F) = Σ Poisson(j; ncp/2)·I_x(d1/2 + j, d2/2). All terms are positive: exact where it is small. Source: Johnson, Kotz and Balakrishnan (1995), 30.2. */
export function ncFLower(F: number, d1: number, d2: number, ncp: number): Tail {
	if (ncp === 0 || !(F > 0)) return fLower(F, d1, d2);
	if (d2 === Infinity) return ncChisqLower(F * d1, d1, ncp);
	return mixture(betaLower, false, F, d1, d2, ncp, Math.min(ncp, Math.sqrt(ncp * F * d1)) / 2);
}

/** P(X ≥ F). See {@link ncFLower}. */
export function ncFUpper(F: number, d1: number, d2: number, ncp: number): Tail {
	if (ncp === 0 || !(F > 0)) return fUpper(F, d1, d2);
	if (d2 === Infinity) return ncChisqUpper(F * d1, d1, ncp);
	return mixture(betaUpper, true, F, d1, d2, ncp, ncp / 2);
}

/**
 * Confidence interval of the noncentrality for an observed F, as {@link ncpIntervalChisq} for chi-square; eta² follows as
 * ncp/(ncp + N). Source: Steiger (2004), Psychological Methods 9, 164–182.
 */
export function ncpIntervalF(F: number, d1: number, d2: number, level: number): NcpInterval {
	if (F === Infinity) return { low: Infinity, high: Infinity };
	const goal = Math.log((1 - level) / 2);
	const from = Math.max(0, d1 * (F - 1));
	const step = Math.sqrt(2 * d1 + 4 * from + (2 * (d1 + from) ** 2) / d2);
	return {
		low: fUpper(F, d1, d2).logP >= goal ? 0 : noncentralityAt((d) => ncFUpper(F, d1, d2, d).logP, goal, from, -step, 0),
		high: fLower(F, d1, d2).logP <= goal ? 0 : noncentralityAt((d) => ncFLower(F, d1, d2, d).logP, goal, from, step, 0)
	};
}
