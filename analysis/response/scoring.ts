/** A logit fitted to counts: seats that are alike on every stratum are one row, so that a list of any length takes no longer than its strata have cells. */
import { violation, type Violation } from '../assumptions.ts';
import { exactSum } from '../numeric/sum.ts';
import { inverseCrossProduct, qr, solveQr } from '../numeric/qr.ts';

export interface CountLogit {
	b: Float64Array;
	/** Estimated probability of each row. */
	fitted: Float64Array;
	/** (X'WX)⁻¹ at the estimate. */
	vcov: number[][];
	/** Standard errors as R's glm gives them: from the weights its last step began with. */
	seGlm: Float64Array;
	/** -2 log L of the single seats. */
	deviance: number;
}

/** The rule by which R's glm stops, with the epsilon that its printed standard errors here stand for. */
const GLM_EPSILON = 1e-15;
const STEPS = 100;
/** Linear predictors that still move after so many steps are on their way to infinity. */
const LONG_ENOUGH = 40;
const STILL_GROWING = 0.5;
const LARGEST = 700;

/** Fisher's information and the step from it; null when the columns depend on each other at these weights. */
function score(columns: readonly Float64Array[], weight: Float64Array, working: Float64Array): { b: Float64Array; vcov: number[][] } | null {
	const root = weight.map(Math.sqrt);
	const factors = qr(columns.map((c) => c.map((x, i) => x * root[i]!)));
	return factors.dependent.length > 0 ? null : { b: solveQr(factors, working.map((z, i) => z * root[i]!)), vcov: inverseCrossProduct(factors) };
}

/**
 * logit P = x'b from `answered[i]` of `seats[i]` on each row, by Fisher scoring until no coefficient moves by 1e-13 of its standard error. It begins where R's glm begins with single
 * seats, mu = (y + 1/2)/2, and notes the standard errors at the step where `glm.control(epsilon = 1e-15)` would have stopped: glm takes the information from the weights of
 * the step before, so that its standard errors differ from those at the estimate, mostly by nothing, at times by 1e-7 of themselves.
 * Source: McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., 2.5 and 4.4.
 * @param columns of the design, the constant included
 * @param seats above 0
 * @returns `singular` naming dependent columns, `separation` when no estimate is finite, `not_converged`
 */
export function countLogit(columns: readonly Float64Array[], seats: Float64Array, answered: Float64Array, terms: readonly string[]): CountLogit | Violation {
	const { dependent } = qr(columns);
	if (dependent.length > 0) return violation('singular', { columns: dependent.map((j) => terms[j] ?? String(j + 1)).join(', ') });
	const deviance = (eta: Float64Array): number => exactSum(eta.map((e, i) => 2 * ((answered[i]! > 0 ? answered[i]! * log1pExp(-e) : 0) + (seats[i]! > answered[i]! ? (seats[i]! - answered[i]!) * log1pExp(e) : 0))));
	// the first step: seats that have answered begin at 3/4, the others at 1/4; both have the same weight, and their mean working response is this
	const start = 0.25 * 0.75;
	let weight: Float64Array = seats.map((n) => n * start);
	const side = Math.log(3) + 0.25 / start;
	let working: Float64Array = seats.map((n, i) => (side * (2 * answered[i]! - n)) / n);
	let before = exactSum(seats) * -2 * Math.log(0.75);
	let seGlm: Float64Array | null = null;
	let b: Float64Array = new Float64Array(columns.length);
	let eta: Float64Array = new Float64Array(seats.length);
	for (let step = 1; step <= STEPS; step++) {
		const scored = score(columns, weight, working);
		if (!scored) return violation('separation');
		const next = eta.map((_, i) => columns.reduce((sum, c, j) => sum + c[i]! * scored.b[j]!, 0));
		if (next.some((e) => Math.abs(e) > LARGEST)) return violation('separation');
		const grown = next.reduce((m, e, i) => Math.max(m, Math.abs(e - eta[i]!)), 0);
		const moved = scored.b.reduce((m, v, j) => Math.max(m, Math.abs(v - b[j]!) / Math.sqrt(scored.vcov[j]![j]!)), 0);
		[b, eta] = [scored.b, next];
		const now = deviance(eta);
		if (!seGlm && Math.abs(now - before) / (Math.abs(now) + 0.1) < GLM_EPSILON) seGlm = Float64Array.from(scored.vcov, (row, j) => Math.sqrt(row[j]!));
		before = now;
		const fitted = eta.map((e) => 1 / (1 + Math.exp(-e)));
		weight = seats.map((n, i) => n * fitted[i]! * (1 - fitted[i]!));
		working = eta.map((e, i) => e + (answered[i]! - seats[i]! * fitted[i]!) / weight[i]!);
		if (moved < 1e-13 || (moved < 1e-9 && step > 30)) {
			const last = score(columns, weight, working);
			return last ? { b, fitted, vcov: last.vcov, seGlm: seGlm ?? Float64Array.from(last.vcov, (row, j) => Math.sqrt(row[j]!)), deviance: now } : violation('separation');
		}
		if (step >= LONG_ENOUGH && grown > STILL_GROWING) return violation('separation');
	}
	return violation('not_converged', { iterations: STEPS });
}

/** log(1 + e^x) without overflow or loss. */
const log1pExp = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
