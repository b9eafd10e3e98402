import { violation, type Violation } from '../assumptions.ts';
import { normalTwoSided } from '../distribution/normal.ts';
import type { Tail } from '../distribution/tail.ts';
import { rankGroups, type Ranking } from './ranks.ts';
import type { Sample } from './sample.ts';

export interface ZTest {
	z: number;
	tail: Tail;
}

/** z of a statistic's distance from its expectation, without and with half a step of continuity correction. */
export function bothZ(distance: number, sd: number): { uncorrected: ZTest; corrected: ZTest } {
	const test = (d: number): ZTest => ({ z: d / sd, tail: normalTwoSided(d / sd) });
	return { uncorrected: test(distance), corrected: test(distance - 0.5 * Math.sign(distance)) };
}

export interface MannWhitney {
	/** How often a row of the first group beats one of the second, ties half; and the other way round. */
	U1: number;
	U2: number;
	/** As SPSS prints it. */
	uncorrected: ZTest;
	/** As R prints it. */
	corrected: ZTest;
	/** 2U₁/(n₁n₂) - 1. */
	rank_biserial: number;
	/** |z| / √N. */
	r_from_z: number;
	mean_ranks: [number, number];
	ranking: Ranking;
}

/**
 * Mann and Whitney's U, the same test as Wilcoxon's rank sum: U₁ = R₁ - n₁(n₁+1)/2 with mid-ranks, var U = n₁n₂/12 (N + 1 - Σ(t³-t)/(N(N-1))).
 * Source: Mann and Whitney (1947), Ann. Math. Stat. 18, 50-60; ties: Lehmann (1975), Nonparametrics, ch. 1.
 * @param groups two samples; never changed
 * @returns a violation `too_few` when a group is empty, `constant` when all values are the same
 */
export function mannWhitney(groups: readonly [Sample, Sample]): MannWhitney | Violation {
	const ranking = rankGroups(groups);
	const [n1, n2] = ranking.n as [number, number];
	if (Math.min(n1, n2) < 1) return violation('too_few', { n: Math.min(n1, n2), needed: 1 });
	if (ranking.values.length < 2) return violation('constant');
	const [R1, R2] = ranking.rankSums as [number, number];
	const N = ranking.rows;
	const U1 = R1 - (n1 * (n1 + 1)) / 2;
	const U2 = R2 - (n2 * (n2 + 1)) / 2;
	const sd = Math.sqrt(((n1 * n2) / 12) * (N + 1 - ranking.tieSum / (N * (N - 1))));
	const { uncorrected, corrected } = bothZ((U1 - U2) / 2, sd);
	return { U1, U2, uncorrected, corrected, rank_biserial: (U1 - U2) / (n1 * n2), r_from_z: Math.abs(uncorrected.z) / Math.sqrt(N), mean_ranks: [R1 / n1, R2 / n2], ranking };
}
