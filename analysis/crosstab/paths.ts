import { UNITS } from './log-factorials.ts';

/** Within what Σ ln x_ij! of every table with the given margins lies, in units. */
export interface PathBounds {
	low: number;
	high: number;
}

/** Slack for the rounding of logarithms that are not whole units: the bounds may be looser than the truth, never tighter. */
const SLACK = UNITS * 1e-6;

/**
 * Least Σ ln x_ij!: for any multipliers a_i + b_j = ln e_ij, Σ a_i r_i + Σ b_j c_j + Σ_ij min_x (ln x! − x ln e_ij) is below every table's sum, and the least x
 * is ⌊e_ij⌋ (Lagrangian duality). e_ij = (r_i + c/2)(c_j + r/2)/(n + rc/2) lies close to the best multipliers, as ln Γ(x + 1) rises by about ln(x + ½).
 */
function lowerBound(rest: ArrayLike<number>, columns: ArrayLike<number>, count: number, logs: Float64Array): number {
	const r = rest.length;
	let n = 0;
	for (let j = 0; j < count; j++) n += columns[j]!;
	const total = n + (r * count) / 2;
	let bound = 0;
	for (let i = 0; i < r; i++) {
		const a = (rest[i]! + count / 2) / total;
		bound += rest[i]! * Math.log(a);
		for (let j = 0; j < count; j++) {
			const e = a * (columns[j]! + r / 2);
			const x = Math.min(Math.floor(e), rest[i]!, columns[j]!);
			bound += logs[x]! / UNITS - x * Math.log(e);
		}
	}
	for (let j = 0; j < count; j++) bound += columns[j]! * Math.log(columns[j]! + r / 2);
	return bound * UNITS - SLACK;
}

/** Most Σ ln x! over the ways to fill a total into boxes no larger than `sizes` (falling): the largest first, since ln x! is convex. */
function fullest(total: number, sizes: ArrayLike<number>, count: number, logs: Float64Array): number {
	let left = total;
	let sum = 0;
	for (let i = 0; i < count && left > 0; i++) {
		const x = Math.min(left, sizes[i]!);
		sum += logs[x]!;
		left -= x;
	}
	return sum;
}

/**
 * Bounds over every way to fill the columns left (`columns[0 … count − 1]`, falling) from the rows' remaining margins (`rest`, falling).
 * With one column left there is one way, and both are its sum.
 */
export function pathBounds(rest: ArrayLike<number>, columns: ArrayLike<number>, count: number, logs: Float64Array): PathBounds {
	if (count === 1) {
		let sum = 0;
		for (let i = 0; i < rest.length; i++) sum += logs[rest[i]!]!;
		return { low: sum, high: sum };
	}
	let [byColumn, byRow] = [0, 0];
	for (let j = 0; j < count; j++) byColumn += fullest(columns[j]!, rest, rest.length, logs);
	for (let i = 0; i < rest.length; i++) byRow += fullest(rest[i]!, columns, count, logs);
	return { low: lowerBound(rest, columns, count, logs), high: Math.min(byColumn, byRow) };
}
