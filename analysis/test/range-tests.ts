/** All pairs of means, with p-values that already account for how many pairs there are. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { studentizedRangeQuantile, studentizedRangeUpper } from '../distribution/range.ts';
import { chebyshevAt, chebyshevFit } from '../numeric/chebyshev.ts';
import type { Tail } from '../distribution/tail.ts';
import { anovaFromMoments } from './anova.ts';
import type { Moments } from './moments.ts';
import { pairsOf } from './pairs.ts';
import { welchDf } from './t.ts';

export interface PairOfMeans {
	/** Indices of the groups. */
	pair: [number, number];
	/** Second mean minus first. */
	diff: number;
	/** |diff| over its standard error, in the studentized range's scale: √2 times t. */
	q: number;
	df: number;
	tail: Tail;
	/** Half the width of the simultaneous interval. */
	halfwidth: number;
}

/**
 * Tukey's honestly significant difference in Kramer's form for unequal n: q = |x̄_j - x̄_i| / √(MSW/2 (1/n_i + 1/n_j)), referred to the studentized range of
 * k means with N - k degrees of freedom. Source: Tukey (1953); Kramer (1956), Biometrics 12, 307-310.
 * @param groups all with rows
 * @returns the violations of one-way analysis of variance
 */
export function tukeyHsd(groups: readonly Moments[], level = 0.95): PairOfMeans[] | Violation {
	const anova = anovaFromMoments(groups);
	if (isViolation(anova)) return anova;
	const df = anova.df[1];
	const critical = studentizedRangeQuantile(level, groups.length, df);
	return pairsOf(groups.length).map(([i, j]) => {
		const [a, b] = [groups[i]!, groups[j]!];
		const se = Math.sqrt((anova.ms_within / 2) * (1 / a.n + 1 / b.n));
		const diff = b.deviation - a.deviation;
		const q = Math.abs(diff) / se;
		return { pair: [i, j], diff, q, df, tail: studentizedRangeUpper(q, groups.length, df), halfwidth: critical * se };
	});
}

/** From so many pairs, and df above this, one interpolation serves them all. */
const MANY_PAIRS = 12;
const SMOOTH_DF = 20;
const POINTS = 9;

/** Critical values of the studentized range for several df. They are smooth in 1/df: for many pairs a polynomial through nine of them has eleven digits. */
export function criticalValues(level: number, k: number, df: readonly number[]): number[] {
	const direct = (x: number): number => studentizedRangeQuantile(level, k, x);
	const [least, most] = [Math.min(...df), Math.max(...df)];
	if (df.length < MANY_PAIRS || least < SMOOTH_DF || least === most) return df.map(direct);
	const [low, high] = [1 / most, 1 / least];
	const fit = chebyshevFit((x) => direct(1 / x), low, high, POINTS);
	return df.map((x) => chebyshevAt(fit, (2 / x - low - high) / (high - low)));
}

/**
 * Games and Howell's comparisons, each pair with its own variances and Welch's df: q = |x̄_j - x̄_i| / √((s_i²/n_i + s_j²/n_j)/2).
 * Source: Games and Howell (1976), J. Educ. Stat. 1, 113-125.
 * @returns a violation `groups` with fewer than two groups, `too_few` when one has fewer than two rows, `constant` when two groups do not vary
 */
export function gamesHowell(groups: readonly Moments[], level = 0.95): PairOfMeans[] | Violation {
	const k = groups.length;
	if (k < 2) return violation('groups', { groups: k, needed: '2+' });
	const smallest = Math.min(...groups.map((g) => g.n));
	if (smallest < 2) return violation('too_few', { n: smallest, needed: 2 });
	if (groups.filter((g) => !(g.variance > 0)).length > 1) return violation('constant');
	const pairs = pairsOf(k);
	const df = pairs.map(([i, j]) => welchDf(groups[i]!, groups[j]!));
	const critical = criticalValues(level, k, df);
	return pairs.map(([i, j], at) => {
		const [a, b] = [groups[i]!, groups[j]!];
		const se = Math.sqrt((a.variance / a.n + b.variance / b.n) / 2);
		const diff = b.deviation - a.deviation;
		const q = Math.abs(diff) / se;
		return { pair: [i, j], diff, q, df: df[at]!, tail: studentizedRangeUpper(q, k, df[at]!), halfwidth: critical[at]! * se };
	});
}
