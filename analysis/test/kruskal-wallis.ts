import { violation, type Violation } from '../assumptions.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import { normalTwoSided } from '../distribution/normal.ts';
import type { Tail } from '../distribution/tail.ts';
import { benjaminiHochberg, holm } from '../plan/adjust.ts';
import { pairsOf } from './pairs.ts';
import { rankGroups, type Ranking } from './ranks.ts';
import type { Sample } from './sample.ts';

export interface KruskalWallis {
	H: number;
	df: number;
	tail: Tail;
	mean_ranks: number[];
	/** H/(N - 1). */
	epsilon2: number;
	/** (H - k + 1)/(N - k); null when every group has one row. */
	eta2_H: number | null;
	ranking: Ranking;
}

/**
 * Kruskal and Wallis' test: H = 12/(N(N+1)) Σ n_g(R̄_g - (N+1)/2)² / (1 - Σ(t³-t)/(N³-N)), chi-square with k - 1 df.
 * Source: Kruskal and Wallis (1952), JASA 47, 583-621; epsilon²: Tomczak and Tomczak (2014), Trends in Sport Sciences 21, 19-25.
 * @param groups two or more samples; never changed
 * @returns a violation `groups` with fewer than two, `too_few` when one is empty, `constant` when all values are the same
 */
export function kruskalWallis(groups: readonly Sample[]): KruskalWallis | Violation {
	const k = groups.length;
	if (k < 2) return violation('groups', { groups: k, needed: '2+' });
	const ranking = rankGroups(groups);
	const { rows: N, n } = ranking;
	const smallest = Math.min(...n);
	if (smallest < 1) return violation('too_few', { n: smallest, needed: 1 });
	if (ranking.values.length < 2) return violation('constant');
	const mean_ranks = ranking.rankSums.map((r, g) => r / n[g]!);
	const spread = mean_ranks.reduce((s, r, g) => s + n[g]! * (r - (N + 1) / 2) ** 2, 0);
	const H = ((12 / (N * (N + 1))) * spread) / (1 - ranking.tieSum / (N * (N * N - 1)));
	return { H, df: k - 1, tail: chisqUpper(H, k - 1), mean_ranks, epsilon2: H / (N - 1), eta2_H: N > k ? (H - k + 1) / (N - k) : null, ranking };
}

export interface Dunn {
	/** Indices of the groups of each pair. */
	pairs: [number, number][];
	/** Mean rank of the first minus the second, over its standard error. */
	z: number[];
	tails: Tail[];
	p_holm: number[];
	p_bh: number[];
	ranking: Ranking;
}

/**
 * Dunn's comparisons of mean ranks: z = (R̄_i - R̄_j)/√((N(N+1)/12 - Σ(t³-t)/(12(N-1)))(1/n_i + 1/n_j)), two-sided, with Holm's and Benjamini and
 * Hochberg's corrections over all pairs. Source: Dunn (1964), Technometrics 6, 241-252.
 * @returns the violations of Kruskal and Wallis' test
 */
export function dunn(groups: readonly Sample[]): Dunn | Violation {
	const overall = kruskalWallis(groups);
	if ('violation' in overall) return overall;
	const { ranking, mean_ranks } = overall;
	const N = ranking.rows;
	const variance = (N * (N + 1)) / 12 - ranking.tieSum / (12 * (N - 1));
	const pairs = pairsOf(groups.length);
	const z = pairs.map(([i, j]) => (mean_ranks[i]! - mean_ranks[j]!) / Math.sqrt(variance * (1 / ranking.n[i]! + 1 / ranking.n[j]!)));
	const tails = z.map(normalTwoSided);
	const p = tails.map((t) => t.p);
	return { pairs, z, tails, p_holm: holm(p), p_bh: benjaminiHochberg(p), ranking };
}
