import { isViolation, type Violation } from '../assumptions.ts';
import { decimals } from '../numeric/decimal.ts';
import { anovaFromMoments, type Anova } from './anova.ts';
import { groupMoments } from './moments.ts';
import { median, size, type Sample } from './sample.ts';

export type Centre = 'median' | 'mean';

/** Distances from the mean; equal where the whole numbers n x - Σx are, so that rounding does not pass for spread. */
function fromMean(values: Float64Array, counts: Float64Array): Float64Array {
	let n = 0;
	let sum = 0;
	for (let i = 0; i < values.length; i++) {
		n += counts[i]!;
		sum += counts[i]! * values[i]!;
	}
	return values.map((x) => Math.abs(n * x - sum) / n);
}

function fromMedian(values: Float64Array, counts: Float64Array): Float64Array {
	const centre = median({ values, counts });
	return values.map((x) => Math.abs(x - centre));
}

/**
 * Levene's test of equal variances: one-way analysis of variance of |x - centre of its group|. With the median, Brown and Forsythe's variant, which
 * holds under skew; with the mean, Levene's own. Decimals are taken as whole numbers. Source: Levene (1960); Brown and Forsythe (1974), JASA 69, 364-367.
 * @param groups never changed; those without rows do not count
 * @returns F, df and p, which have no unit; or the violations of one-way analysis of variance, `constant` when the distances are the same within groups
 */
export function levene(groups: readonly Sample[], centre: Centre): Pick<Anova, 'F' | 'df' | 'tail'> | Violation {
	const present = groups.filter((g) => size(g) > 0);
	const whole = decimals(present.map((g) => g.values));
	const distances = present.map(({ values, counts }, i) => ({ values: (centre === 'median' ? fromMedian : fromMean)(whole?.offsets[i] ?? values, counts), counts }));
	const test = anovaFromMoments(groupMoments(distances));
	return isViolation(test) ? test : { F: test.F, df: test.df, tail: test.tail };
}

/** Whether the spread may be taken for equal: p of the median-centred test at 5 % or above; null when it cannot be tested. */
export function equalVariances(groups: readonly Sample[]): { met: boolean | null; p: number | null } {
	const test = levene(groups, 'median');
	return isViolation(test) ? { met: null, p: null } : { met: test.tail.p >= 0.05, p: test.tail.p };
}
