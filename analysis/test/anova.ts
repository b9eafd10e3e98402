/** One-way analysis of variance. */
import { violation, type Violation } from '../assumptions.ts';
import { fUpper } from '../distribution/f.ts';
import type { Tail } from '../distribution/tail.ts';
import { groupMoments, type Moments } from './moments.ts';
import { sampleOf } from './sample.ts';

export interface Anova {
	ss_between: number;
	ss_within: number;
	df: [number, number];
	ms_between: number;
	ms_within: number;
	F: number;
	tail: Tail;
}

/** Σ n (x̄_g - x̄)², from deviations against the shared reference; 0 where the means differ by their rounding alone. */
function between(groups: readonly Moments[], rows: number): number {
	const [low, high] = [Math.min(...groups.map((g) => g.deviation)), Math.max(...groups.map((g) => g.deviation))];
	if (high - low <= 2 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) return 0;
	const grand = groups.reduce((s, g) => s + g.n * g.deviation, 0) / rows;
	const rest = groups.reduce((s, g) => s + g.n * (g.deviation - grand), 0);
	return Math.max(0, groups.reduce((s, g) => s + g.n * (g.deviation - grand) ** 2, 0) - (rest * rest) / rows);
}

/**
 * Fisher's F from group moments: SSB = Σ n_g(x̄_g - x̄)², SSW = Σ ss_g, F = (SSB/(k-1))/(SSW/(N-k)). Groups without rows do not count.
 * @returns a violation `groups` with fewer than two groups, `too_few` with no more rows than groups, `constant` when nothing varies within groups
 */
export function anovaFromMoments(all: readonly Moments[]): Anova | Violation {
	const groups = all.filter((g) => g.n > 0);
	const rows = groups.reduce((s, g) => s + g.n, 0);
	if (groups.length < 2) return violation('groups', { groups: groups.length, needed: '2+' });
	if (rows <= groups.length) return violation('too_few', { n: rows, needed: groups.length + 1 });
	const ssb = between(groups, rows);
	const ssw = groups.reduce((s, g) => s + g.ss, 0);
	if (!(ssw > 0)) return violation('constant');
	const df: [number, number] = [groups.length - 1, rows - groups.length];
	const [msb, msw] = [ssb / df[0], ssw / df[1]];
	return { ss_between: ssb, ss_within: ssw, df, ms_between: msb, ms_within: msw, F: msb / msw, tail: fUpper(msb / msw, df[0], df[1]) };
}

/**
 * One-way analysis of variance of raw values; decimal data are summed exactly, so that NIST's SmLs07 to SmLs09 keep all digits.
 * Source: Fisher (1925), Statistical Methods for Research Workers.
 * @param groups one array of finite values for each group; never changed
 */
export function oneWayAnova(groups: readonly Float64Array[]): Anova | Violation {
	return anovaFromMoments(groupMoments(groups.map(sampleOf)));
}
