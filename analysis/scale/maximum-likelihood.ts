import { violation, type Violation } from '../assumptions.ts';
import { fill, inversePositive, isRegular, symmetricEigen, type Rows } from './matrix.ts';

export interface MaximumLikelihood {
	/** Variables by factors, columns by falling canonical eigenvalue. */
	loadings: number[][];
	uniquenesses: number[];
	/** Minimum of the discrepancy ln|Σ| + tr(RΣ⁻¹) − ln|R| − p. */
	criterion: number;
	/** A uniqueness at its lower bound: an improper solution. */
	heywood: boolean;
	/** Largest derivative of the criterion by the logarithm of a uniqueness that is not at a bound. */
	max_gradient: number;
	iterations: number;
}

/** Bounds of the uniquenesses, as in R's factanal. */
const LOWER = 0.005;
const [LOW, HIGH] = [Math.log(LOWER), 0];
const ITERATIONS = 500;
const GRADIENT = 1e-11;

interface Point {
	x: number[];
	f: number;
	gradient: number[];
	theta: number[];
	omega: number[][];
}

/** θ − ln θ − 1 without the cancellation at 1. */
const excess = (t: number): number => t - 1 - Math.log1p(t - 1);

/**
 * The discrepancy profiled over the loadings, as a function of x = ln ψ. θ and ω are eigenvalues and vectors of Ψ^−½RΨ^−½; with
 * m > k the ones the factors leave over, f = Σ(θₘ − ln θₘ − 1) and ∂f/∂xᵢ = Σ(1 − θₘ)ω²ᵢₘ.
 */
function evaluate(correlation: Rows, factors: number, x: number[]): Point {
	const scale = x.map((v) => Math.exp(-v / 2));
	const { values: theta, vectors: omega } = symmetricEigen(correlation.map((row, i) => row.map((r, j) => r * scale[i]! * scale[j]!)));
	const f = theta.slice(factors).reduce((s, t) => s + excess(t), 0);
	const gradient = omega.map((row) => row.reduce((s, w, m) => (m < factors ? s : s + (1 - theta[m]!) * w * w), 0));
	return { x, f, gradient, theta, omega };
}

/**
 * Exact second derivatives: with m, n > k and r ≤ k,
 * Hᵢⱼ = Σₘθₘωᵢₘωⱼₘ·Σₙωᵢₙωⱼₙ + ΣₘΣᵣ(1 − θₘ)(θᵣ + θₘ)/(θᵣ − θₘ)·ωᵢₘωⱼₘωᵢᵣωⱼᵣ.
 */
function hessian(point: Point, factors: number): number[][] {
	const { theta, omega } = point;
	const p = omega.length;
	return fill(p, p, (i, j) => {
		let [weighted, plain, cross] = [0, 0, 0];
		for (let m = factors; m < p; m++) {
			const w = omega[i]![m]! * omega[j]![m]!;
			weighted += theta[m]! * w;
			plain += w;
			for (let r = 0; r < factors; r++) {
				// equal eigenvalues on both sides of the cut have no derivative; the damping below takes over
				const gap = Math.max(theta[r]! - theta[m]!, 1e-9);
				cross += (((1 - theta[m]!) * (theta[r]! + theta[m]!)) / gap) * w * omega[i]![r]! * omega[j]![r]!;
			}
		}
		return weighted * plain + cross;
	});
}

/** Variables that may move: not held at a bound by a gradient that points outwards. */
function freeAt(point: Point): number[] {
	return point.x.map((_, i) => i).filter((i) => !(point.x[i]! <= LOW && point.gradient[i]! >= 0) && !(point.x[i]! >= HIGH && point.gradient[i]! <= 0));
}

const largest = (values: readonly number[]): number => values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);

/** Newton's step over the free variables, the Hessian made positive definite by adding to its diagonal. */
function step(point: Point, free: readonly number[], factors: number): number[] {
	const full = hessian(point, factors);
	const size = largest(free.map((i) => full[i]![i]!)) || 1;
	for (let damping = 0; ; damping = damping === 0 ? 1e-8 * size : damping * 10) {
		const inverse = inversePositive(free.map((i) => free.map((j) => full[i]![j]! + (i === j ? damping : 0))));
		if (!inverse) continue;
		const move = inverse.map((row) => -row.reduce((s, h, j) => s + h * point.gradient[free[j]!]!, 0));
		const biggest = largest(move);
		return biggest > 2 ? move.map((v) => (v * 2) / biggest) : move;
	}
}

function minimise(correlation: Rows, factors: number, start: number[]): { point: Point; iterations: number } {
	let point = evaluate(correlation, factors, start);
	for (let iterations = 0; iterations < ITERATIONS; iterations++) {
		const free = freeAt(point);
		if (free.length === 0 || largest(free.map((i) => point.gradient[i]!)) < GRADIENT) return { point, iterations };
		const move = step(point, free, factors);
		const slope = free.reduce((s, i, j) => s + point.gradient[i]! * move[j]!, 0);
		let next: Point | null = null;
		for (let t = 1; t > 1e-10; t /= 2) {
			const x = [...point.x];
			free.forEach((i, j) => (x[i] = Math.min(HIGH, Math.max(LOW, x[i]! + t * move[j]!))));
			const tried = evaluate(correlation, factors, x);
			const smaller = largest(freeAt(tried).map((i) => tried.gradient[i]!)) < largest(free.map((i) => point.gradient[i]!));
			// near the minimum f is flat to rounding, and only the gradient tells progress
			if (tried.f <= point.f + 1e-4 * t * slope || (tried.f <= point.f + 1e-14 && smaller)) {
				next = tried;
				break;
			}
		}
		if (!next) return { point, iterations };
		const before = largest(free.map((i) => point.gradient[i]!));
		const settled = point.f - next.f < 1e-13 * (1 + point.f) && largest(freeAt(next).map((i) => next.gradient[i]!)) > before / 2;
		// neither lower nor flatter: what is left is rounding
		if (settled) return { point, iterations };
		point = next;
	}
	return { point, iterations: ITERATIONS };
}

const clamp = (psi: number): number => Math.min(HIGH, Math.max(LOW, Math.log(psi)));
/** Variables whose uniqueness is tried at its bound. */
const IMPROPER = 12;

/**
 * The lowest minimum met. The criterion can have several: Jöreskog's start and flat ones find the proper minima; then, from the best of
 * them, each of the variables with least uniqueness is put at the bound, where the improper ones lie.
 */
function lowest(correlation: Rows, factors: number): { point: Point; iterations: number } {
	const inverse = inversePositive(correlation)!;
	const p = correlation.length;
	const joreskog = inverse.map((row, i) => clamp((1 - (0.5 * factors) / p) / row[i]!));
	let best = minimise(correlation, factors, joreskog);
	const attempt = (start: number[]): void => {
		const found = minimise(correlation, factors, start);
		if (found.point.f < best.point.f - 1e-12) best = found;
	};
	for (const psi of [0.2, 0.5, 0.8]) attempt(joreskog.map(() => clamp(psi)));
	const { x } = best.point;
	const unique = x.map((_, i) => i).sort((a, b) => x[a]! - x[b]!);
	for (const held of unique.slice(0, IMPROPER)) attempt(joreskog.map((v, i) => (i === held ? LOW : v)));
	return best;
}

/**
 * Maximum-likelihood factor analysis of a correlation matrix: minimises ln|Σ| + tr(RΣ⁻¹) − ln|R| − p over Σ = ΛΛ' + Ψ, uniquenesses
 * from 0.005 to 1, by Newton's method with exact derivatives from several starting points, the best minimum kept.
 * Λ = Ψ^½Ω(Θ − I)^½ over the largest k eigenvalues, so that Λ'Ψ⁻¹Λ is diagonal.
 * Source: Jöreskog (1967), Psychometrika 32, 443–482; Lawley and Maxwell (1971), Factor Analysis as a Statistical Method, 2nd ed., ch. 4.
 * @returns `singular` when R has no inverse, `bad_field` when that many factors cannot be told from the data (negative degrees of
 *   freedom), `not_converged` when no start reached a stationary point
 */
export function maximumLikelihood(correlation: Rows, factors: number): MaximumLikelihood | Violation {
	const p = correlation.length;
	if (degreesOfFreedom(p, factors) < 0) return violation('bad_field', { field: 'factors', needed: `(p - m)^2 >= p + m, p = ${p}` });
	if (!isRegular(symmetricEigen(correlation).values)) return violation('singular');
	const { point, iterations } = lowest(correlation, factors);
	const maxGradient = largest(freeAt(point).map((i) => point.gradient[i]!));
	if (!(maxGradient < 1e-6)) return violation('not_converged', { iterations });
	const uniquenesses = point.x.map((x) => Math.exp(x));
	const loadings = fill(p, factors, (i, m) => Math.sqrt(uniquenesses[i]!) * point.omega[i]![m]! * Math.sqrt(Math.max(0, point.theta[m]! - 1)));
	return { loadings, uniquenesses, criterion: point.f, heywood: point.x.some((x) => x <= LOW + 1e-9), max_gradient: maxGradient, iterations };
}

/** ((p − m)² − (p + m))/2. */
export function degreesOfFreedom(variables: number, factors: number): number {
	return ((variables - factors) ** 2 - (variables + factors)) / 2;
}
