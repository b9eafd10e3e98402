/** What rotations share: Kaiser's normalisation, starting positions, and the order and signs of columns. */
import { seededRandom } from '../numeric/random.ts';
import { fill, product, transpose, type Rows } from './matrix.ts';

export interface Rotated {
	/** Variables by factors; with oblique rotation the pattern matrix. */
	loadings: number[][];
	/** Correlations of the factors; the identity with orthogonal rotation. */
	phi: number[][];
	/** The criterion at the solution, on the normalised loadings where they are normalised. */
	criterion: number;
	/** Whether the gradient (the largest turn, for varimax) came down to the limit. */
	converged: boolean;
}

export function identity(k: number): number[][] {
	return fill(k, k, (i, j) => (i === j ? 1 : 0));
}

/** Row lengths √h² (1 for a row of zeros, which has no direction). */
export function rowLengths(loadings: Rows): number[] {
	return loadings.map((row) => Math.sqrt(row.reduce((s, l) => s + l * l, 0)) || 1);
}

/** The identity and `count` orthogonal matrices in random positions, the same each time. */
export function startingTurns(k: number, count: number): number[][][] {
	const random = seededRandom(20211);
	const turns = Array.from({ length: k > 1 ? count : 0 }, () => {
		const turn = identity(k);
		for (let a = 0; a < k; a++) {
			for (let b = a + 1; b < k; b++) {
				const angle = 2 * Math.PI * random();
				turnPlane(turn, a, b, Math.cos(angle), Math.sin(angle));
			}
		}
		return turn;
	});
	return [identity(k), ...turns];
}

/** Turns columns a and b of a matrix in their plane, in place. */
export function turnPlane(m: number[][], a: number, b: number, cos: number, sin: number): void {
	for (const row of m) {
		const [x, y] = [row[a]!, row[b]!];
		row[a] = cos * x + sin * y;
		row[b] = cos * y - sin * x;
	}
}

/**
 * Columns by falling sum of squares (oblique: diagonal of ΦΛ'Λ), each with the sign that makes its sum positive, so that equal
 * solutions look equal.
 */
export function arrange(loadings: Rows, phi: Rows = identity(loadings[0]?.length ?? 0)): { loadings: number[][]; phi: number[][] } {
	const squares = product(phi, product(transpose(loadings), loadings)).map((row, m) => row[m]!);
	const order = squares.map((_, m) => m).sort((a, b) => squares[b]! - squares[a]!);
	const signs = order.map((m) => (loadings.reduce((s, row) => s + row[m]!, 0) < 0 ? -1 : 1));
	return {
		loadings: loadings.map((row) => order.map((m, c) => signs[c]! * row[m]!)),
		phi: order.map((m, r) => order.map((q, c) => signs[r]! * signs[c]! * phi[m]![q]!))
	};
}
