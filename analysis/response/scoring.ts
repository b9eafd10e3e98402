/** Standard errors as R's glm gives them: not at the estimate, but one step before it. */
import { exactSum } from '../numeric/sum.ts';
import { inverseCrossProduct, qr, solveQr } from '../numeric/qr.ts';

const EPSILON = 1e-15;
const STEPS = 100;

/**
 * Fisher scoring of a logit as `glm(family = binomial, control = glm.control(epsilon = 1e-15))` does it: from mu = (y + 1/2)/2 until the deviance changes
 * by less than 1e-15 of itself. glm takes the information from the weights its last step began with, so its standard errors differ from
 * those at the estimate by as much as that step moved the weights: mostly nothing, at times some 1e-9. Here so that printed figures from R can be met.
 * @param columns of the design, the constant included
 * @returns null when the columns depend on each other
 */
export function glmStandardErrors(columns: readonly Float64Array[], y: Float64Array): Float64Array | null {
	const deviance = (mu: Float64Array): number => exactSum(mu.map((m, i) => -2 * Math.log(y[i] === 1 ? m : 1 - m)));
	let mu: Float64Array = y.map((v) => (v + 0.5) / 2);
	let eta: Float64Array = mu.map((m) => Math.log(m / (1 - m)));
	let before = deviance(mu);
	for (let step = 1; ; step++) {
		const root = mu.map((m) => Math.sqrt(m * (1 - m)));
		const factors = qr(columns.map((c) => c.map((x, i) => x * root[i]!)));
		if (factors.dependent.length > 0) return null;
		const b = solveQr(factors, eta.map((e, i) => (e + (y[i]! - mu[i]!) / (mu[i]! * (1 - mu[i]!))) * root[i]!));
		eta = eta.map((_, i) => columns.reduce((sum, c, j) => sum + c[i]! * b[j]!, 0));
		mu = eta.map((e) => 1 / (1 + Math.exp(-e)));
		const now = deviance(mu);
		if (Math.abs(now - before) / (Math.abs(now) + 0.1) < EPSILON || step === STEPS) return Float64Array.from(inverseCrossProduct(factors), (row, j) => Math.sqrt(row[j]!));
		before = now;
	}
}
