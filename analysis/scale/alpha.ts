import { violation, type Violation } from '../assumptions.ts';
import { fQuantile } from '../distribution/f.ts';
import { squaredMultipleCorrelations, toCorrelation, type Rows } from './matrix.ts';

export interface Alpha {
	/** Cronbach's alpha from the covariances. */
	alpha: number;
	/** The same from the correlations. */
	std_alpha: number;
	/** Guttman's lambda 6; null when the correlation matrix is singular. */
	lambda6: number | null;
	/** Mean correlation between two items. */
	mean_r: number;
	/** Alpha of the other items; null for a scale of two items, and where the others' sum does not vary. */
	alpha_if_dropped: (number | null)[];
	/** Correlation of the item with the sum of the others (corrected item-rest); null where that sum does not vary. */
	r_drop: (number | null)[];
	/** Correlation of the item with the sum of all. */
	r_total: number[];
}

/** Alpha is a quotient of variances: a sum whose variance is rounding noise has none. */
const FLAT = 1e-12;

/**
 * Cronbach's alpha and the item statistics that go with it, from the items' covariance matrix C (reversed items turned):
 * α = k/(k − 1)·(1 − tr C/ΣΣC); standardised, k·r̄/(1 + (k − 1)·r̄); λ6 = 1 − Σ(1 − smcᵢ)/ΣΣR.
 * Source: Cronbach (1951), Psychometrika 16, 297–334; Guttman (1945), Psychometrika 10, 255–282. The numbers of psych::alpha in R.
 * @param covariance k by k, listwise or pairwise
 * @returns `too_few` with fewer than two items, `constant` with the item's number (from 1) when it, or `sum` when the sum, does not vary
 */
export function alpha(covariance: Rows): Alpha | Violation {
	const k = covariance.length;
	if (k < 2) return violation('too_few', { n: k, needed: 2 });
	const variances = covariance.map((row, i) => row[i]!);
	const flat = variances.findIndex((v) => !(v > 0));
	if (flat >= 0) return violation('constant', { column: flat + 1 });
	const trace = variances.reduce((a, b) => a + b, 0);
	const rows = covariance.map((row) => row.reduce((a, b) => a + b, 0));
	const total = rows.reduce((a, b) => a + b, 0);
	if (!(total > FLAT * trace)) return violation('constant', { column: 'sum' });
	const correlation = toCorrelation(covariance);
	const allR = correlation.flat().reduce((a, b) => a + b, 0);
	const meanR = (allR - k) / (k * (k - 1));
	const smc = squaredMultipleCorrelations(correlation);
	const rest = rows.map((row, i) => total - 2 * row + variances[i]!);
	const varies = rest.map((v) => v > FLAT * trace);
	return {
		alpha: (k / (k - 1)) * (1 - trace / total),
		std_alpha: (k * meanR) / (1 + (k - 1) * meanR),
		lambda6: smc && 1 - smc.reduce((s, x) => s + (1 - x), 0) / allR,
		mean_r: meanR,
		alpha_if_dropped: rest.map((v, i) => (k > 2 && varies[i] ? ((k - 1) / (k - 2)) * (1 - (trace - variances[i]!) / v) : null)),
		r_drop: rest.map((v, i) => (varies[i] ? (rows[i]! - variances[i]!) / Math.sqrt(variances[i]!) / Math.sqrt(v) : null)),
		r_total: rows.map((row, i) => row / Math.sqrt(variances[i]!) / Math.sqrt(total))
	};
}

/**
 * Feldt's interval for alpha: (1 − α̂)·F, F with n − 1 and (n − 1)(k − 1) degrees of freedom, is pivotal for 1 − α.
 * Source: Feldt (1965), Psychometrika 30, 357–370; Feldt, Woodruff and Salih (1987), Appl. Psychol. Meas. 11, 93–103.
 * @param n rows, at least 2  @param k items, at least 2  @param level such as 0.95
 */
export function feldtInterval(alphaHat: number, n: number, k: number, level: number): { low: number; high: number } {
	const tail = (1 - level) / 2;
	const [d1, d2] = [n - 1, (n - 1) * (k - 1)];
	return { low: 1 - (1 - alphaHat) * fQuantile(1 - tail, d1, d2), high: 1 - (1 - alphaHat) * fQuantile(tail, d1, d2) };
}
