import { product, type Rows } from './matrix.ts';
import { arrange, rowLengths, startingTurns, turnPlane, type Rotated } from './rotation.ts';

const STARTS = 5;
const SWEEPS = 1000;
/** Turns smaller than this are rounding. */
const ANGLE = 1e-14;

/** Sum over columns of the variance of the squared loadings, Σₘ[mean(λ⁴) − mean(λ²)²]. */
export function varimaxCriterion(loadings: Rows): number {
	const p = loadings.length;
	return (loadings[0] ?? []).reduce((total, _, m) => {
		const squares = loadings.map((row) => row[m]! * row[m]!);
		const mean = squares.reduce((a, b) => a + b, 0) / p;
		return total + squares.reduce((s, q) => s + (q - mean) * (q - mean), 0) / p;
	}, 0);
}

/** Kaiser's angle, the best turn of columns a and b in their plane. */
function bestAngle(z: Rows, a: number, b: number): number {
	let [su, sv, suv, sd] = [0, 0, 0, 0];
	for (const row of z) {
		const u = row[a]! * row[a]! - row[b]! * row[b]!;
		const v = 2 * row[a]! * row[b]!;
		su += u;
		sv += v;
		suv += 2 * u * v;
		sd += u * u - v * v;
	}
	return Math.atan2(suv - (2 * su * sv) / z.length, sd - (su * su - sv * sv) / z.length) / 4;
}

/** Turns plane after plane until none moves; whether that came about. */
function settle(z: number[][]): boolean {
	const k = z[0]?.length ?? 0;
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		let moved = 0;
		for (let a = 0; a < k; a++) {
			for (let b = a + 1; b < k; b++) {
				const angle = bestAngle(z, a, b);
				moved = Math.max(moved, Math.abs(angle));
				turnPlane(z, a, b, Math.cos(angle), Math.sin(angle));
			}
		}
		if (moved < ANGLE) return true;
	}
	return false;
}

/**
 * Varimax with Kaiser's normalisation: the orthogonal turn of the loadings, rows scaled to length 1, that maximises
 * Σₘ[mean(z⁴) − mean(z²)²]. Planes are turned by Kaiser's closed form until none moves by 1e-14, from several starting positions, the
 * best kept.
 * Source: Kaiser (1958), Psychometrika 23, 187–200. R's varimax with `eps = 1e-15`; its default stops about 1e-3 earlier.
 * @param loadings variables by factors, never changed
 */
export function varimax(loadings: Rows): Rotated {
	const lengths = rowLengths(loadings);
	const z = loadings.map((row, i) => row.map((l) => l / lengths[i]!));
	let best: { z: number[][]; criterion: number; converged: boolean } | null = null;
	for (const turn of startingTurns(loadings[0]?.length ?? 0, STARTS)) {
		const tried = product(z, turn);
		const converged = settle(tried);
		const criterion = varimaxCriterion(tried);
		if (!best || criterion > best.criterion + 1e-10) best = { z: tried, criterion, converged };
	}
	return { ...arrange(best!.z.map((row, i) => row.map((l) => l * lengths[i]!))), criterion: best!.criterion, converged: best!.converged };
}
