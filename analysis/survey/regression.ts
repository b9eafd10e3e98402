/** Weighted least squares with design-based errors. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import type { Design } from '../model/design.ts';
import { leastSquares } from '../model/least-squares.ts';
import { totalsCovariance, type SurveyDesign } from './design.ts';

export interface WeightedOls {
	b: Float64Array;
	se: Float64Array;
	covariance: number[][];
	/** Units less strata less coefficients plus one: the degrees of freedom R's svyglm uses. */
	df: number;
	/** 1 - weighted residual over weighted total sum of squares about the weighted mean. */
	r2: number;
	residuals: Float64Array;
}

/**
 * b = argmin sum w (y - x'b)^2, covariance by linearisation: scores (X'WX)^-1 x_i w_i e_i summed under the design.
 * Source: Binder (1983), Int. Stat. Rev. 51, 279-292; R's `survey::svyglm` with the gaussian family.
 */
export function weightedOls(design: SurveyDesign, x: Design, y: Float64Array): WeightedOls | Violation {
	const k = x.columns.length;
	const root = design.weights.map(Math.sqrt);
	if (y.every((v) => v === y[0])) return violation('constant', { column: 'y' });
	const fit = leastSquares(x.columns.map((c) => c.map((v, i) => v * root[i]!)), y.map((v, i) => v * root[i]!), x.names);
	if (isViolation(fit)) return fit;
	const df = design.df - k + (x.intercept ? 1 : 0);
	if (df < 1) return violation('too_few', { n: design.units, needed: design.strata + k });
	const scores = fit.inverse.map((row) =>
		Float64Array.from({ length: design.n }, (_, i) => row.reduce((s, a, j) => s + a * x.columns[j]![i]!, 0) * root[i]! * fit.residuals[i]!)
	);
	const covariance = totalsCovariance(design, scores);
	const weight = design.weights.reduce((s, w) => s + w, 0);
	const centre = x.intercept ? y.reduce((s, v, i) => s + design.weights[i]! * v, 0) / weight : 0;
	const total = y.reduce((s, v, i) => s + design.weights[i]! * (v - centre) ** 2, 0);
	return {
		b: fit.b, covariance, df,
		se: Float64Array.from(covariance, (row, j) => Math.sqrt(row[j]!)),
		r2: 1 - fit.rss / total,
		residuals: fit.residuals.map((e, i) => e / root[i]!)
	};
}
