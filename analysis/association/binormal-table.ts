/** Probabilities of the cells that thresholds cut a bivariate normal distribution into, and how they move with its parameters. */
import { bivariateNormalDensity, bivariateNormalLower } from '../distribution/binormal.ts';
import { normalDensity, normalLower } from '../distribution/normal.ts';

/** Thresholds of a variable with k categories: k − 1 rising numbers. */
export type Thresholds = readonly number[];

/** Cells less likely than this are known to be so and no closer; what they would add to an information Σ(∂P)²/P is less still. */
export const NEGLIGIBLE = 1e-14;

const bounds = (t: Thresholds): number[] => [-Infinity, ...t, Infinity];

const density = (x: number, y: number, rho: number): number => (Number.isFinite(x) && Number.isFinite(y) ? bivariateNormalDensity(x, y, rho) : 0);

function corners(f: (x: number, y: number) => number, a: readonly number[], b: readonly number[]): number[][] {
	const grid = a.map((x) => b.map((y) => f(x, y)));
	return a.slice(1).map((_, i) => b.slice(1).map((__, j) => grid[i + 1]![j + 1]! - grid[i]![j + 1]! - grid[i + 1]![j]! + grid[i]![j]!));
}

/**
 * Cell probabilities, rows × columns. Each cell is turned so that it lies towards the lower tails, where differences of the distribution function
 * keep their digits; neighbours that are turned alike share their corners. Never 0, so that it has a logarithm.
 */
export function cellProbabilities(rows: Thresholds, columns: Thresholds, rho: number): number[][] {
	const [a, b] = [bounds(rows), bounds(columns)];
	const known = new Float64Array(4 * a.length * b.length).fill(-1);
	const corner = (i: number, j: number, right: boolean, above: boolean): number => {
		const [x, y] = [right ? -a[i]! : a[i]!, above ? -b[j]! : b[j]!];
		if (x === -Infinity || y === -Infinity) return 0;
		const at = 4 * (i * b.length + j) + (right ? 2 : 0) + (above ? 1 : 0);
		if (known[at]! < 0) known[at] = bivariateNormalLower(x, y, right === above ? rho : -rho);
		return known[at]!;
	};
	return a.slice(1).map((upper, i) =>
		b.slice(1).map((top, j) => {
			const right = a[i]! + upper > 0;
			const above = b[j]! + top > 0;
			const [i1, i2] = right ? [i + 1, i] : [i, i + 1];
			const [j1, j2] = above ? [j + 1, j] : [j, j + 1];
			const F = (k: number, l: number): number => corner(k, l, right, above);
			return Math.max(Number.MIN_VALUE, F(i2, j2) - F(i1, j2) - F(i2, j1) + F(i1, j1));
		})
	);
}

/** ∂P/∂ρ of each cell: φ₂ at its corners (Plackett's identity ∂Φ₂/∂ρ = φ₂). */
export function slopesByRho(rows: Thresholds, columns: Thresholds, rho: number): number[][] {
	return corners((x, y) => density(x, y, rho), bounds(rows), bounds(columns));
}

/**
 * How cells move with each row threshold a: φ(a)·(Φ((b₂ − ρa)/√(1 − ρ²)) − Φ((b₁ − ρa)/√(1 − ρ²))) goes to the cell above the threshold from the one
 * below it. One array of columns for each threshold; for column thresholds swap the arguments.
 */
export function flows(rows: Thresholds, columns: Thresholds, rho: number): number[][] {
	const s = Math.sqrt((1 - rho) * (1 + rho));
	const b = bounds(columns);
	return rows.map((a) => b.slice(1).map((right, j) => {
		const [z1, z2] = [(b[j]! - rho * a) / s, (right - rho * a) / s];
		return normalDensity(a) * (z1 > 0 ? normalLower(-z1).p - normalLower(-z2).p : normalLower(z2).p - normalLower(z1).p);
	}));
}
