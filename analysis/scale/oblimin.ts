import { fill, inverseGeneral, product, transpose, type Rows } from './matrix.ts';
import { arrange, rowLengths, startingTurns, type Rotated } from './rotation.ts';

const STARTS = 8;
/** Gradient at which a start is near enough to be compared with the others, and at which the best of them is done. */
const NEAR = { gradient: 1e-5, steps: 1000 };
const DONE = { gradient: 1e-12, steps: 20_000 };

interface Position {
	turn: number[][];
	loadings: number[][];
	f: number;
	/** Gradient along the surface of unit columns, and its length. */
	slope: number[][];
	length: number;
}

/** Direct oblimin with γ = 0 (quartimin): Σ over pairs of columns of Σλ²ᵢₘλ²ᵢₙ, divided by 4. */
export function obliminCriterion(loadings: Rows): number {
	return loadings.reduce((total, row) => {
		const all = row.reduce((s, l) => s + l * l, 0);
		return total + row.reduce((s, l) => s + l * l * (all - l * l), 0);
	}, 0) / 4;
}

function evaluate(a: Rows, turn: number[][]): Position {
	const inverse = inverseGeneral(turn);
	const loadings = product(a, transpose(inverse));
	const q = loadings.map((row) => {
		const all = row.reduce((s, l) => s + l * l, 0);
		return row.map((l) => l * (all - l * l));
	});
	const gradient = transpose(product(product(transpose(loadings), q), inverse)).map((row) => row.map((g) => -g));
	const k = turn.length;
	const along = Array.from({ length: k }, (_, m) => turn.reduce((s, row, i) => s + row[m]! * gradient[i]![m]!, 0));
	const slope = fill(k, k, (i, m) => gradient[i]![m]! - turn[i]![m]! * along[m]!);
	return { turn, loadings, f: obliminCriterion(loadings), slope, length: Math.hypot(...slope.flat()) };
}

/** Unit columns after a step of size `t` down the slope. */
function moved(from: Position, t: number): number[][] {
	const x = from.turn.map((row, i) => row.map((v, m) => v - t * from.slope[i]![m]!));
	const lengths = x.map((_, m) => Math.hypot(...x.map((row) => row[m]!)));
	return x.map((row) => row.map((v, m) => v / lengths[m]!));
}

/** Jennrich's projected gradient. Where the criterion is flat to rounding, a shorter gradient counts as progress. */
function descend(a: Rows, start: Position, stop: { gradient: number; steps: number }): Position {
	let at = start;
	let t = 1;
	for (let steps = 0; steps < stop.steps && at.length > stop.gradient; steps++) {
		t *= 2;
		let next: Position | null = null;
		for (let halved = 0; halved < 40; halved++, t /= 2) {
			const tried = evaluate(a, moved(at, t));
			if (at.f - tried.f > 0.5 * at.length ** 2 * t || (Math.abs(at.f - tried.f) < 1e-14 && tried.length < at.length)) {
				next = tried;
				break;
			}
		}
		if (!next) return at;
		at = next;
	}
	return at;
}

/**
 * Direct oblimin with γ = 0: the oblique turn T with unit columns that minimises Σₘ<ₙΣᵢλ²ᵢₘλ²ᵢₙ/2 of the pattern matrix A(T')⁻¹, Φ = T'T,
 * by gradient projection from several starting positions, the lowest kept.
 * Source: Jennrich and Sampson (1966), Psychometrika 31, 313–323; Jennrich (2002), Psychometrika 67, 7–19. GPArotation::oblimin in R.
 * @param loadings unrotated loadings, never changed
 * @param normalise Kaiser's normalisation of rows, as SPSS does; psych and GPArotation do not
 */
export function oblimin(loadings: Rows, normalise: boolean): Rotated {
	const lengths = normalise ? rowLengths(loadings) : loadings.map(() => 1);
	const a = loadings.map((row, i) => row.map((l) => l / lengths[i]!));
	let best: Position | null = null;
	for (const turn of startingTurns(loadings[0]?.length ?? 0, STARTS)) {
		const found = descend(a, evaluate(a, turn), NEAR);
		if (!best || found.f < best.f - 1e-9) best = found;
	}
	const final = descend(a, best!, DONE);
	const pattern = final.loadings.map((row, i) => row.map((l) => l * lengths[i]!));
	return { ...arrange(pattern, product(transpose(final.turn), final.turn)), criterion: final.f, converged: final.length < 1e-7 };
}
