import { violation, type Violation } from '../assumptions.ts';
import { bothZ, type ZTest } from './mann-whitney.ts';
import { rankGroups, type Ranking } from './ranks.ts';
import { sampleOf } from './sample.ts';

export interface SignedRank {
	/** Differences other than 0. */
	n_nonzero: number;
	zeros: number;
	V_plus: number;
	V_minus: number;
	uncorrected: ZTest;
	corrected: ZTest;
	/** (V₊ - V₋)/(V₊ + V₋). */
	rank_biserial: number;
	/** The differences other than 0, and the ranking of their sizes (two groups: positive, negative). */
	differences: Float64Array;
	ranking: Ranking;
}

/**
 * Wilcoxon's signed rank test: zeros dropped, mid-ranks of |d|, var V₊ = n(n+1)(2n+1)/24 - Σ(t³-t)/48.
 * Source: Wilcoxon (1945), Biometrics Bulletin 1, 80-83; ties: Hollander, Wolfe and Chicken (2014), ch. 3.
 * @param all differences; never changed
 * @returns a violation `too_few` without differences, `constant` when all are 0
 */
export function signedRank(all: Float64Array): SignedRank | Violation {
	if (all.length === 0) return violation('too_few', { n: 0, needed: 1 });
	const differences = all.filter((d) => d !== 0);
	const n = differences.length;
	if (n === 0) return violation('constant');
	const ranking = rankGroups([sampleOf(differences.filter((d) => d > 0)), sampleOf(differences.filter((d) => d < 0).map(Math.abs))]);
	const [plus, minus] = ranking.rankSums as [number, number];
	const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ranking.tieSum / 48);
	return { n_nonzero: n, zeros: all.length - n, V_plus: plus, V_minus: minus, ...bothZ((plus - minus) / 2, sd), rank_biserial: (plus - minus) / (plus + minus), differences, ranking };
}
