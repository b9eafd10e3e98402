/** How much of the variance a grouping accounts for. */
import { chisqQuantile } from '../distribution/chisq.ts';
import { ncpIntervalF } from '../distribution/noncentral-f.ts';
import type { Interval } from './standardised.ts';

/** Noncentrality per denominator df from which the numerator's own variation is beyond the eighth digit, and a share of variance is 1 to sixteen. */
const FAR = 1e10;

/** Noncentralities that F is compatible with; very far out F is λ/d₁ over χ²/d₂, and the quantiles of χ² alone give λ. */
function noncentralities(F: number, d1: number, d2: number, level: number): Interval {
	if (d1 * F < FAR * Math.max(1, d2)) return ncpIntervalF(F, d1, d2, level);
	const at = (p: number): number => d1 * F * (chisqQuantile(p, d2) / d2);
	return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

export interface VarianceExplained {
	eta2: number;
	/** Not truncated at 0. */
	omega2: number;
	/** Not truncated at 0. */
	epsilon2: number;
	/** √(η² / (1 - η²)). */
	cohen_f: number;
	/** Noncentrality of F. */
	ncp_ci: Interval;
	/** ncp / (ncp + N): the population's share of variance, which all three estimate. */
	interval: Interval;
}

/**
 * η² = SSB/SST, ω² = (SSB - df_b MSW)/(SST + MSW), ε² = (SSB - df_b MSW)/SST. Interval: the noncentrality of F by inversion, divided by itself plus N.
 * Source: Steiger (2004), Psychological Methods 9, 164-182; Olejnik and Algina (2003), Psychological Methods 8, 434-447.
 * @param ssWithin above 0
 * @param level of the interval; 0.90 goes with an F test at 5 %, which looks one way
 */
export function varianceExplained(ssBetween: number, ssWithin: number, dfBetween: number, dfWithin: number, level: number): VarianceExplained {
	const total = ssBetween + ssWithin;
	const msw = ssWithin / dfWithin;
	const rows = dfBetween + dfWithin + 1;
	const { low, high } = noncentralities(ssBetween / dfBetween / msw, dfBetween, dfWithin, level);
	const share = (ncp: number): number => ncp / (ncp + rows);
	return {
		eta2: ssBetween / total,
		omega2: (ssBetween - dfBetween * msw) / (total + msw),
		epsilon2: (ssBetween - dfBetween * msw) / total,
		cohen_f: Math.sqrt(ssBetween / ssWithin),
		ncp_ci: { low, high },
		interval: { low: share(low), high: share(high) }
	};
}

/**
 * ω² from Welch's F: df_b(F - 1)/(df_b(F - 1) + N), and the interval from the noncentrality of that F, which is approximate.
 * Source: Albers and Lakens (2018), J. Exp. Soc. Psychol. 74, 187-195.
 */
export function omegaSquaredWelch(F: number, dfBetween: number, dfWithin: number, rows: number, level: number): { omega2: number; interval: Interval } {
	const { low, high } = noncentralities(F, dfBetween, dfWithin, level);
	return { omega2: (dfBetween * (F - 1)) / (dfBetween * (F - 1) + rows), interval: { low: low / (low + rows), high: high / (high + rows) } };
}
