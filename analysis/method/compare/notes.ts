/** What the comparing methods tell the reader beside the numbers. */
import type { Tail } from '../../distribution/tail.ts';
import type { Assumption, Note } from '../../result.ts';
import type { Column } from '../../table/table.ts';
import type { Clustering } from '../../test/cluster.ts';
import { equalVariances } from '../../test/levene.ts';
import type { Moments } from '../../test/moments.ts';
import { size, type Sample } from '../../test/sample.ts';
import { crowded } from '../describe/shared.ts';

/** Groups below this leave a test to chance and single answers. */
export const SMALL_N = 20;
/** The larger variance over the smaller from which tests that take them for equal are misled: a rule of thumb where only figures are at hand. */
const VARIANCE_RATIO = 4;
/** From here the clusters change the standard errors by more than five per cent. */
const CLUSTERED = 1.1;

/** Warns when so many sit at an end of the scale that differences are hidden, by the same rule as where the item is described. Only for scales whose points are known, with three or more of them. */
export function scaleNotes(name: string, y: Column, samples: readonly Sample[]): Note[] {
	if (y.kind !== 'categorical' || y.categories.length < 3) return [];
	const scores = y.categories.map((c) => c.score ?? 0);
	const rows = samples.reduce((n, s) => n + size(s), 0);
	const shareAt = (score: number): number => samples.reduce((n, s) => n + s.values.reduce((m, x, i) => m + (x === score ? s.counts[i]! : 0), 0), 0) / rows;
	return ([['compare_ceiling', Math.max(...scores)], ['compare_floor', Math.min(...scores)]] as const)
		.map(([key, score]) => ({ key, share: shareAt(score) }))
		.filter(({ share }) => share > crowded(y.categories.length))
		.map(({ key, share }) => ({ key, level: 'warning' as const, params: { column: name, percent: 100 * share } }));
}

export function smallN(sizes: readonly number[]): Note[] {
	const n = Math.min(...sizes);
	return n < SMALL_N ? [{ key: 'small_n', level: 'warning', params: { n, limit: SMALL_N } }] : [];
}

/** Says when a p is too small for a number, so that the logarithm is read. */
export function underflow(tails: readonly Tail[]): Note[] {
	return tails.some((t) => t.logP < Math.log(Number.MIN_VALUE)) ? [{ key: 'p_below', level: 'info' }] : [];
}

/** Rows independent of each other: cannot be seen without clusters; with them, judged by the design effect. */
export function independence(cluster: string | null | undefined, found: Clustering | null): { assumption: Assumption; notes: Note[] } {
	if (!cluster || !found) return { assumption: { key: 'independent_rows', met: null }, notes: [] };
	const met = found.design_effect <= CLUSTERED;
	const params = { column: cluster, clusters: found.clusters, icc: found.icc, times: found.design_effect };
	return { assumption: { key: 'independent_rows', met, params: { icc: found.icc, design_effect: found.design_effect } }, notes: met ? [] : [{ key: 'compare_clustered', level: 'warning', params }] };
}

/** Equal spread, by the Brown-Forsythe test of raw values, or by the ratio of the variances where only figures are given. */
export function spread(moments: readonly Moments[], samples: readonly Sample[] | null): { assumption: Assumption; notes: Note[] } {
	const variances = moments.filter((m) => m.n > 1).map((m) => m.variance);
	const [low, high] = [Math.min(...variances), Math.max(...variances)];
	if (variances.length < 2) return { assumption: { key: 'equal_variances', met: null }, notes: [] };
	const ratio = low > 0 ? high / low : null;
	const tested = samples ? equalVariances(samples) : { met: null, p: null };
	const met = (tested.met ?? true) && ratio !== null && ratio <= VARIANCE_RATIO;
	const params = { ...(ratio === null ? {} : { ratio }), ...(tested.p === null ? {} : { p: tested.p }) };
	return { assumption: { key: 'equal_variances', met, params }, notes: met ? [] : [{ key: 'compare_use_welch', level: 'warning' }] };
}

/** Σc(x - m)³ over n, standardised: the group's skewness g₁. */
function skewness(s: Sample, m: Moments): number {
	const sd = Math.sqrt(m.ss / m.n);
	return sd > 0 ? s.values.reduce((sum, x, i) => sum + s.counts[i]! * ((x - m.mean) / sd) ** 3, 0) / m.n : 0;
}

/** Means near enough to normal by Cochran's rule n > 25 g₁², group by group. Source: Cochran (1977), Sampling Techniques, 2.15. */
export function normality(moments: readonly Moments[], samples: readonly Sample[] | null): Assumption {
	if (!samples) return { key: 'normality', met: null };
	const g = samples.map((s, i) => Math.abs(skewness(s, moments[i]!)));
	const smallest = Math.min(...moments.map((m) => m.n));
	const met = g.every((skew, i) => moments[i]!.n > 25 * skew * skew);
	return { key: 'normality', met: met && smallest < SMALL_N ? null : met, params: { skewness: Math.max(...g) } };
}

/** Ties make rank tests coarser: how many rows share their value. */
export function tiesNote(tied: number, n: number): Note[] {
	return tied > 0 ? [{ key: 'compare_ties', level: 'info', params: { tied, n } }] : [];
}
