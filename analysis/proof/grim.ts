/** Can this printed mean arise from n answers on k items of a whole-number scale? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { rounded, units, wholesThatPrint, type Judged, type Printed } from './rounding.ts';

export interface Answers {
	/** People in the mean. */
	n: number;
	/** Items that each person's value is the mean of; 1 for a single question. Every person has answered them all. */
	items: number;
	/** Least and greatest point of the scale. */
	scale: readonly [number, number];
}

export interface Grim extends Judged {
	/** Sums of all n·k answers that print as the mean: the first and the last; null when there is none. */
	sums: { first: number; last: number } | null;
	/** The means on either side that can be printed. */
	below: number | null;
	above: number | null;
}

export function checkAnswers({ n, items, scale }: Answers): Violation | null {
	if (!Number.isSafeInteger(n) || n < 1) return violation('bad_field', { field: 'n', needed: 'integer > 0' });
	if (!Number.isSafeInteger(items) || items < 1) return violation('bad_field', { field: 'items', needed: 'integer > 0' });
	if (!scale.every(Number.isInteger) || scale[0] >= scale[1]) return violation('bad_field', { field: 'scale', needed: '[integer, integer]' });
	return null;
}

/**
 * GRIM: a mean of n people over k whole-number items is a whole number divided by n·k, so that few printed means are possible when n·k is below 10^decimals. When it is not, every mean
 * within the scale can be printed and the check says nothing (`undecidable`).
 * Source: Brown and Heathers (2017), Soc. Psychol. Personal. Sci. 8, 363-369.
 */
export function grim(mean: Printed, answers: Answers): Grim | Violation {
	const wrong = checkAnswers(answers);
	if (wrong) return wrong;
	const whole = units(mean, 'mean');
	if (isViolation(whole)) return whole;
	const { n, items, scale } = answers;
	const all = n * items;
	const { first, last } = wholesThatPrint(mean, all);
	const [least, most] = [scale[0] * all, scale[1] * all];
	const within = first <= last && last >= least && first <= most;
	const print = (s: number): number | null => (s < least || s > most ? null : rounded(s / all, mean.decimals));
	if (within) {
		const sums = { first: Math.max(first, least), last: Math.min(last, most) };
		const silent = all >= 10 ** mean.decimals;
		return { verdict: silent ? 'undecidable' : 'consistent', sure: silent ? 'proof_sure_grim_silent' : 'proof_sure_grim_possible', sums, below: null, above: null };
	}
	const outside = last < least || first > most;
	return { verdict: 'inconsistent', sure: outside ? 'proof_sure_outside_scale' : 'proof_sure_grim', sums: null, below: outside ? null : print(last), above: outside ? null : print(first) };
}
