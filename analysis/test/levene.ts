import { isViolation, type Violation } from '../assumptions.ts';
import { anovaFromMoments, type Anova } from './anova.ts';
import { groupMoments } from './moments.ts';
import { median, size, type Sample } from './sample.ts';

export type Centre = 'median' | 'mean';

/**
 * Levene's test of equal variances: one-way analysis of variance of |x - centre of its group|. With the median, Brown and Forsythe's variant, which
 * holds under skew; with the mean, Levene's own. Source: Levene (1960); Brown and Forsythe (1974), JASA 69, 364-367.
 * @param groups never changed; those without rows do not count
 * @returns the violations of one-way analysis of variance; `constant` when the distances are the same all over
 */
export function levene(groups: readonly Sample[], centre: Centre): Anova | Violation {
	const present = groups.filter((g) => size(g) > 0);
	const means = groupMoments(present);
	const distances = present.map((g, i) => {
		const c = centre === 'median' ? median(g) : means[i]!.mean;
		return { values: g.values.map((x) => Math.abs(x - c)), counts: g.counts };
	});
	return anovaFromMoments(groupMoments(distances));
}

/** Whether the spread may be taken for equal: p of the median-centred test at 5 % or above; null when it cannot be tested. */
export function equalVariances(groups: readonly Sample[]): { met: boolean | null; p: number | null } {
	const test = levene(groups, 'median');
	return isViolation(test) ? { met: null, p: null } : { met: test.tail.p >= 0.05, p: test.tail.p };
}
