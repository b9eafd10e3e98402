/**
 * Why a printed number of Tables 16 to 50 differs from ours. A misprint is shown by the print alone: the checks on printed numbers find that it cannot be. Another reason must be
 * shown by numbers. What neither explains is unexplained: ours is wrong, or the print is in a way not yet understood.
 */
import type { Finding } from '#analysis/proof/printed.ts';
import { tTwoSided } from '#analysis/distribution/t.ts';
import { findingsAt, type Compared } from './numbers.ts';
import { indexItems, published, type Published } from './printed.ts';

export type Verdict = 'same' | 'misprint' | 'different' | 'unexplained';
export type ReasonKey = 'misprint' | 'misprint_total' | 'one_answer' | 'rounded_r';

export interface Reason {
	key: ReasonKey;
	evidence: Record<string, number | string>;
	/** What shows the misprint. */
	finding: Finding | null;
}
export interface Judged extends Compared {
	verdict: Verdict;
	reason: Reason | null;
}

const EPSILON = 1e-9;
/** A printed number stands for everything that rounds to it, both ends included. */
export const prints = (value: number, printed: number, decimals: number): boolean => Math.abs(value - printed) <= 0.5 * 10 ** -decimals + EPSILON;

/** The p that a correlation has. */
const pOf = (r: number, n: number): number => tTwoSided((Math.abs(r) * Math.sqrt(n - 2)) / Math.sqrt(1 - r * r), n - 2).p;

/** All p of what rounds to the printed r, with as many people as we have; null where our r is another. */
function rangeOfP(one: Compared, all: readonly Compared[]): { r: number; n: number; low: number; high: number } | null {
	const r = all.find((other) => other.table === one.table && other.kind === 'r' && other.place === one.place);
	if (!r || r.ours === null || one.n === null || !prints(r.ours, r.printed, r.decimals)) return null;
	const half = 0.5 * 10 ** -r.decimals;
	return { r: r.printed, n: one.n, low: pOf(Math.abs(r.printed) + half, one.n), high: pOf(Math.max(0, Math.abs(r.printed) - half), one.n) };
}
/** Where our r is the printed one, our p must be one of it; where it is not, nothing can be said. */
function followsFromR(one: Compared, all: readonly Compared[]): boolean {
	const range = rangeOfP(one, all);
	return !range || (one.ours !== null && one.ours >= range.low - EPSILON && one.ours <= range.high + EPSILON);
}

interface Situation { one: Compared; all: readonly Compared[]; findings: readonly Finding[]; source: Published }
type Rule = (situation: Situation) => Reason | null;

const isMisprint = (finding: Finding): boolean => finding.verdict === 'inconsistent';

/** The print cannot be right here, and where the checks say what should stand, ours is that. */
const misprint: Rule = ({ one, all, findings }) => {
	const checks = one.kind === 'percent' ? ['percentages', 'counts'] : one.kind === 'mean' ? ['grim', 'band'] : one.kind === 'total' ? ['total'] : one.kind === 'r' || one.kind === 'p' ? ['correlation', 'twice'] : one.kind === 'significant' ? ['flag'] : ['margin'];
	// of a pair that is printed twice, what belongs there is not known
	const found = findingsAt(findings, one).filter((finding) => isMisprint(finding) && checks.includes(finding.check));
	const [first] = found.toSorted((a, b) => checks.indexOf(a.check) - checks.indexOf(b.check));
	if (!first || one.ours === null) return null;
	const ours = one.ours;
	const { kind, values } = first.instead;
	const wanted = kind === 'value' && first.check === 'percentages' ? values : findingsAt(findings, one).find((finding) => finding.instead.kind === 'one_of' && finding.check === 'total')?.instead.values;
	const fits = !wanted || wanted.some((value) => prints(ours, value, one.decimals));
	return fits && (one.kind !== 'p' || followsFromR(one, all)) ? { key: 'misprint', evidence: {}, finding: first } : null;
};

/** The printed total does not follow from the printed groups, and with ours in this one place it does. */
const misprintTotal: Rule = ({ one, all, findings }) => {
	if (one.kind !== 'mean') return null;
	const found = findings.find((finding) => finding.table === String(one.table) && finding.check === 'total' && isMisprint(finding));
	const means = all.filter((other) => other.table === one.table && (other.kind === 'mean' || other.kind === 'total'));
	const others = means.filter((other) => other !== one).every((other) => other.ours !== null && prints(other.ours, other.printed, other.decimals));
	return found && others && one.ours !== null ? { key: 'misprint_total', evidence: { total: means.find((other) => other.kind === 'total')?.printed ?? '' }, finding: found } : null;
};

/** The sums of answers that print as a mean of n people on k items. */
function sumsThatPrint(printed: number, n: number, k: number, decimals: number): number[] {
	const about = Math.round(printed * n * k);
	return Array.from({ length: 5 }, (_, i) => about - 2 + i).filter((sum) => prints(sum / (n * k), printed, decimals));
}

/**
 * The means differ by one answer that is one step lower or higher: n people on k items have a sum of whole points, and ours is next to one that prints as the
 * printed mean, while every count of the table is the same. The answers are a reconstruction, and this is as near as it came.
 */
const oneAnswer: Rule = ({ one, all, source }) => {
	const printed = source.crosstabs.find((table) => table.table === one.table);
	if (!printed || one.kind !== 'mean' || one.ours === null || one.n === null) return null;
	const k = indexItems(printed.index).length;
	const ours = Math.round(one.ours * one.n * k);
	if (Math.abs(ours / (one.n * k) - one.ours) > EPSILON) return null;
	const counts = all.filter((other) => other.table === one.table && other.kind === 'count').every((other) => other.ours === other.printed);
	const near = sumsThatPrint(one.printed, one.n, k, one.decimals).find((sum) => Math.abs(sum - ours) === 1);
	return counts && near !== undefined ? { key: 'one_answer', evidence: { n: one.n, items: k, ours, printed: near }, finding: null } : null;
};

/** p follows from r before it is rounded: ours and the printed p both belong to what rounds to the printed r, which ours does too, with as many people. */
const roundedR: Rule = ({ one, all }) => {
	const range = one.kind === 'p' ? rangeOfP(one, all) : null;
	if (!range || one.ours === null) return null;
	const slack = 0.5 * 10 ** -one.decimals;
	const printed = one.printed >= range.low - slack && one.printed <= range.high + slack;
	return printed && followsFromR(one, all) ? { key: 'rounded_r', evidence: { r: range.r, n: range.n, low: range.low, high: range.high }, finding: null } : null;
};

const RULES: readonly Rule[] = [misprint, misprintTotal, oneAnswer, roundedR];

/** @param findings of the checks on the print alone */
export function judge(numbers: readonly Compared[], findings: readonly Finding[], source: Published = published): Judged[] {
	return numbers.map((one): Judged => {
		if (one.ours !== null && prints(one.ours, one.printed, one.decimals)) return { ...one, verdict: 'same', reason: null };
		const situation = { one, all: numbers, findings, source };
		for (const rule of RULES) {
			const reason = rule(situation);
			if (reason) return { ...one, verdict: reason.key === 'misprint' || reason.key === 'misprint_total' ? 'misprint' : 'different', reason };
		}
		return { ...one, verdict: 'unexplained', reason: null };
	});
}
