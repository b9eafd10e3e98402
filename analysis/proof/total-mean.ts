/** Does this total mean follow from its groups, and do the groups' means follow from the bands their people are counted in? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { checkAnswers } from './grim.ts';
import { interval, rounded, units, wholesThatPrint, type Judged } from './rounding.ts';

export interface PrintedMeans {
	n: readonly number[];
	means: readonly number[];
	total: number;
	decimals: number;
	/** Items that each person's value is the mean of; with it the sums are whole numbers and the check is sharper. */
	items?: number | null;
	scale?: readonly [number, number] | null;
	/** People behind the total, where they are more than the groups' sum: then nothing follows without a scale. */
	nTotal?: number | null;
	/** Least and greatest mean that each group can have for other reasons, such as its bands. */
	within?: readonly ({ low: number; high: number } | null)[];
}

export interface TotalMean extends Judged {
	/** Σ n_g m_g / Σ n_g of the printed means. */
	weighted: number;
	/** The total lies between these, whatever the means were before rounding. */
	low: number;
	high: number;
	/** Groups whose mean no sum of whole answers gives. */
	impossible: number[];
	/** For each group, the printed means that would make the total right, the others being right: at most ten, none when only another group can be wrong. */
	instead: number[][];
}

const LISTED = 10;

/** Bounds of Σ answers of a group: whole numbers where items are known, else the rounding interval. */
function sumBounds(input: PrintedMeans, g: number): { low: number; high: number; possible: boolean } {
	const n = input.n[g]!;
	const printed = { value: input.means[g]!, decimals: input.decimals };
	const ends = interval(printed);
	if (!input.items) return { low: n * ends.low, high: n * ends.high, possible: true };
	const { first, last } = wholesThatPrint(printed, n * input.items);
	// a group whose own mean cannot be stands for what is printed
	return first <= last ? { low: first / input.items, high: last / input.items, possible: true } : { low: n * ends.low, high: n * ends.high, possible: false };
}

/** Printed means of group g that make the total possible, given the others. */
function repairs(input: PrintedMeans, g: number, bounds: readonly { low: number; high: number }[], all: number): number[] {
	const ends = interval({ value: input.total, decimals: input.decimals });
	const others = bounds.reduce((s, b, h) => (h === g ? s : { low: s.low + b.low, high: s.high + b.high }), { low: 0, high: 0 });
	const n = input.n[g]!;
	const within = input.within?.[g];
	const step = input.items ? 1 / (n * input.items) : 10 ** -input.decimals;
	const low = Math.max((ends.low * all - others.high) / n, input.scale?.[0] ?? -Infinity, within?.low ?? -Infinity) - 1e-9;
	const high = Math.min((ends.high * all - others.low) / n, input.scale?.[1] ?? Infinity, within?.high ?? Infinity) + 1e-9;
	const out = new Set<number>();
	for (let k = Math.ceil(low / step); k * step <= high && out.size < LISTED; k++) out.add(rounded(k * step, input.decimals));
	return [...out].filter((m) => m !== input.means[g]);
}

/**
 * The total of a table's means against Σ n_g m_g / Σ n_g, every mean taken for all that rounds to it; with items of a whole-number scale, for the sums of answers that
 * print as it. Says what another mean would have to be, were it that one which is wrong.
 */
export function totalMean(input: PrintedMeans): TotalMean | Violation {
	const { n, means, decimals, nTotal } = input;
	if (n.length === 0 || means.length !== n.length) return violation('bad_field', { field: 'means', needed: `${n.length} numbers` });
	if (!n.every((x) => Number.isSafeInteger(x) && x >= 0)) return violation('not_a_count', { field: 'n' });
	const all = n.reduce((a, b) => a + b, 0);
	if (all === 0) return violation('zero_denominator');
	for (const value of [...means, input.total]) {
		const whole = units({ value, decimals }, 'means');
		if (isViolation(whole)) return whole;
	}
	if (nTotal && nTotal < all) return violation('inconsistent', { field: 'n_total' });
	const bounds = n.map((_, g) => sumBounds(input, g));
	const outside = nTotal ? nTotal - all : 0;
	const rest = input.scale ? { low: outside * input.scale[0], high: outside * input.scale[1] } : outside > 0 ? { low: -Infinity, high: Infinity } : { low: 0, high: 0 };
	const people = all + outside;
	let low = (bounds.reduce((s, b) => s + b.low, 0) + rest.low) / people;
	let high = (bounds.reduce((s, b) => s + b.high, 0) + rest.high) / people;
	const slack = 1e-12 * Math.max(1, Math.abs(input.total));
	[low, high] = [low - slack, high + slack];
	const ends = interval({ value: input.total, decimals });
	const weighted = n.reduce((s, x, g) => s + x * means[g]!, 0) / all;
	const fits = low <= ends.high && ends.low <= high;
	const half = 0.5 * 10 ** -decimals;
	// the printed means alone leave it open, and only whole sums of answers rule it out
	const byItems = outside === 0 && Math.abs(n.reduce((s, x, g) => s + x * means[g]!, 0) / all - input.total) <= 2 * half + slack;
	const impossible = [...n.keys()].filter((g) => !bounds[g]!.possible);
	const verdict = !fits ? 'inconsistent' : outside > 0 ? 'undecidable' : 'consistent';
	const sure = !fits ? (byItems ? 'proof_sure_total_items' : impossible.length > 0 ? 'proof_sure_total_and_group' : 'proof_sure_total') : outside > 0 ? 'proof_sure_total_more_people' : 'proof_sure_total_follows';
	return { verdict, sure, weighted, low, high, impossible, instead: fits || outside > 0 ? [] : n.map((x, g) => (x === 0 ? [] : repairs(input, g, bounds, all))) };
}

export interface BandedGroup {
	/** People in each band, lowest first. */
	counts: readonly number[];
	/** Upper limits of all bands but the last. */
	cuts: readonly number[];
	items: number;
	scale: readonly [number, number];
}

/**
 * Between which ends the mean of a group lies whose people are counted in bands of an index of k items. A value on a limit may belong to either side, since print seldom says.
 */
export function meanWithinBands({ counts, cuts, items, scale }: BandedGroup): { low: number; high: number } | Violation {
	const n = counts.reduce((a, b) => a + b, 0);
	const wrong = checkAnswers({ n, items, scale });
	if (wrong) return wrong;
	if (cuts.length !== counts.length - 1 || cuts.some((c, i) => c < (cuts[i - 1] ?? scale[0]) || c > scale[1])) return violation('bad_field', { field: 'cuts', needed: `${counts.length - 1} rising numbers` });
	const ends = [scale[0], ...cuts, scale[1]];
	// values are whole multiples of 1/k; 1e-9 keeps a limit such as 3.6 = 18/5 on its side
	const least = counts.reduce((s, c, b) => s + c * Math.ceil(ends[b]! * items - 1e-9), 0);
	const most = counts.reduce((s, c, b) => s + c * Math.floor(ends[b + 1]! * items + 1e-9), 0);
	return { low: least / (n * items), high: most / (n * items) };
}

export interface BandMean extends Judged {
	low: number;
	high: number;
}

/** A group's printed mean against the bands its people are counted in. */
export function bandMean(mean: number, decimals: number, group: BandedGroup): BandMean | Violation {
	const whole = units({ value: mean, decimals }, 'mean');
	if (isViolation(whole)) return whole;
	const within = meanWithinBands(group);
	if (isViolation(within)) return within;
	const ends = interval({ value: mean, decimals });
	const fits = within.low <= ends.high + 1e-12 && ends.low <= within.high + 1e-12;
	return { verdict: fits ? 'consistent' : 'inconsistent', sure: fits ? 'proof_sure_band_possible' : 'proof_sure_band', ...within };
}
