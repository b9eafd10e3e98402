import { isViolation, violation, type Violation } from '../assumptions.ts';
import { normalQuantile, normalQuantileUpper } from '../distribution/normal.ts';
import { findRoot } from '../numeric/root.ts';
import { cellProbabilities, NEGLIGIBLE, slopesByRho, type Thresholds } from './binormal-table.ts';

export interface Polychoric {
	n: number;
	/** ±1 when the likelihood grows towards the end of its range. */
	rho: number;
	rows: Thresholds;
	columns: Thresholds;
	/** Σ n·ln P; null at ±1. */
	loglik: number | null;
	/** 1/√(n Σ(∂P/∂ρ)²/P), the thresholds taken as known; null at ±1. */
	se: number | null;
}

/** Beyond this the distribution is a line, for every table that can be printed. */
const EDGE = 1 - 1e-9;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Φ⁻¹ of the cumulative shares, from the nearer end. */
function thresholds(counts: readonly number[]): number[] {
	const n = sum(counts);
	let below = 0;
	return counts.slice(0, -1).map((c) => {
		below += c;
		return below <= n / 2 ? normalQuantile(below / n) : normalQuantileUpper((n - below) / n);
	});
}

export function marginThresholds(table: readonly (readonly number[])[]): { rows: number[]; columns: number[] } {
	return { rows: thresholds(table.map(sum)), columns: thresholds(table[0]!.map((_, j) => sum(table.map((row) => row[j]!)))) };
}

/** Σ n·f(cell) over cells with counts. */
export function overCells(table: readonly (readonly number[])[], f: (i: number, j: number) => number): number {
	let total = 0;
	table.forEach((row, i) => row.forEach((n, j) => (total += n > 0 ? n * f(i, j) : 0)));
	return total;
}

/** Where the score changes sign, searched outwards from 0; ±1 when it does not. */
function solve(score: (rho: number) => number): number | Violation {
	const direction = Math.sign(score(0));
	if (direction === 0) return 0;
	let near = 0;
	for (const step of [0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999, 0.99999, EDGE]) {
		const far = direction * step;
		if (Math.sign(score(far)) !== direction) return findRoot(score, Math.min(near, far), Math.max(near, far));
		near = far;
	}
	return direction;
}

/**
 * The polychoric correlation of a table of counts, by two steps: thresholds from the margins, then ρ that maximises the likelihood
 * Σ n_ij ln P_ij(ρ), P_ij the bivariate normal probability between the thresholds, by its score equation Σ n_ij (∂P_ij/∂ρ)/P_ij = 0. No correction
 * of empty cells. Source: Olsson (1979), Psychometrika 44, 443–460.
 * @param table counts, categories of both in rising order; no row or column may be empty
 * @returns `too_few` with fewer than two categories on either side
 */
export function polychoric(table: readonly (readonly number[])[]): Polychoric | Violation {
	const least = Math.min(table.length, table[0]?.length ?? 0);
	if (least < 2) return violation('too_few', { n: least, needed: 2 });
	const { rows, columns } = marginThresholds(table);
	const score = (rho: number): number => {
		const p = cellProbabilities(rows, columns, rho);
		const d = slopesByRho(rows, columns, rho);
		return overCells(table, (i, j) => d[i]![j]! / p[i]![j]!);
	};
	const rho = solve(score);
	if (isViolation(rho)) return rho;
	const n = sum(table.flat());
	const p = cellProbabilities(rows, columns, rho);
	const d = Math.abs(rho) < EDGE ? slopesByRho(rows, columns, rho) : [];
	const information = n * sum(d.flatMap((row, i) => row.map((slope, j) => (p[i]![j]! < NEGLIGIBLE ? 0 : slope ** 2 / p[i]![j]!))));
	// so near the end that nothing moves any more is at the end
	if (information === 0) return { n, rho: Math.sign(rho), rows, columns, loglik: null, se: null };
	return { n, rho, rows, columns, loglik: overCells(table, (i, j) => Math.log(p[i]![j]!)), se: 1 / Math.sqrt(information) };
}
