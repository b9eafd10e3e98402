/**
 * Exact distributions of rank statistics with ties: mid-ranks doubled are whole numbers, so sums are counted, not approximated.
 * Source: Streitberg and Röhmel (1986), Statistical Software Newsletter 12, 10-18 (the shift algorithm).
 */
import { violation, type Violation } from '../assumptions.ts';
import type { Tail } from '../distribution/tail.ts';

/** Beyond so many rows the exact p is not computed: it would take seconds and differ from the asymptotic in digits nobody reads. */
export const EXACT_LIMIT = 300;
/** Without being asked the exact p is given when each group (or the number of differences) is below this, as R does for data without ties. */
export const EXACT_AUTO = 50;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Ranks of every row less the lowest, over their greatest common divisor. */
function reduced(doubled: ArrayLike<number>, totals: ArrayLike<number>, lowest: number): { ranks: number[]; unit: number } {
	const ranks: number[] = [];
	let unit = 0;
	for (let i = 0; i < doubled.length; i++) {
		unit = gcd(doubled[i]! - lowest, unit);
		for (let t = 0; t < totals[i]!; t++) ranks.push(doubled[i]! - lowest);
	}
	return { ranks: ranks.map((r) => r / (unit || 1)), unit: unit || 1 };
}

const tail = (p: number): Tail => ({ p: Math.min(1, p), logP: Math.min(0, Math.log(p)) });

/** How many ways `chosen` of the ranks give each sum: `ways[s]`. */
function waysBySum(ranks: readonly number[], chosen: number): Float64Array {
	const top = [...ranks].sort((a, b) => b - a).slice(0, chosen).reduce((a, b) => a + b, 0);
	const width = top + 1;
	const ways = new Float64Array((chosen + 1) * width);
	const highest = new Int32Array(chosen + 1).fill(-1);
	ways[0] = 1;
	highest[0] = 0;
	for (const rank of ranks) {
		for (let j = chosen; j >= 1; j--) {
			if (highest[j - 1]! < 0) continue;
			const from = (j - 1) * width;
			const to = j * width + rank;
			for (let s = highest[j - 1]!; s >= 0; s--) ways[to + s]! += ways[from + s]!;
			highest[j] = Math.max(highest[j]!, highest[j - 1]! + rank);
		}
	}
	return ways.subarray(chosen * width);
}

/**
 * Two-sided exact p of the rank sum: the share of all choices of n₁ rows whose rank sum is at least as far from its expectation as observed,
 * P(|U - E U| ≥ |u - E U|), ties kept.
 * @param doubled twice the mid-rank of each distinct value; `totals` how many rows have it
 * @param n1 rows in the first group; `rankSum` the sum of their mid-ranks
 * @returns a violation `too_large` beyond 300 rows
 */
export function exactRankSum(doubled: ArrayLike<number>, totals: ArrayLike<number>, n1: number, rankSum: number): Tail | Violation {
	const rows = Array.from(totals).reduce((a, b) => a + b, 0);
	if (rows > EXACT_LIMIT) return violation('too_large', { instead: 'p_corrected' });
	const distance = Math.abs(2 * rankSum - n1 * (rows + 1));
	// the other group's sum lies as far off on the other side
	const chosen = Math.min(n1, rows - n1);
	const lowest = doubled[0] ?? 0;
	const { ranks, unit } = reduced(doubled, totals, lowest);
	const ways = waysBySum(ranks, chosen);
	let far = 0;
	let all = 0;
	for (let s = 0; s < ways.length; s++) {
		all += ways[s]!;
		if (Math.abs(s * unit + chosen * lowest - chosen * (rows + 1)) >= distance) far += ways[s]!;
	}
	return tail(far / all);
}

/**
 * Two-sided exact p of Wilcoxon's signed rank statistic: the share of all choices of signs with |V₊ - E V₊| at least as observed, ties kept.
 * @param doubled twice the mid-rank of each distinct |difference|, without zeros; `totals` how many differences have it
 * @param positive V₊, the sum of the positive differences' mid-ranks
 * @returns a violation `too_large` beyond 300 differences
 */
export function exactSignedRank(doubled: ArrayLike<number>, totals: ArrayLike<number>, positive: number): Tail | Violation {
	const { ranks, unit } = reduced(doubled, totals, 0);
	if (ranks.length > EXACT_LIMIT) return violation('too_large', { instead: 'p_corrected' });
	const total = ranks.reduce((a, b) => a + b, 0);
	const share = new Float64Array(total + 1);
	share[0] = 1;
	let highest = 0;
	for (const rank of ranks) {
		for (let s = highest; s >= 0; s--) share[s + rank]! += share[s]!;
		highest += rank;
		// halved step by step: the number of sign choices does not outgrow a double
		for (let s = 0; s <= highest; s++) share[s]! /= 2;
	}
	const distance = Math.abs((4 * positive) / unit - total);
	let far = 0;
	for (let s = 0; s <= total; s++) if (Math.abs(2 * s - total) >= distance) far += share[s]!;
	return tail(far);
}
