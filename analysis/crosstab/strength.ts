import { ncpIntervalChisq } from '../distribution/noncentral-chisq.ts';
import type { Counts } from './counts.ts';

export interface CramersV {
	value: number;
	low: number;
	high: number;
	level: number;
	/** Interval of the noncentrality of X², from which that of V is made. */
	ncp: { low: number; high: number };
	/** Bergsma's bias-corrected V. */
	corrected: number;
}

/**
 * Cramér's V = √(X² / (n (k − 1))), k = min(r, c), with the interval √(λ / (n (k − 1))), λ the ends of the noncentrality for which the observed X²
 * is the upper and lower (1 − level)/2 quantile of the noncentral chi-square (0 where no λ ≥ 0 is). The upper end may pass 1 where V is close to it.
 * Bias-corrected (Bergsma 2013, J. Korean Stat. Soc. 42, 323–328): φ̃² = max(0, X²/n − (r−1)(c−1)/(n−1)),
 * r̃ = r − (r−1)²/(n−1), c̃ likewise, Ṽ = √(φ̃² / min(r̃ − 1, c̃ − 1)); 0 where that denominator is not above 0.
 * Source of the interval: Smithson (2003), Confidence Intervals, ch. 4.
 */
export function cramersV({ rows, columns, n }: Counts, chi2: number, level = 0.95): CramersV {
	const [r, c] = [rows.length, columns.length];
	const most = n * (Math.min(r, c) - 1);
	const ncp = ncpIntervalChisq(chi2, (r - 1) * (c - 1), level);
	const ofNcp = (lambda: number): number => Math.sqrt(lambda / most);
	const phi2 = Math.max(0, chi2 / n - ((r - 1) * (c - 1)) / (n - 1));
	const fewer = Math.min(r - 1 - (r - 1) ** 2 / (n - 1), c - 1 - (c - 1) ** 2 / (n - 1));
	return {
		// rounding may leave a hair above 1 in a table with one filled cell a row
		value: Math.min(1, Math.sqrt(chi2 / most)),
		low: ofNcp(ncp.low),
		high: ofNcp(ncp.high),
		level,
		ncp,
		corrected: fewer > 0 ? Math.min(1, Math.sqrt(phi2 / fewer)) : 0
	};
}

/** Pearson's contingency coefficient C = √(X² / (X² + n)). */
export function contingencyC(chi2: number, n: number): number {
	return Math.sqrt(chi2 / (chi2 + n));
}

/** φ of a 2 x 2 table: (ad − bc) / √(the product of the four margins); the correlation of two 0/1 variables. */
export function phi({ cells, rows, columns }: Counts): number {
	const [a, b, c, d] = [cells[0]![0]!, cells[0]![1]!, cells[1]![0]!, cells[1]![1]!];
	return (a * d - b * c) / Math.sqrt(rows[0]! * rows[1]! * (columns[0]! * columns[1]!));
}
