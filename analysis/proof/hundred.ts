/** Do these percentages sum to 100 within rounding; do these parts sum to their total? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { units, type Judged } from './rounding.ts';

export interface Hundred extends Judged {
	sum: number;
	/** What percentages that sum to exactly 100 can come to when each is rounded. */
	low: number;
	high: number;
}

/** K percentages of one base, rounded to d decimals each, sum to within K/2 units of the last decimal of 100. Whole-number arithmetic. */
export function sumsToHundred(percent: readonly number[], decimals: number): Hundred | Violation {
	if (percent.length === 0) return violation('bad_field', { field: 'percent', needed: '[number]' });
	let sum = 0;
	for (const value of percent) {
		const whole = units({ value, decimals }, 'percent');
		if (isViolation(whole)) return whole;
		sum += whole;
	}
	const scale = 10 ** decimals;
	const most = Math.floor(percent.length / 2);
	const off = Math.abs(sum - 100 * scale);
	const fits = off <= most;
	return { verdict: fits ? 'consistent' : 'inconsistent', sure: fits ? 'proof_sure_hundred_possible' : 'proof_sure_hundred', sum: sum / scale, low: (100 * scale - most) / scale, high: (100 * scale + most) / scale };
}

export interface Parts extends Judged {
	sum: number;
	/** sum - total */
	gap: number;
}

/**
 * Counts of a total's parts. More than the total is a contradiction, unless people can be counted in several parts; less may be people who are in none of them (no particulars),
 * or a misprint: nobody can tell from the print.
 */
export function partsOfTotal(parts: readonly number[], total: number, overlapping: boolean): Parts | Violation {
	if (parts.length === 0 || ![...parts, total].every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field: 'parts' });
	const sum = parts.reduce((a, b) => a + b, 0);
	const gap = sum - total;
	if (gap === 0) return { verdict: 'consistent', sure: 'proof_sure_parts_sum', sum, gap };
	if (overlapping && gap > 0) return { verdict: 'undecidable', sure: 'proof_sure_parts_overlap', sum, gap };
	if (gap < 0) return { verdict: 'undecidable', sure: 'proof_sure_parts_short', sum, gap };
	return { verdict: 'inconsistent', sure: 'proof_sure_parts', sum, gap };
}
