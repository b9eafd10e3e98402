import { inverse, Matrix } from 'ml-matrix';
import { minimum } from '../numeric/minimum.ts';
import { nelderMead } from '../numeric/nelder-mead.ts';
import { cellProbabilities } from './binormal-table.ts';
import { marginThresholds, overCells } from './polychoric.ts';

/** Step of the numerical derivatives, R's default. */
const STEP = 1e-3;
const LARGEST = 0.9999;

function gradient(f: (x: number[]) => number, at: readonly number[]): number[] {
	return at.map((x, k) => (f(at.with(k, x + STEP)) - f(at.with(k, x - STEP))) / (2 * STEP));
}

function hessian(f: (x: number[]) => number, at: readonly number[]): Matrix {
	const rows = at.map((x, k) => {
		const [up, down] = [gradient(f, at.with(k, x + STEP)), gradient(f, at.with(k, x - STEP))];
		return up.map((u, j) => (u - down[j]!) / (2 * STEP));
	});
	const h = new Matrix(rows);
	return h.clone().add(h.transpose()).mul(0.5);
}

/**
 * ρ and its standard error as R's package polycor (0.8) prints them for `polychor(x, y, ML = TRUE, std.err = TRUE)`: the likelihood of thresholds
 * and ρ searched by `optim`'s simplex, which gives up after 500 evaluations, commonly a few per cent of a standard error short of the maximum, and
 * derivatives of second order taken numerically there. For comparison with what others have published; the maximum itself is
 * `polychoricFullLikelihood`.
 * @param table counts without empty rows or columns, two categories at least on either side
 * @returns null for the standard error when the point is no minimum
 */
export function polychoricAsPolycor(table: readonly (readonly number[])[]): { rho: number; se: number | null } {
	const { rows, columns } = marginThresholds(table);
	const clip = (rho: number) => (Math.abs(rho) > LARGEST ? Math.sign(rho) * LARGEST : rho);
	const minusLog = (a: number[], b: number[], rho: number): number => {
		const p = cellProbabilities(a, b, clip(rho));
		return -overCells(table, (i, j) => Math.log(p[i]![j]!));
	};
	const falling = (t: number[]) => t.some((x, k) => k > 0 && x < t[k - 1]!);
	const f = ([rho, ...cuts]: number[]): number => {
		const [a, b] = [cuts.slice(0, rows.length), cuts.slice(rows.length)];
		return falling(a) || falling(b) ? Infinity : minusLog(a, b, rho!);
	};
	const start = [minimum((rho) => minusLog(rows, columns, rho), -1, 1), ...rows, ...columns];
	const { at } = nelderMead(f, start);
	const variance = inverse(hessian(f, at), true).get(0, 0);
	return { rho: at[0]!, se: variance > 0 ? Math.sqrt(variance) : null };
}
