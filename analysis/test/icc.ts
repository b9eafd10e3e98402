import { isViolation, type Violation } from '../assumptions.ts';
import { fQuantile } from '../distribution/f.ts';
import type { Interval } from '../effect/standardised.ts';
import { anovaFromMoments, type Anova } from './anova.ts';
import type { Moments } from './moments.ts';

export interface IntraclassCorrelation {
	/** (N - Σn²/N)/(k - 1): the group size that takes the place of n when groups are unequal. */
	n0: number;
	/** How alike two rows of the same group are; below 0 when they are less alike than chance. */
	icc1: number;
	icc1_ci: Interval;
	/** How reliable the group means are. */
	icc2: number;
	anova: Anova;
}

/**
 * Intraclass correlations from one-way analysis of variance: ICC(1) = (MSB - MSW)/(MSB + (n₀ - 1)MSW), ICC(2) = (MSB - MSW)/MSB. Interval: F over the
 * quantiles of its distribution, with n₀ in the place of n, which is exact for equal groups. Source: Shrout and Fleiss (1979), Psychological Bulletin
 * 86, 420-428; n₀: Donner (1986), International Statistical Review 54, 67-82.
 * @returns the violations of one-way analysis of variance
 */
export function iccFromMoments(all: readonly Moments[], level = 0.95): IntraclassCorrelation | Violation {
	const anova = anovaFromMoments(all);
	if (isViolation(anova)) return anova;
	const rows = all.reduce((s, g) => s + g.n, 0);
	const n0 = (rows - all.reduce((s, g) => s + g.n * g.n, 0) / rows) / anova.df[0];
	const of = (F: number): number => (F - 1) / (F + n0 - 1);
	const quantile = (p: number): number => fQuantile(p, anova.df[0], anova.df[1]);
	const ci = { low: of(anova.F / quantile((1 + level) / 2)), high: of(anova.F / quantile((1 - level) / 2)) };
	return { n0, icc1: of(anova.F), icc1_ci: ci, icc2: anova.F > 0 ? 1 - 1 / anova.F : -Infinity, anova };
}
