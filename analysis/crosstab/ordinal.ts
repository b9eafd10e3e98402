import { violation, type Violation } from '../assumptions.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import { normalQuantile, normalTwoSided } from '../distribution/normal.ts';
import type { Tail } from '../distribution/tail.ts';
import type { Counts } from './counts.ts';

/** A measure of ordinal association with its asymptotic standard errors. */
export interface Ordinal {
	value: number;
	/** Standard error, for the interval. */
	ase1: number;
	/** Standard error where the measure is 0, for the test. */
	ase0: number;
	/** value / ase0; null where no table with these margins differs (ase0 = 0). */
	z: number | null;
	/** Two-sided, from z. */
	tail: Tail | null;
	/** value ± z ase1, cut at −1 and 1. */
	low: number;
	high: number;
}

export interface OrdinalMeasures {
	/** Pairs of respondents in the same, and in the opposite, order on both: C and D. */
	concordant: number;
	discordant: number;
	gamma: Ordinal | null;
	tauB: Ordinal;
	tauC: Ordinal;
	/** The columns' variable foretold from the rows', the other way round, and both. */
	columnGivenRow: Ordinal;
	rowGivenColumn: Ordinal;
	symmetric: Ordinal;
	/** (n − 1) r², r between the positions 1, 2, … of rows and columns; chi-square on 1 degree of freedom. */
	linear: { chi2: number; r: number; tail: Tail };
}

/** For each cell, how many are in concordant less how many in discordant position to it: d_ij = A_ij − D_ij; and both totals, each pair twice. */
function positions(cells: readonly Float64Array[], rows: number, columns: number): { d: Float64Array[]; p: number; q: number } {
	// sums[i][j] = everyone in the rows before i and the columns before j
	const sums = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
	for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) sums[i + 1]![j + 1] = cells[i]![j]! + sums[i]![j + 1]! + sums[i + 1]![j]! - sums[i]![j]!;
	const at = (i: number, j: number): number => sums[i]![j]!;
	let [p, q] = [0, 0];
	const d = cells.map((row, i) =>
		row.map((count, j) => {
			const before = at(i, j);
			const after = at(rows, columns) - at(i + 1, columns) - at(rows, j + 1) + at(i + 1, j + 1);
			const above = at(i, columns) - at(i, j + 1);
			const below = at(rows, j) - at(i + 1, j);
			p += count * (before + after);
			q += count * (above + below);
			return before + after - above - below;
		})
	);
	return { d, p, q };
}

/** √Σ n_ij (f_ij − f̄)²: the spread of a cell's influence, from which every standard error here is made; centred, so that nothing cancels. */
function spread({ cells, n }: Counts, f: (i: number, j: number) => number): number {
	let mean = 0;
	let [least, most] = [Infinity, -Infinity];
	cells.forEach((row, i) =>
		row.forEach((count, j) => {
			if (count === 0) return;
			const value = f(i, j);
			mean += (count / n) * value;
			least = Math.min(least, value);
			most = Math.max(most, value);
		})
	);
	// equal but for rounding is equal
	if (most - least <= 1e-13 * Math.max(Math.abs(least), Math.abs(most))) return 0;
	let squares = 0;
	cells.forEach((row, i) => row.forEach((count, j) => (squares += count * (f(i, j) - mean) ** 2)));
	return Math.sqrt(squares);
}

function linearByLinear({ rows, columns, cells, n }: Counts): OrdinalMeasures['linear'] {
	const first = (counts: Float64Array): number => counts.reduce((sum, count, k) => sum + count * k, 0);
	const second = (counts: Float64Array): number => counts.reduce((sum, count, k) => sum + count * k * k, 0);
	let products = 0;
	cells.forEach((row, i) => row.forEach((count, j) => (products += count * i * j)));
	// n times the sums of squares and products: whole numbers, so that no association is exactly 0
	const squares = (counts: Float64Array): number => n * second(counts) - first(counts) ** 2;
	const r = (n * products - first(rows) * first(columns)) / Math.sqrt(squares(rows) * squares(columns));
	const chi2 = (n - 1) * r * r;
	return { chi2, r, tail: chisqUpper(chi2, 1) };
}

/**
 * Goodman and Kruskal's gamma, Kendall's tau-b, Stuart's tau-c and Somers' D of a table whose rows and columns are in order, each with ASE1
 * (interval) and ASE0 (test, under independence), as SPSS and SAS have them; linear-by-linear association. With P = Σ n_ij A_ij = 2C,
 * Q = 2D, d_ij = A_ij − D_ij, w_r = n² − Σ n_i.², w_c likewise, w = √(w_r w_c), q = min(r, c), s₀ = √(Σ n_ij d_ij² − (P − Q)²/n):
 * γ = (P − Q)/(P + Q), ASE1 = 4 √Σ n_ij (Q A_ij − P D_ij)² / (P + Q)², ASE0 = 2 s₀/(P + Q);
 * τ_b = (P − Q)/w, ASE1 = √(Σ n_ij (2 w d_ij + τ_b v_ij)² − n³ τ_b² (w_r + w_c)²)/w², v_ij = n_i. w_c + n_.j w_r, ASE0 = 2 s₀/w;
 * τ_c = q (P − Q)/(n² (q − 1)), ASE0 = ASE1 = 2 q s₀/(n² (q − 1)); D(C|R) = (P − Q)/w_r, ASE1 = 2 √Σ n_ij (w_r d_ij − (P − Q)(n − n_i.))²/w_r²,
 * ASE0 = 2 s₀/w_r; symmetric D = (P − Q)/((w_r + w_c)/2), ASE1 by the delta method.
 * gamma is null where every pair is tied on one of the two. Empty rows and columns change nothing but tau-c's q (the rows and columns that have anyone are counted)
 * and the positions of the linear association.
 * Sources: Goodman and Kruskal (1963, 1972), J. Am. Stat. Assoc. 58, 310–364 and 67, 415–421; Brown and Benedetti (1977), ibid. 72, 309–315.
 * @returns `groups` when fewer than two rows or columns have anyone
 */
export function ordinalMeasures(counts: Counts, level = 0.95): OrdinalMeasures | Violation {
	const { cells, rows, columns, n } = counts;
	const filled = (margin: Float64Array): number => margin.filter((x) => x > 0).length;
	const q0 = Math.min(filled(rows), filled(columns));
	if (q0 < 2) return violation('groups', { groups: q0, needed: 2 });
	const { d, p, q } = positions(cells, rows.length, columns.length);
	const untied = (margin: Float64Array): number => margin.reduce((sum, x) => sum + x * (n - x), 0);
	const [wr, wc] = [untied(rows), untied(columns)];
	const w = Math.sqrt(wr * wc);
	const s0 = spread(counts, (i, j) => d[i]![j]!);
	const half = normalQuantile(0.5 + level / 2);
	const measure = (value: number, ase1: number, ase0: number): Ordinal => {
		const z = ase0 > 0 ? value / ase0 : null;
		return { value, ase1, ase0, z, tail: z === null ? null : normalTwoSided(z), low: Math.max(-1, value - half * ase1), high: Math.min(1, value + half * ase1) };
	};
	const tauB = (p - q) / w;
	const tauC = (q0 / (q0 - 1)) * ((p - q) / n / n);
	const aseC = ((2 * q0) / (q0 - 1)) * (s0 / n / n);
	const ratio = (den: number, change: (i: number, j: number) => number): Ordinal => {
		const value = (p - q) / den;
		return measure(value, spread(counts, (i, j) => (2 * d[i]![j]! - value * change(i, j)) / den), (2 * s0) / den);
	};
	const gamma = (p - q) / (p + q);
	return {
		concordant: p / 2,
		discordant: q / 2,
		// A and D of a cell from their difference and sum would cancel; d − γ (A + D) is the same influence, and A + D = n less those tied with it
		gamma: p + q > 0 ? measure(gamma, (2 / (p + q)) * spread(counts, (i, j) => d[i]![j]! - gamma * (n - rows[i]! - columns[j]! + cells[i]![j]!)), (2 * s0) / (p + q)) : null,
		tauB: measure(tauB, spread(counts, (i, j) => (2 * d[i]![j]!) / w + tauB * (rows[i]! / wr + columns[j]! / wc)), (2 * s0) / w),
		tauC: measure(tauC, aseC, aseC),
		columnGivenRow: ratio(wr, (i) => 2 * (n - rows[i]!)),
		rowGivenColumn: ratio(wc, (_, j) => 2 * (n - columns[j]!)),
		symmetric: ratio((wr + wc) / 2, (i, j) => 2 * n - rows[i]! - columns[j]!),
		linear: linearByLinear(counts)
	};
}
