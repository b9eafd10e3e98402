/**
 * Printed numbers as intervals. A number printed with d decimals stands for everything that rounds to it: half up and half to even are both allowed,
 * so both ends belong to the interval. Comparisons with fractions are made in whole numbers, so that no verdict hangs on a binary digit.
 */
import { violation, type Violation } from '../assumptions.ts';

export interface Printed {
	value: number;
	decimals: number;
}

export type Verdict = 'consistent' | 'inconsistent' | 'undecidable';

/** A verdict and how sure it is: message key without the prefix `analysis_note_`. */
export interface Judged {
	verdict: Verdict;
	sure: string;
}

export const MOST_DECIMALS = 6;

/** The printed number in units of its last decimal: 4.30 with two decimals is 430; `bad_field` when it has more decimals than said. */
export function units({ value, decimals }: Printed, field = 'value'): number | Violation {
	if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) return violation('bad_field', { field: 'decimals', needed: `integer >= 0 <= ${MOST_DECIMALS}` });
	const scaled = value * 10 ** decimals;
	const whole = Math.round(scaled);
	if (!Number.isFinite(value) || Math.abs(scaled - whole) > 1e-6 || Math.abs(whole) > 1e9) return violation('bad_field', { field, needed: `${decimals} decimals` });
	return whole === 0 ? 0 : whole;
}

/** Ends of what a printed number stands for. */
export function interval({ value, decimals }: Printed): { low: number; high: number } {
	const scale = 10 ** decimals;
	const whole = Math.round(value * scale);
	return { low: (2 * whole - 1) / (2 * scale), high: (2 * whole + 1) / (2 * scale) };
}

/** The number as it is printed: `x` rounded to so many decimals. */
export function rounded(x: number, decimals: number): number {
	return Number(x.toFixed(decimals));
}

/**
 * The whole numbers s for which s / denominator prints as `printed`, as the first and the last of them; first above last when there is none.
 * Exact: (2V - 1) denominator <= 2·10^d s <= (2V + 1) denominator with V the printed number in units of its last decimal.
 */
export function wholesThatPrint(printed: Printed, denominator: number): { first: number; last: number } {
	const scale = 2 * 10 ** printed.decimals;
	const whole = Math.round(printed.value * 10 ** printed.decimals);
	return { first: divideUp((2 * whole - 1) * denominator, scale), last: divideDown((2 * whole + 1) * denominator, scale) };
}

/** The largest whole number q with q·b <= a. */
function divideDown(a: number, b: number): number {
	const q = Math.floor(a / b);
	const down = q * b > a ? q - 1 : (q + 1) * b <= a ? q + 1 : q;
	return down === 0 ? 0 : down;
}

/** The least whole number q with q·b >= a. */
const divideUp = (a: number, b: number): number => -divideDown(-a, b) || 0;

/** Whether two closed intervals have anything in common. */
export function overlap(a: { low: number; high: number }, b: { low: number; high: number }): boolean {
	return a.low <= b.high && b.low <= a.high;
}
