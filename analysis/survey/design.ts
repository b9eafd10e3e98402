/** The design of a sample, and the variance of weighted totals under it. */
import { violation, type Violation } from '../assumptions.ts';

export interface SurveyDesign {
	/** Rows. */
	n: number;
	/** Weights, above 0; taken as fixed. */
	weights: Float64Array;
	/** Stratum of each row, 0 to strata - 1. */
	stratum: Int32Array;
	strata: number;
	/** Primary sampling unit of each row, numbered through the strata: clusters are nested in strata. Each row is its own where no clusters are given. */
	unit: Int32Array;
	units: number;
	/** Stratum of each unit. */
	unitStratum: Int32Array;
	/** Sampled units by stratum. */
	sizes: Float64Array;
	/** 1 - n_h / N_h by stratum; 1 for sampling with replacement. */
	correction: Float64Array;
	/** Units less strata: the degrees of freedom of the variance. */
	df: number;
	/** Strata with a single unit that are not taken whole. */
	lonely: number;
}

export interface DesignParts {
	weights: Float64Array;
	/** Group of each row, whole numbers from 0. */
	strata?: ArrayLike<number> | null;
	clusters?: ArrayLike<number> | null;
	/** Population of units in the row's stratum (1 or more, at least the sampled), or the fraction sampled (below 1); the same throughout a stratum. */
	fpc?: ArrayLike<number> | null;
}

function numbered(n: number, key: (i: number) => number): { codes: Int32Array; count: number; first: number[] } {
	const seen = new Map<number, number>();
	const first: number[] = [];
	const codes = new Int32Array(n);
	for (let i = 0; i < n; i++) {
		const k = key(i);
		let code = seen.get(k);
		if (code === undefined) {
			code = seen.size;
			seen.set(k, code);
			first.push(i);
		}
		codes[i] = code;
	}
	return { codes, count: seen.size, first };
}

/**
 * @returns `bad_field` when a weight is not above 0, `inconsistent` when the population of a stratum changes within it or is below the sampled units,
 * `too_few` with fewer than two units
 */
export function surveyDesign({ weights, strata, clusters, fpc }: DesignParts): SurveyDesign | Violation {
	const n = weights.length;
	if (n === 0) return violation('no_data');
	if (!weights.every((w) => w > 0 && Number.isFinite(w))) return violation('bad_field', { field: 'weights', needed: 'number > 0' });
	const h = numbered(n, (i) => (strata ? strata[i]! : 0));
	const units = clusters ? numbered(n, (i) => h.codes[i]! + h.count * clusters[i]!) : { codes: Int32Array.from({ length: n }, (_, i) => i), count: n, first: Array.from({ length: n }, (_, i) => i) };
	const unitStratum = Int32Array.from(units.first, (row) => h.codes[row]!);
	const sizes = new Float64Array(h.count);
	for (const stratum of unitStratum) sizes[stratum]! += 1;
	const correction = new Float64Array(h.count).fill(1);
	for (let i = 0; fpc && i < n; i++) {
		const stratum = h.codes[i]!;
		if (!(fpc[i]! > 0) || fpc[i] !== fpc[h.first[stratum]!]) return violation('inconsistent', { field: 'fpc' });
		const fraction = fpc[i]! < 1 ? fpc[i]! : sizes[stratum]! / fpc[i]!;
		if (fraction > 1) return violation('inconsistent', { field: 'fpc' });
		correction[stratum] = 1 - fraction;
	}
	if (units.count < 2) return violation('too_few', { n: units.count, needed: 2 });
	const lonely = sizes.reduce((s, m, stratum) => s + (m === 1 && correction[stratum]! > 0 ? 1 : 0), 0);
	return { n, weights, stratum: h.codes, strata: h.count, unit: units.codes, units: units.count, unitStratum, sizes, correction, df: units.count - h.count, lonely };
}

/**
 * Covariance matrix of the totals sum_i z_ij of already weighted scores, by linearisation as if units were drawn with replacement within strata:
 * sum_h (1 - f_h) n_h/(n_h - 1) sum_u (z_hu - mean_h)(z_hu - mean_h)', z_hu the sums of the stratum's units. A stratum with a single unit is centred on the
 * mean of all units (f_h = 1 gives 0). Source: Wolter (2007), Introduction to Variance Estimation, 2nd ed., ch. 6; R's `survey::svyrecvar`.
 * @param scores one array a total, 0 for rows outside the domain
 */
export function totalsCovariance(design: SurveyDesign, scores: readonly Float64Array[]): number[][] {
	const { units, unit, unitStratum, strata, sizes, correction } = design;
	const factor = sizes.map((m, h) => Math.sqrt(correction[h]! * (m > 1 ? m / (m - 1) : 1)));
	const sums = scores.map((z) => {
		const own = new Float64Array(units);
		for (let i = 0; i < z.length; i++) own[unit[i]!]! += z[i]!;
		const mean = new Float64Array(strata);
		let all = 0;
		for (let u = 0; u < units; u++) {
			mean[unitStratum[u]!]! += own[u]!;
			all += own[u]!;
		}
		for (let h = 0; h < strata; h++) mean[h] = sizes[h]! > 1 ? mean[h]! / sizes[h]! : all / units;
		for (let u = 0; u < units; u++) own[u] = (own[u]! - mean[unitStratum[u]!]!) * factor[unitStratum[u]!]!;
		return own;
	});
	const covariance = sums.map(() => new Array<number>(sums.length).fill(0));
	for (let a = 0; a < sums.length; a++) {
		for (let b = 0; b <= a; b++) {
			const [x, y] = [sums[a]!, sums[b]!];
			let sum = 0;
			for (let u = 0; u < units; u++) sum += x[u]! * y[u]!;
			covariance[a]![b] = covariance[b]![a] = sum;
		}
	}
	return covariance;
}
