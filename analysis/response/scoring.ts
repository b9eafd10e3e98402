/** A logit fitted to counts: seats that are alike on every stratum are one row, so that a list of any length takes no longer than its strata have cells. */
import { violation, type Violation } from '../assumptions.ts';
import { exactSum } from '../numeric/sum.ts';
import { inverseCrossProduct, qr, solveQr } from '../numeric/qr.ts';
import { columnSums, crossProduct, denseColumns, inverseOf, linear, type MainEffects } from './main-effects.ts';

export interface CountLogit {
	b: Float64Array;
	/** Estimated probability of each row. */
	fitted: Float64Array;
	/** (X'WX)⁻¹ at the estimate. */
	vcov: number[][];
	/** Standard errors as R's glm gives them: from the weights its last step began with. */
	seGlm: Float64Array;
	/** -2 log L of the single seats. */
	deviance(): number;
}

/** The rule by which R's glm stops, with the epsilon that its printed standard errors here stand for. */
const GLM_EPSILON = 1e-15;
const STEPS = 100;
/** Each step squares what is left: after one this small, in standard errors, nothing is. */
const SQUARED = 1e-8;
/** Linear predictors that still move after so many steps are on their way to infinity. */
const LONG_ENOUGH = 40;
const STILL_GROWING = 0.5;
const LARGEST = 700;

interface Step { b: Float64Array; vcov: number[][] }

/** What the scoring asks of a design. */
interface Model {
	terms: number;
	dependent(): readonly number[];
	eta(b: Float64Array): Float64Array;
	/**
	 * Fisher's information and the step from it; null when the columns depend on each other at these weights.
	 * @param gradient weight times what the working response has beyond eta = Xb
	 */
	step(weight: Float64Array, working: Float64Array, b: Float64Array, gradient: Float64Array): Step | null;
	/** X'y */
	sums(y: Float64Array): Float64Array;
}

const stepped = (vcov: number[][], sums: Float64Array, b: Float64Array): Step => ({ b: b.map((v, j) => v + vcov[j]!.reduce((sum, x, m) => sum + x * sums[m]!, 0)), vcov });

function ofColumns(columns: readonly Float64Array[]): Model {
	return {
		terms: columns.length,
		dependent: () => qr(columns).dependent,
		sums: (y) => Float64Array.from(columns, (c) => c.reduce((sum, x, i) => sum + x * y[i]!, 0)),
		eta: (b) => columns[0]!.map((_, i) => columns.reduce((sum, c, j) => sum + c[i]! * b[j]!, 0)),
		step(weight, working) {
			const root = weight.map(Math.sqrt);
			const factors = qr(columns.map((c) => c.map((x, i) => x * root[i]!)));
			return factors.dependent.length > 0 ? null : { b: solveQr(factors, working.map((z, i) => z * root[i]!)), vcov: inverseCrossProduct(factors) };
		}
	};
}

/** As `ofColumns` of the same columns, which are written down only where their cross product would lose digits. */
function ofMainEffects(design: MainEffects): Model {
	let written: Model | null = null;
	const dense = (): Model => (written ??= ofColumns(denseColumns(design)));
	return {
		terms: design.terms,
		dependent: () => (inverseOf(crossProduct(design, new Float64Array(design.rows).fill(1))) ? [] : dense().dependent()),
		eta: (b) => linear(design, b),
		sums: (y) => columnSums(design, y),
		step(weight, working, b, gradient) {
			const vcov = inverseOf(crossProduct(design, weight));
			if (!vcov) return dense().step(weight, working, b, gradient);
			return stepped(vcov, columnSums(design, gradient), b);
		}
	};
}

export interface ScoringOptions {
	/** Coefficients to begin with; without them as R's glm does. The estimate is the same. */
	from?: Float64Array;
	/** Leaves out what only R's glm gives: `seGlm` is then `se`. */
	plain?: boolean;
	/** Columns known not to depend on each other. */
	independent?: boolean;
	/** (X'WX)⁻¹ near the estimate: steps are taken with it for as long as each is under a tenth of the one before, and it is given back as `vcov`. */
	near?: number[][];
}

/**
 * logit P = x'b from `answered[i]` of `seats[i]` on each row, by Fisher scoring until no coefficient moves by 1e-13 of its standard error. It begins where R's glm begins with single
 * seats, mu = (y + 1/2)/2, and notes the standard errors at the step where `glm.control(epsilon = 1e-15)` would have stopped: glm takes the information from the weights of
 * the step before, so that its standard errors differ from those at the estimate, mostly by nothing, at times by 1e-7 of themselves.
 * Source: McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., 2.5 and 4.4.
 * @param design its columns, the constant included; or main effects of factors, which are the same with fewer sums
 * @param seats above 0
 * @returns `singular` naming dependent columns, `separation` when no estimate is finite, `not_converged`
 */
export function countLogit(design: readonly Float64Array[] | MainEffects, seats: Float64Array, answered: Float64Array, terms: readonly string[], { from, plain = false, independent = false, near }: ScoringOptions = {}): CountLogit | Violation {
	const model = 'width' in design ? ofMainEffects(design) : ofColumns(design);
	const dependent = independent ? [] : model.dependent();
	if (dependent.length > 0) return violation('singular', { columns: dependent.map((j) => terms[j] ?? String(j + 1)).join(', ') });
	const deviance = (eta: Float64Array): number => exactSum(eta.map((e, i) => 2 * ((answered[i]! > 0 ? answered[i]! * log1pExp(-e) : 0) + (seats[i]! > answered[i]! ? (seats[i]! - answered[i]!) * log1pExp(e) : 0))));
	let b: Float64Array = from ?? new Float64Array(model.terms);
	let eta: Float64Array = from ? model.eta(from) : new Float64Array(seats.length);
	const rows = seats.length;
	const fitted = new Float64Array(rows);
	const gradient = new Float64Array(rows);
	let weight: Float64Array;
	let working: Float64Array;
	const work = (): void => {
		for (let i = 0; i < rows; i++) {
			const p = 1 / (1 + Math.exp(-eta[i]!));
			fitted[i] = p;
			gradient[i] = answered[i]! - seats[i]! * p;
		}
	};
	/** What a step of its own needs beside: steps with the covariance given do not. */
	const weigh = (): void => {
		weight = new Float64Array(rows);
		working = new Float64Array(rows);
		for (let i = 0; i < rows; i++) {
			const p = fitted[i]!;
			weight[i] = seats[i]! * p * (1 - p);
			working[i] = eta[i]! + gradient[i]! / weight[i]!;
		}
	};
	const ownStep = (): Step | null => model.step(weight, working, b, gradient);
	if (from) {
		work();
		if (!near) weigh();
	} else {
		// the first step: seats that have answered begin at 3/4, the others at 1/4; both have the same weight, and their mean working response is this
		const start = 0.25 * 0.75;
		weight = seats.map((n) => n * start);
		const side = Math.log(3) + 0.25 / start;
		working = seats.map((n, i) => (side * (2 * answered[i]! - n)) / n);
		for (let i = 0; i < rows; i++) gradient[i] = weight[i]! * working[i]!;
	}
	let before = plain ? 0 : exactSum(seats) * -2 * Math.log(0.75);
	let seGlm: Float64Array | null = null;
	let bounded = true;
	let lastMoved = Infinity;
	for (let step = 1; step <= STEPS; step++) {
		const scored: Step | null = near && bounded ? stepped(near, model.sums(gradient), b) : ownStep();
		if (!scored) return violation('separation');
		const next = model.eta(scored.b);
		let grown = 0;
		let largest = 0;
		for (let i = 0; i < next.length; i++) {
			grown = Math.max(grown, Math.abs(next[i]! - eta[i]!));
			largest = Math.max(largest, Math.abs(next[i]!));
		}
		if (!(largest <= LARGEST)) return violation('separation');
		const moved: number = scored.b.reduce((m, v, j) => Math.max(m, Math.abs(v - b[j]!) / Math.sqrt(scored.vcov[j]![j]!)), 0);
		[b, eta] = [scored.b, next];
		if (!plain) {
			const now = deviance(eta);
			if (!seGlm && Math.abs(now - before) / (Math.abs(now) + 0.1) < GLM_EPSILON) seGlm = Float64Array.from(scored.vcov, (row, j) => Math.sqrt(row[j]!));
			before = now;
		}
		work();
		if (!(near && bounded)) weigh();
		if (moved < (near && bounded ? 1e-13 : plain ? SQUARED : 1e-13) || (moved < 1e-9 && step > 30)) {
			const estimate = eta;
			const last = near && bounded ? { vcov: near } : ownStep();
			return last ? { b, fitted, vcov: last.vcov, seGlm: seGlm ?? Float64Array.from(last.vcov, (row, j) => Math.sqrt(row[j]!)), deviance: () => deviance(estimate) } : violation('separation');
		}
		if (near && bounded && moved > lastMoved / 10) {
			bounded = false;
			weigh();
		}
		lastMoved = moved;
		if (step >= LONG_ENOUGH && grown > STILL_GROWING) return violation('separation');
	}
	return violation('not_converged', { iterations: STEPS });
}

/** log(1 + e^x) without overflow or loss. */
const log1pExp = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
