/** Logistic regression by maximum likelihood. */
import { violation, type Violation } from '../assumptions.ts';
import { inverseCrossProduct, qr, solveQr } from '../numeric/qr.ts';

export interface LogisticFit {
	/** Names of the coefficients. */
	terms: readonly string[];
	b: Float64Array;
	/** Inverse of the information X'WX at the estimate, as rows. */
	vcov: number[][];
	se: Float64Array;
	/** Estimated probabilities. */
	fitted: Float64Array;
	/** -2 log L. */
	deviance: number;
	/** -2 log L of the model with a constant only. */
	nullDeviance: number;
	/** Rows less coefficients. */
	dfResid: number;
	/** deviance + 2 k. */
	aic: number;
	/** deviance + k log n. */
	bic: number;
	iterations: number;
}

const ITERATIONS = 100;
/** Linear predictors that still grow by this much, after as many steps as it takes to pass every finite estimate, are on their way to infinity. */
const STILL_GROWING = 0.5;
const LONG_ENOUGH = 40;
/** A probability this far out, exp(-700), is none that an estimate gives. */
const LARGEST = 700;

/** log(1 + e^x) without overflow or loss. */
const log1pExp = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

function predictor(columns: readonly Float64Array[], b: Float64Array, n: number): Float64Array {
	const eta = new Float64Array(n);
	columns.forEach((c, j) => {
		const by = b[j]!;
		for (let i = 0; i < n; i++) eta[i]! += c[i]! * by;
	});
	return eta;
}

function devianceAt(eta: Float64Array, y: Float64Array): number {
	let sum = 0;
	let rest = 0;
	for (let i = 0; i < y.length; i++) {
		const x = (y[i] === 1 ? log1pExp(-eta[i]!) : log1pExp(eta[i]!)) - rest;
		const total = sum + x;
		rest = total - sum - x;
		sum = total;
	}
	return 2 * sum;
}

/** sqrt of the weights p (1 - p) = 1 / (4 cosh^2(eta / 2)). */
function rootWeights(eta: Float64Array): Float64Array {
	const root = new Float64Array(eta.length);
	for (let i = 0; i < eta.length; i++) root[i] = 1 / (2 * Math.cosh(eta[i]! / 2));
	return root;
}

function weighted(columns: readonly Float64Array[], root: Float64Array): Float64Array[] {
	return columns.map((c) => {
		const out = new Float64Array(c.length);
		for (let i = 0; i < c.length; i++) out[i] = c[i]! * root[i]!;
		return out;
	});
}

/** What a step is to explain: (y - p) / sqrt(p (1 - p)), y - p without cancellation. */
function gaps(eta: Float64Array, y: Float64Array, root: Float64Array): Float64Array {
	const gap = new Float64Array(eta.length);
	for (let i = 0; i < eta.length; i++) gap[i] = (y[i] === 1 ? 1 / (1 + Math.exp(eta[i]!)) : -1 / (1 + Math.exp(-eta[i]!))) / root[i]!;
	return gap;
}

/** The largest distance between two predictors of the same row. */
function furthest(a: Float64Array, b: Float64Array): number {
	let most = 0;
	for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
	return most;
}

/** -2 log L of a constant probability, `ones` successes among n. */
function constantDeviance(ones: number, n: number): number {
	return -2 * (ones * Math.log(ones / n) + (n - ones) * Math.log1p(-ones / n));
}

/**
 * P(y = 1) = 1 / (1 + exp(-x'b)), b by maximum likelihood: iteratively reweighted least squares, each step a QR of sqrt(W) X, until a step
 * moves no coefficient by more than 1e-10 of its standard error, which leaves 1e-16 or so (R's glm stops earlier, when the deviance has settled to 1e-8).
 * Source: McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., 2.5 and 4.4.
 * @param columns the columns of X, that of ones included; not changed
 * @param y 0 or 1
 * @param terms names of the columns
 * @returns `constant` when y does not vary, `singular` naming dependent columns, `separation` when the columns foretell some rows without fail so that no
 * estimate is finite (Albert and Anderson 1984, Biometrika 71, 1-10), `not_a_count` when y is neither 0 nor 1
 */
export function logistic(columns: readonly Float64Array[], y: Float64Array, terms: readonly string[]): LogisticFit | Violation {
	const n = y.length;
	const k = columns.length;
	if (n === 0) return violation('no_data');
	if (y.some((v) => v !== 0 && v !== 1)) return violation('not_a_count');
	const ones = y.reduce((s, v) => s + v, 0);
	if (ones === 0 || ones === n) return violation('constant', { column: 'y' });
	if (n < k) return violation('too_few', { n, needed: k });
	const unweighted = qr(columns);
	if (unweighted.dependent.length > 0) return violation('singular', { columns: unweighted.dependent.map((j) => terms[j] ?? String(j + 1)).join(', ') });

	let b: Float64Array = new Float64Array(k);
	let eta: Float64Array = new Float64Array(n);
	let deviance = devianceAt(eta, y);
	for (let iteration = 1; iteration <= ITERATIONS; iteration++) {
		if (eta.some((e) => Math.abs(e) > LARGEST)) return violation('separation');
		const root = rootWeights(eta);
		// at first every weight is 1/4
		const factors = iteration === 1 ? { ...unweighted, scale: unweighted.scale.map((d) => d / 2) } : qr(weighted(columns, root));
		if (factors.dependent.length > 0) return violation('separation');
		const step = solveQr(factors, gaps(eta, y, root));
		const vcov = inverseCrossProduct(factors);
		const moved = step.reduce((m, s, j) => Math.max(m, Math.abs(s) / Math.sqrt(vcov[j]![j]!)), 0);
		let length = 1;
		let next = predictor(columns, b.map((v, j) => v + step[j]!), n);
		let nextDeviance = devianceAt(next, y);
		for (let halving = 0; halving < 30 && nextDeviance > deviance * (1 + 1e-12); halving++) {
			length /= 2;
			next = predictor(columns, b.map((v, j) => v + length * step[j]!), n);
			nextDeviance = devianceAt(next, y);
		}
		const grown = furthest(next, eta);
		b = b.map((v, j) => v + length * step[j]!);
		eta = next;
		deviance = nextDeviance;
		if (moved < 1e-10) return finish(columns, y, terms, b, eta, ones, iteration);
		if (iteration >= LONG_ENOUGH && grown > STILL_GROWING) return violation('separation');
	}
	return violation('not_converged', { iterations: ITERATIONS });
}

function finish(columns: readonly Float64Array[], y: Float64Array, terms: readonly string[], b: Float64Array, eta: Float64Array, ones: number, iterations: number): LogisticFit | Violation {
	const n = y.length;
	const factors = qr(weighted(columns, rootWeights(eta)));
	if (factors.dependent.length > 0) return violation('separation');
	const vcov = inverseCrossProduct(factors);
	const deviance = devianceAt(eta, y);
	const k = b.length;
	return {
		terms, b, vcov, deviance, iterations,
		se: Float64Array.from(vcov, (row, j) => Math.sqrt(row[j]!)),
		fitted: eta.map((e) => 1 / (1 + Math.exp(-e))),
		nullDeviance: constantDeviance(ones, n),
		dfResid: n - k,
		aic: deviance + 2 * k,
		bic: deviance + k * Math.log(n)
	};
}
