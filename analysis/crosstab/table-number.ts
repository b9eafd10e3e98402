import { logGamma } from '../distribution/gamma.ts';
import type { Counts } from './counts.ts';

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** ln of the number, rows filled freely and the columns' totals taken as normal. */
function oneWay(rows: Float64Array, columns: Float64Array, n: number): number {
	const c = columns.length;
	const free = rows.reduce((sum, r) => sum + logChoose(r + c - 1, c - 1), 0);
	const spread = (rows.reduce((sum, r) => sum + r * (r + c), 0) * (c - 1)) / (c * c * (c + 1));
	const distance = columns.reduce((sum, x) => sum + (x - n / c) ** 2, 0);
	return free + ((c - 1) / 2) * Math.log((c - 1) / (2 * Math.PI * c * spread)) + Math.log(c) / 2 - (distance * (c - 1)) / (2 * c * spread);
}

/**
 * About how many tables have the margins of this one, as the decimal logarithm: tells beforehand whether an exact test will end.
 * The smaller of the approximation for the table and for its transpose.
 * Source: Gail and Mantel (1977), J. Am. Stat. Assoc. 72, 859–862.
 */
export function logTables({ rows, columns, n }: Counts): number {
	return Math.min(oneWay(rows, columns, n), oneWay(columns, rows, n)) / Math.LN10;
}
