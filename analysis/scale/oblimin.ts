import { LuDecomposition, Matrix } from 'ml-matrix';
import { fill, product, transpose, type Rows } from './matrix.ts';
import { arrange, rowLengths, startingTurns, type Rotated } from './rotation.ts';

const STARTS = 8;
/** Gradient at which Newton's method takes over from gradient projection, and at which a start is done. */
const NEAR = 1e-3;
const DONE = 1e-12;
const STEPS = 500;
const ROUNDS = 50;

/** A turn T (k by k, rows after each other), the criterion there, and its gradient along the surface of unit columns. */
interface Position {
	turn: Float64Array;
	f: number;
	slope: Float64Array;
	/** Length of the gradient. */
	length: number;
}

/** Gauss and Jordan with pivots on a small square matrix, rows after each other. Null where a pivot vanishes. */
function inverted(m: Float64Array, k: number): Float64Array | null {
	const a = m.slice();
	const inverse = Float64Array.from({ length: k * k }, (_, i) => (i % (k + 1) === 0 ? 1 : 0));
	for (let c = 0; c < k; c++) {
		let pivot = c;
		for (let r = c + 1; r < k; r++) if (Math.abs(a[r * k + c]!) > Math.abs(a[pivot * k + c]!)) pivot = r;
		if (Math.abs(a[pivot * k + c]!) < 1e-10) return null;
		for (let j = 0; pivot !== c && j < k; j++) {
			[a[c * k + j], a[pivot * k + j]] = [a[pivot * k + j]!, a[c * k + j]!];
			[inverse[c * k + j], inverse[pivot * k + j]] = [inverse[pivot * k + j]!, inverse[c * k + j]!];
		}
		const scale = 1 / a[c * k + c]!;
		for (let j = 0; j < k; j++) {
			a[c * k + j]! *= scale;
			inverse[c * k + j]! *= scale;
		}
		for (let r = 0; r < k; r++) {
			const factor = a[r * k + c]!;
			if (r === c || factor === 0) continue;
			for (let j = 0; j < k; j++) {
				a[r * k + j]! -= factor * a[c * k + j]!;
				inverse[r * k + j]! -= factor * inverse[c * k + j]!;
			}
		}
	}
	return inverse;
}

/** Pattern matrix A(T')⁻¹, rows after each other. */
function pattern(a: Float64Array, inverse: Float64Array, p: number, k: number): Float64Array {
	const out = new Float64Array(p * k);
	for (let i = 0; i < p; i++) {
		for (let m = 0; m < k; m++) {
			let s = 0;
			for (let j = 0; j < k; j++) s += a[i * k + j]! * inverse[m * k + j]!;
			out[i * k + m] = s;
		}
	}
	return out;
}

/** Criterion Σᵢ Σₘ≠ₙ λ²ᵢₘλ²ᵢₙ/4 (quartimin) and gradient at T: G = −(Λ'Q T⁻¹)' with Q = ∂f/∂Λ, less its part along each column of T. Null where T is singular. */
function evaluate(a: Float64Array, p: number, k: number, turn: Float64Array): Position | null {
	const inverse = inverted(turn, k);
	if (!inverse) return null;
	const loadings = pattern(a, inverse, p, k);
	const inner = new Float64Array(k * k);
	let f = 0;
	for (let i = 0; i < p; i++) {
		let all = 0;
		for (let m = 0; m < k; m++) all += loadings[i * k + m]! ** 2;
		for (let n = 0; n < k; n++) {
			const l = loadings[i * k + n]!;
			const q = l * (all - l * l);
			f += l * q;
			for (let m = 0; m < k; m++) inner[m * k + n]! += loadings[i * k + m]! * q;
		}
	}
	const slope = new Float64Array(k * k);
	for (let m = 0; m < k; m++) {
		let along = 0;
		for (let j = 0; j < k; j++) {
			let s = 0;
			for (let n = 0; n < k; n++) s += inner[m * k + n]! * inverse[n * k + j]!;
			slope[j * k + m] = -s;
			along -= s * turn[j * k + m]!;
		}
		for (let j = 0; j < k; j++) slope[j * k + m]! -= along * turn[j * k + m]!;
	}
	return { turn, f: f / 4, slope, length: Math.hypot(...slope) };
}

/** Columns scaled to length 1, and their lengths before. */
function unitColumns(x: Float64Array, k: number): { turn: Float64Array; lengths: number[] } {
	const lengths = Array.from({ length: k }, (_, m) => Math.hypot(...Array.from({ length: k }, (__, j) => x[j * k + m]!)));
	return { turn: x.map((v, at) => v / lengths[at % k]!), lengths };
}

/** Jennrich's projected gradient until the slope is small. */
function descend(a: Float64Array, p: number, k: number, start: Position): Position {
	let at = start;
	let t = 1;
	for (let steps = 0; steps < STEPS && at.length > NEAR; steps++) {
		t *= 2;
		let next: Position | null = null;
		for (let halved = 0; halved < 40 && !next; halved++, t /= 2) {
			const tried = evaluate(a, p, k, unitColumns(at.turn.map((v, i) => v - t * at.slope[i]!), k).turn);
			if (tried && at.f - tried.f > 0.5 * at.length ** 2 * t) next = tried;
		}
		if (!next) return at;
		t *= 2;
		at = next;
	}
	return at;
}

/** Newton's step: the slope's derivatives by central differences, and along each column, where nothing changes, the column itself. */
function newton(a: Float64Array, p: number, k: number, at: Position): Position | null {
	const size = k * k;
	const h = 1e-5;
	const hessian = Matrix.zeros(size, size);
	for (let c = 0; c < size; c++) {
		const ends = [h, -h].map((step) => {
			const { turn, lengths } = unitColumns(at.turn.map((v, i) => (i === c ? v + step : v)), k);
			const there = evaluate(a, p, k, turn);
			return there && there.slope.map((s, i) => s / lengths[i % k]!);
		});
		if (!ends[0] || !ends[1]) return null;
		for (let r = 0; r < size; r++) {
			const radial = r % k === c % k ? at.turn[r]! * at.turn[c]! : 0;
			hessian.set(r, c, (ends[0][r]! - ends[1][r]!) / (2 * h) + radial);
		}
	}
	const lu = new LuDecomposition(hessian);
	if (lu.isSingular()) return null;
	const move = lu.solve(Matrix.columnVector(Array.from(at.slope)));
	return evaluate(a, p, k, unitColumns(at.turn.map((v, i) => v - move.get(i, 0)), k).turn);
}

/** To a stationary point: Newton where it shortens the slope without climbing, gradient projection otherwise. */
function settle(a: Float64Array, p: number, k: number, turn: Float64Array): Position | null {
	const start = evaluate(a, p, k, turn);
	if (!start) return null;
	let at = descend(a, p, k, start);
	for (let round = 0; round < ROUNDS && at.length > DONE; round++) {
		const next = newton(a, p, k, at);
		if (!next || next.length > 0.9 * at.length || next.f > at.f + 1e-10) break;
		at = next;
	}
	return at;
}

/**
 * Direct oblimin with γ = 0: the oblique turn T with unit columns that minimises Σᵢ Σₘ≠ₙ λ²ᵢₘλ²ᵢₙ/4 of the pattern matrix A(T')⁻¹, Φ = T'T,
 * by gradient projection and then Newton's method, from several starting positions, the lowest kept.
 * Source: Jennrich and Sampson (1966), Psychometrika 31, 313–323; Jennrich (2002), Psychometrika 67, 7–19. GPArotation::oblimin in R.
 * @param loadings unrotated loadings, never changed
 * @param normalise Kaiser's normalisation of rows, as SPSS does; psych and GPArotation do not
 */
export function oblimin(loadings: Rows, normalise: boolean): Rotated {
	const [p, k] = [loadings.length, loadings[0]?.length ?? 0];
	const lengths = normalise ? rowLengths(loadings) : loadings.map(() => 1);
	const a = Float64Array.from(loadings.flatMap((row, i) => row.map((l) => l / lengths[i]!)));
	let best: Position | null = null;
	for (const turn of startingTurns(k, STARTS)) {
		const found = settle(a, p, k, Float64Array.from(turn.flat()));
		if (found && (!best || found.f < best.f - 1e-9)) best = found;
	}
	const { turn, f, length } = best!;
	const flat = pattern(a, inverted(turn, k)!, p, k);
	const square = fill(k, k, (i, j) => turn[i * k + j]!);
	const phi = product(transpose(square), square);
	return { ...arrange(fill(p, k, (i, m) => flat[i * k + m]! * lengths[i]!), phi), criterion: f, converged: length < 1e-7 };
}
