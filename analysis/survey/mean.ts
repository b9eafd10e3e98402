/** Weighted means and totals with design-based errors. */
import { violation, type Violation } from '../assumptions.ts';
import { exactSum, moments } from '../numeric/sum.ts';
import { totalsCovariance, type SurveyDesign } from './design.ts';

export interface Spread {
	/** sqrt(sum w (y - mean)^2 / sum w): the population's standard deviation as weighted. */
	population: number;
	/** Divided by sum w - sum w^2 / sum w: unbiased for weights that stand for reliability; null when that is 0. */
	unbiased: number | null;
}

export interface WeightedMean {
	/** Rows in the domain. */
	n: number;
	mean: number;
	se: number;
	total: number;
	totalSe: number;
	/** Sum of the weights. */
	weights: number;
	spread: Spread;
	/** se^2 / (s^2 / n), s^2 the unweighted variance in the domain: how many times the variance of a simple random sample. Null when y does not vary. */
	designEffect: number | null;
}

/**
 * Mean sum w y / sum w and total sum w y over a domain, errors by linearisation: scores w (y - mean) / sum w and w y, 0 outside the domain, so that the domain's
 * size is random as it is. Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 5.8; R's `survey::svymean`, `svytotal`, `svyby`.
 * @param inside 1 for rows in the domain; every row when absent
 * @returns `no_data` when the domain is empty
 */
export function weightedMean(design: SurveyDesign, y: Float64Array, inside?: Uint8Array): WeightedMean | Violation {
	const rows: number[] = [];
	for (let i = 0; i < design.n; i++) if (!inside || inside[i] === 1) rows.push(i);
	if (rows.length === 0) return violation('no_data');
	const w = Float64Array.from(rows, (i) => design.weights[i]!);
	const own = Float64Array.from(rows, (i) => y[i]!);
	const weights = exactSum(w);
	const total = exactSum(own.map((v, j) => v * w[j]!));
	const mean = total / weights;
	const squares = exactSum(own.map((v, j) => w[j]! * (v - mean) ** 2));
	const reliability = weights - exactSum(w.map((x) => x * x)) / weights;
	const forMean = new Float64Array(design.n);
	const forTotal = new Float64Array(design.n);
	rows.forEach((row, j) => {
		forMean[row] = (w[j]! * (own[j]! - mean)) / weights;
		forTotal[row] = w[j]! * own[j]!;
	});
	const variance = totalsCovariance(design, [forMean])[0]![0]!;
	const plain = moments(own).variance;
	return {
		n: rows.length, mean, total, weights,
		se: Math.sqrt(variance),
		totalSe: Math.sqrt(totalsCovariance(design, [forTotal])[0]![0]!),
		spread: { population: Math.sqrt(squares / weights), unbiased: rows.length > 1 && reliability > 0 ? Math.sqrt(squares / reliability) : null },
		designEffect: plain === null || plain === 0 ? null : (variance * rows.length) / plain
	};
}

/**
 * The mean of a sample post-stratified to known cell sizes: weights N_c / n_c, error from the scores' deviations from their cell means, with the given
 * design's corrections. Source: Särndal, Swensson and Wretman (1992), 7.6; R's `survey::postStratify` and `svymean`.
 * @param design weights are what post-stratification begins from
 * @param cell cell of each row; @param population N_c by cell
 * @param inside 1 for rows with y (the others keep their weight and have no score)
 * @returns `unreachable_margin` for a cell with population and no row, `inconsistent` for rows in a cell without population
 */
export function poststratifiedMean(design: SurveyDesign, y: Float64Array, inside: Uint8Array, cell: ArrayLike<number>, population: ArrayLike<number>, names: readonly string[]): { mean: number; se: number; n: number } | Violation {
	const base = new Float64Array(population.length);
	for (let i = 0; i < design.n; i++) base[cell[i]!]! += design.weights[i]!;
	for (let c = 0; c < base.length; c++) {
		if (base[c] === 0 && population[c]! > 0) return violation('unreachable_margin', { column: 'population', level: names[c] ?? String(c + 1) });
		if (base[c]! > 0 && !(population[c]! > 0)) return violation('inconsistent', { field: 'population' });
	}
	const weights = design.weights.map((w, i) => (w * population[cell[i]!]!) / base[cell[i]!]!);
	const valid = Array.from({ length: design.n }, (_, i) => i).filter((i) => inside[i] === 1);
	if (valid.length === 0) return violation('no_data');
	const sum = exactSum(valid.map((i) => weights[i]!));
	const mean = exactSum(valid.map((i) => weights[i]! * y[i]!)) / sum;
	const score = Float64Array.from({ length: design.n }, (_, i) => (inside[i] === 1 ? (y[i]! - mean) / sum : 0));
	const cellMean = new Float64Array(base.length);
	for (let i = 0; i < design.n; i++) cellMean[cell[i]!]! += (design.weights[i]! * score[i]!) / base[cell[i]!]!;
	const z = score.map((u, i) => weights[i]! * (u - cellMean[cell[i]!]!));
	return { mean, se: Math.sqrt(totalsCovariance(design, [z])[0]![0]!), n: valid.length };
}
