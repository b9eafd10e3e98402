import { orderedValues, quantile } from '../estimate/ordered.ts';
import { normalFrom, seededRandom } from '../numeric/random.ts';
import { violation, type Violation } from '../assumptions.ts';
import { fill, symmetricEigen, toCorrelation, type Rows } from './matrix.ts';

export interface ParallelAnalysis {
	observed: number[];
	/** Mean of each eigenvalue over the random data sets. */
	random_mean: number[];
	/** Quantile of each eigenvalue over the random data sets. */
	random_quantile: number[];
	/** Leading eigenvalues above the mean, and above the quantile, until the first that is not. */
	n_above_mean: number;
	n_above_quantile: number;
	/** Smallest distance from the quantile among the eigenvalues that decide the number: small means that another seed may decide otherwise. */
	margin: number;
}

/** A gamma deviate of shape a ≥ ½, scale 1, by Marsaglia and Tsang (2000), ACM TOMS 26, 363–372; below 1 by their U^(1/a) step. */
function gammaDeviate(a: number, random: () => number, normal: () => number): number {
	if (a < 1) return gammaDeviate(a + 1, random, normal) * random() ** (1 / a);
	const d = a - 1 / 3;
	for (;;) {
		const z = normal();
		const v = (1 + z / Math.sqrt(9 * d)) ** 3;
		if (v > 0 && Math.log(random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
	}
}

/**
 * Correlation matrices of samples of n rows of p independent normal variables, drawn without the rows: their sums of products are
 * AA' with A lower triangular, normal deviates below the diagonal and √χ²(n − 1 − i) on it (Bartlett 1933, Proc. R. Soc. Edinb. 53, 260–283).
 */
export function randomCorrelations(n: number, p: number, seed: number): () => number[][] {
	const random = seededRandom(seed);
	const normal = normalFrom(random);
	return () => {
		const a = fill(p, p, (i, j) => (j < i ? normal() : j === i ? Math.sqrt(2 * gammaDeviate((n - 1 - i) / 2, random, normal)) : 0));
		return toCorrelation(
			fill(p, p, (i, j) => {
				let s = 0;
				for (let m = 0; m <= Math.min(i, j); m++) s += a[i]![m]! * a[j]![m]!;
				return s;
			})
		);
	};
}

const leading = (observed: readonly number[], limits: readonly number[]): number => {
	const first = observed.findIndex((v, i) => v <= limits[i]!);
	return first < 0 ? observed.length : first;
};

/**
 * Horn's parallel analysis: the eigenvalues of the correlation matrix beside those of normal data without any correlation, of the same n and p.
 * Source: Horn (1965), Psychometrika 30, 179–185; the quantile instead of the mean by Glorfeld (1995), Educ. Psychol. Meas. 55, 377–393.
 * @param n rows, more than variables  @param replicates random data sets  @param probability of the quantile, such as 0.95
 */
export function parallelAnalysis(correlation: Rows, n: number, replicates: number, probability: number, seed: number): ParallelAnalysis | Violation {
	const p = correlation.length;
	if (n <= p) return violation('too_few', { n, needed: p + 1 });
	const observed = symmetricEigen(correlation).values;
	const draw = randomCorrelations(n, p, seed);
	const drawn = observed.map(() => new Float64Array(replicates));
	for (let r = 0; r < replicates; r++) symmetricEigen(draw()).values.forEach((v, i) => (drawn[i]![r] = v));
	const mean = drawn.map((values) => values.reduce((a, b) => a + b, 0) / replicates);
	const limits = drawn.map((values) => quantile(orderedValues(values), probability, 7));
	const above = leading(observed, limits);
	return {
		observed,
		random_mean: mean,
		random_quantile: limits,
		n_above_mean: leading(observed, mean),
		n_above_quantile: above,
		margin: Math.min(...observed.slice(0, above + 1).map((v, i) => Math.abs(v - limits[i]!)))
	};
}
