import { normalTwoSided } from '../distribution/normal.ts';
import { benjaminiHochberg, holm } from '../plan/adjust.ts';
import type { Counts } from './counts.ts';

export interface Residuals {
	/** (O − E) / √E */
	pearson: number[][];
	/** (O − E) / √(E (1 − n_i./n)(1 − n_.j/n)), about standard normal where rows and columns are independent. */
	adjusted: number[][];
	/** Two-sided p of each adjusted residual. */
	p: number[][];
	/** The same, corrected over all cells of the table. */
	holm: number[][];
	bh: number[][];
}

/**
 * Pearson and adjusted (Haberman's) residuals of an r x c table without empty rows or columns, with p-values for each cell and corrected for
 * that many cells. Source: Haberman (1973), Biometrics 29, 205–220. R: `chisq.test(x)$residuals`, `$stdres`.
 */
export function residuals({ cells, rows, columns, n }: Counts): Residuals {
	const each = (f: (difference: number, e: number, r: number, c: number) => number): number[][] =>
		cells.map((row, i) => Array.from(row, (o, j) => f((o * n - rows[i]! * columns[j]!) / n, (rows[i]! * columns[j]!) / n, rows[i]!, columns[j]!)));
	const pearson = each((difference, e) => difference / Math.sqrt(e));
	const adjusted = each((difference, e, r, c) => difference / Math.sqrt(e * ((n - r) / n) * ((n - c) / n)));
	const p = adjusted.map((row) => row.map((z) => normalTwoSided(z).p));
	const shaped = (flat: readonly number[]): number[][] => p.map((row, i) => row.map((_, j) => flat[i * columns.length + j]!));
	const flat = p.flat();
	return { pearson, adjusted, p, holm: shaped(holm(flat)), bh: shaped(benjaminiHochberg(flat)) };
}
