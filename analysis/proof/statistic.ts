/** Does this p follow from this test statistic and its degrees of freedom; do this r, n and p agree? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import { fUpper } from '../distribution/f.ts';
import { normalTwoSided } from '../distribution/normal.ts';
import { tTwoSided } from '../distribution/t.ts';
import { interval, overlap, units, type Judged, type Printed } from './rounding.ts';

/** p as printed: `=` with decimals, or `<` or `>` a limit. Stars are a `<`. */
export interface PrintedP {
	relation: '=' | '<' | '>';
	value: number;
	decimals: number;
}

/** The p-values that print so. */
export function pRange(p: PrintedP): { low: number; high: number } | Violation {
	if (!(p.value >= 0 && p.value <= 1)) return violation('bad_field', { field: 'p', needed: 'number >= 0 <= 1' });
	if (p.relation === '<') return { low: 0, high: p.value };
	if (p.relation === '>') return { low: p.value, high: 1 };
	const whole = units({ value: p.value, decimals: p.decimals }, 'p');
	if (isViolation(whole)) return whole;
	const { low, high } = interval(p);
	return { low: Math.max(0, low), high: Math.min(1, high) };
}

export type Statistic = { name: 't' | 'chi2' | 'r'; df: number } | { name: 'z' } | { name: 'F'; df: number; df2: number };

/** Two-sided p of |t|, |z|, |r|; upper p of F and chi-square: falling in the statistic. */
function pOf(statistic: Statistic, x: number): number {
	switch (statistic.name) {
		case 'z': return normalTwoSided(x).p;
		case 't': return tTwoSided(x, statistic.df).p;
		case 'chi2': return x <= 0 ? 1 : chisqUpper(x, statistic.df).p;
		case 'F': return x <= 0 ? 1 : fUpper(x, statistic.df, statistic.df2).p;
		case 'r': return x >= 1 ? 0 : tTwoSided(x * Math.sqrt(statistic.df / ((1 - x) * (1 + x))), statistic.df).p;
	}
}

export interface StatisticCheck extends Judged {
	/** p of the printed statistic. */
	p: number;
	/** p of all that rounds to it. */
	low: number;
	high: number;
	/** Whether the printed p and the statistic fall on different sides of the level. */
	decisionError: boolean;
}

/**
 * A printed statistic against its printed p, both taken for all that rounds to them. A p that is half of what it should be is `undecidable`: the test may have been one-sided.
 * Source: Nuijten and others (2016), Behav. Res. Methods 48, 1205-1226 (statcheck).
 * @param level the level of significance that decisions are made at
 */
export function checkStatistic(statistic: Statistic, printed: Printed, p: PrintedP, level = 0.05): StatisticCheck | Violation {
	const whole = units(printed, 'statistic');
	if (isViolation(whole)) return whole;
	for (const [field, df] of Object.entries(statistic)) if (typeof df === 'number' && !(df > 0)) return violation('bad_field', { field, needed: 'number > 0' });
	const squared = statistic.name === 'F' || statistic.name === 'chi2';
	if (squared && printed.value < 0) return violation('bad_field', { field: 'statistic', needed: 'number >= 0' });
	if (statistic.name === 'r' && Math.abs(printed.value) > 1) return violation('bad_field', { field: 'r', needed: 'number >= -1 <= 1' });
	const range = pRange(p);
	if (isViolation(range)) return range;
	const ends = interval(printed);
	const size = { low: Math.max(0, ends.low, -ends.high), high: Math.max(Math.abs(ends.low), Math.abs(ends.high)) };
	const own = { low: pOf(statistic, size.high), high: pOf(statistic, size.low) };
	const exact = pOf(statistic, Math.abs(printed.value));
	const decisionError = (range.high < level && own.low >= level) || (range.low > level && own.high <= level);
	const base = { p: exact, ...own, decisionError };
	if (overlap(own, range)) return { verdict: 'consistent', sure: p.relation === '=' ? 'proof_sure_p_follows' : 'proof_sure_p_side', ...base };
	const oneSided = !squared && overlap({ low: own.low / 2, high: own.high / 2 }, range);
	if (oneSided) return { verdict: 'undecidable', sure: 'proof_sure_one_sided', ...base };
	return { verdict: 'inconsistent', sure: decisionError ? 'proof_sure_p_decision' : 'proof_sure_p', ...base };
}

export interface CorrelationCheck extends StatisticCheck {
	/** Numbers of people for which r and p as printed agree; null when no number does, `high` null when there is no largest. */
	nLow: number | null;
	nHigh: number | null;
}

const LARGEST_N = 1e7;

/** The least n in [low, high] for which `holds`, which is false up to it and true from it on; null when it never is. */
function firstN(low: number, high: number, holds: (n: number) => boolean): number | null {
	if (!holds(high)) return null;
	let [a, b] = [low, high];
	while (a < b) {
		const middle = Math.floor((a + b) / 2);
		if (holds(middle)) b = middle;
		else a = middle + 1;
	}
	return a;
}

/**
 * r, n and p of a Pearson correlation: p two-sided by t = r √((n - 2)/(1 - r²)) on n - 2 degrees of freedom. Also for which n they would agree, which tells whose n a p belongs to.
 * @param n people, or the least and the most they can be where the number is not printed
 */
export function checkCorrelation(r: Printed, n: number | readonly [number, number], p: PrintedP, level = 0.05): CorrelationCheck | Violation {
	const [least, most] = typeof n === 'number' ? [n, n] : n;
	if (!Number.isSafeInteger(least) || least < 3 || !Number.isSafeInteger(most) || most < least) return violation('bad_field', { field: 'n', needed: 'integer >= 3' });
	const few = checkStatistic({ name: 'r', df: least - 2 }, r, p, level);
	const many = checkStatistic({ name: 'r', df: most - 2 }, r, p, level);
	const range = pRange(p);
	if (isViolation(few)) return few;
	if (isViolation(many)) return many;
	if (isViolation(range)) return range;
	// p falls as n grows: the n that agree are those from where the least p is low enough to where the greatest is still high enough
	const ends = interval(r);
	const size = { low: Math.max(0, ends.low, -ends.high), high: Math.max(Math.abs(ends.low), Math.abs(ends.high)) };
	const from = firstN(3, LARGEST_N, (m) => pOf({ name: 'r', df: m - 2 }, size.high) <= range.high);
	const beyond = firstN(3, LARGEST_N, (m) => pOf({ name: 'r', df: m - 2 }, size.low) < range.low);
	const fits = from !== null && (beyond === null || from < beyond);
	const base = { ...many, p: few.p, low: many.low, high: few.high, nLow: fits ? from : null, nHigh: fits && beyond !== null ? beyond - 1 : null };
	if (fits && from <= most && (beyond === null || beyond > least)) return { ...base, verdict: 'consistent', sure: few.sure === 'proof_sure_p_side' ? few.sure : 'proof_sure_r_follows', decisionError: false };
	if (few.verdict === 'undecidable' || many.verdict === 'undecidable') return { ...base, verdict: 'undecidable', sure: 'proof_sure_one_sided' };
	return { ...base, verdict: 'inconsistent', sure: fits ? 'proof_sure_other_n' : 'proof_sure_p', decisionError: few.decisionError && many.decisionError };
}
