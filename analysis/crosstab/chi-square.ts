import { chisqUpper } from '../distribution/chisq.ts';
import type { Tail } from '../distribution/tail.ts';
import type { Counts } from './counts.ts';

/** E_ij = n_i. n_.j / n, the counts expected where rows and columns are independent. */
export function expectedCounts({ rows, columns, n }: Counts): Float64Array[] {
	return Array.from(rows, (r) => Float64Array.from(columns, (c) => (r * c) / n));
}

export interface ChiSquare {
	/** Pearson's X² = Σ (O − E)² / E, no continuity correction. */
	chi2: number;
	/** (r − 1)(c − 1) */
	df: number;
	tail: Tail;
	/** Likelihood ratio G² = 2 Σ O ln(O / E), empty cells adding nothing. */
	g2: number;
	g2Tail: Tail;
}

/**
 * Pearson's chi-square and the likelihood ratio of independence in an r x c table. No row or column may be empty (see `tested`).
 * Source: Agresti (2013), Categorical Data Analysis, 3rd ed., 3.2. R: `chisq.test(x, correct = FALSE)`.
 */
export function chiSquare(counts: Counts): ChiSquare {
	const { rows, columns, n } = counts;
	let chi2 = 0;
	let g2 = 0;
	counts.cells.forEach((row, i) =>
		row.forEach((o, j) => {
			const e = (rows[i]! * columns[j]!) / n;
			// of whole numbers, so that a table without any association has exactly 0
			const difference = (o * n - rows[i]! * columns[j]!) / n;
			chi2 += (difference * difference) / e;
			// O ln(O/E) − (O − E): the differences sum to nothing over the table, and each term is then small where O is near E
			g2 += o > 0 ? o * Math.log1p(difference / e) - difference : e;
		})
	);
	const df = (rows.length - 1) * (columns.length - 1);
	g2 = Math.max(0, 2 * g2);
	return { chi2, df, tail: chisqUpper(chi2, df), g2, g2Tail: chisqUpper(g2, df) };
}

/**
 * Yates' continuity-corrected chi-square of a 2 x 2 table: Σ (|O − E| − d)² / E with d = min(½, |O − E|).
 * Source: Yates (1934), J. R. Stat. Soc. Suppl. 1, 217–235. R: `chisq.test(x, correct = TRUE)`.
 */
export function yates({ cells, rows, columns, n }: Counts): { chi2: number; tail: Tail } {
	let chi2 = 0;
	cells.forEach((row, i) =>
		row.forEach((o, j) => {
			const e = (rows[i]! * columns[j]!) / n;
			const distance = Math.max(0, Math.abs(o * n - rows[i]! * columns[j]!) / n - 0.5);
			chi2 += (distance * distance) / e;
		})
	);
	return { chi2, tail: chisqUpper(chi2, 1) };
}

/** Cells where fewer than 5 are expected: how many, their share of all cells, and the least expected count. */
export function smallExpected(expected: readonly Float64Array[]): { number: number; share: number; min: number } {
	const all = expected.flatMap((row) => [...row]);
	const number = all.filter((e) => e < 5).length;
	return { number, share: number / all.length, min: Math.min(...all) };
}
