import { chisqUpper } from '../distribution/chisq.ts';
import type { Tail } from '../distribution/tail.ts';
import { product, transpose, type Rows } from './matrix.ts';
import { degreesOfFreedom } from './maximum-likelihood.ts';

export interface FactorFit {
	chi2: number;
	df: number;
	/** Null when no degrees of freedom are left. */
	tail: Tail | null;
	rmsea: number | null;
	tli: number | null;
	/** Root mean square of the residual correlations off the diagonal. */
	rmsr: number;
}

/** Root mean square of R − ΛΛ' over pairs of different variables. */
export function rootMeanSquareResidual(correlation: Rows, loadings: Rows): number {
	const p = correlation.length;
	const common = product(loadings, transpose(loadings));
	let sum = 0;
	for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) if (i !== j) sum += (correlation[i]![j]! - common[i]![j]!) ** 2;
	return Math.sqrt(sum / (p * (p - 1)));
}

/**
 * How well m factors fit: χ² = (n − 1 − (2p + 5)/6 − 2m/3)·f with ((p − m)² − p − m)/2 degrees of freedom (Bartlett's correction);
 * RMSEA = √max(0, (χ²/df − 1)/(n − 1)); TLI against no correlation at all, χ₀² = −(n − 1 − (2p + 5)/6)·ln|R|.
 * Source: Bartlett (1951), Biometrika 38, 337–344; Steiger (1990), Multivar. Behav. Res. 25, 173–180; Tucker and Lewis (1973),
 * Psychometrika 38, 1–10.
 * @param criterion minimum of the maximum-likelihood discrepancy
 */
export function factorFit(correlation: Rows, logDet: number, loadings: Rows, criterion: number, n: number): FactorFit {
	const p = correlation.length;
	const m = loadings[0]?.length ?? 0;
	const df = degreesOfFreedom(p, m);
	const chi2 = Math.max(0, (n - 1 - (2 * p + 5) / 6 - (2 * m) / 3) * criterion);
	const df0 = (p * (p - 1)) / 2;
	const ratio0 = (-(n - 1 - (2 * p + 5) / 6) * logDet) / df0;
	return {
		chi2,
		df,
		tail: df > 0 ? chisqUpper(chi2, df) : null,
		rmsea: df > 0 ? Math.sqrt(Math.max(0, (chi2 / df - 1) / (n - 1))) : null,
		tli: df > 0 && ratio0 !== 1 ? (ratio0 - chi2 / df) / (ratio0 - 1) : null,
		rmsr: rootMeanSquareResidual(correlation, loadings)
	};
}
