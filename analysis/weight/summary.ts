/** What weights cost: Kish's design effect, the effective number of respondents and the margin of error they leave. */
import { violation, type Violation } from '../assumptions.ts';
import { exactSum } from '../numeric/sum.ts';

export interface WeightSummary {
	n: number;
	sum: number;
	mean: number;
	min: number;
	max: number;
	/** Coefficient of variation, sqrt(deff - 1). */
	cv: number;
	/** n·Σw² / (Σw)². */
	deff_kish: number;
	/** (Σw)² / Σw². */
	n_eff: number;
	/** Half the 95 % interval of a share of 50 %: z·sqrt(0.25 / n_eff). */
	moe: number;
	/** The same with finite population correction, moe·sqrt((N - n)/(N - 1)); null without a population larger than 1 that holds the respondents. */
	moe_fpc: number | null;
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Source: Kish (1965), Survey Sampling, 11.7; Kish (1992), J. Off. Stat. 8, 183–200; the correction as in Cochran (1977), Sampling Techniques, 2.6.
 * @param weights one a respondent, 0 or above, in any unit
 * @param population N, the number of people the respondents stand for
 */
export function weightSummary(weights: ArrayLike<number>, population: number | null = null): WeightSummary | Violation {
	const n = weights.length;
	if (n === 0) return violation('no_data');
	let [squares, min, max] = [0, Infinity, -Infinity];
	for (let i = 0; i < n; i++) {
		const w = weights[i]!;
		if (!(w >= 0 && w < Infinity)) return violation('bad_field', { field: 'weights', needed: 'number >= 0' });
		min = Math.min(min, w);
		max = Math.max(max, w);
	}
	const sum = exactSum(weights);
	if (sum === 0) return violation('zero_denominator');
	const mean = sum / n;
	// from the spread about the mean, so that equal weights give exactly 1 and large weights do not overflow
	for (let i = 0; i < n; i++) squares += (weights[i]! / mean - 1) ** 2;
	const deff_kish = 1 + squares / n;
	const n_eff = n / deff_kish;
	const moe = Z * Math.sqrt(0.25 / n_eff);
	const moe_fpc = population !== null && population >= n && population > 1 ? moe * Math.sqrt((population - n) / (population - 1)) : null;
	return { n, sum, mean, min, max, cv: Math.sqrt(squares / n), deff_kish, n_eff, moe, moe_fpc };
}
