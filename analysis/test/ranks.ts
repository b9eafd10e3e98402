/** Ranks over several groups together, ties sharing the middle of their ranks. */
import { size, type Sample } from './sample.ts';

export interface Ranking {
	/** Rows of each group, and of all. */
	n: number[];
	rows: number;
	/** Distinct values in rising order, how many rows have each, and twice their mid-rank (a whole number). */
	values: Float64Array;
	totals: Float64Array;
	doubled: Float64Array;
	/** Sum of the ranks of each group. */
	rankSums: number[];
	/** Σ(t³ - t) over the distinct values. */
	tieSum: number;
	/** Rows that share their value with another row. */
	tied: number;
}

function indexOf(values: Float64Array, x: number): number {
	let low = 0;
	let high = values.length - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (values[middle]! < x) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** How many rows of the sample have each of the values, which hold all of the sample's. */
export function countsAt(values: Float64Array, sample: Sample): Float64Array {
	const counts = new Float64Array(values.length);
	for (let i = 0; i < sample.values.length; i++) if (sample.counts[i]! > 0) counts[indexOf(values, sample.values[i]!)]! += sample.counts[i]!;
	return counts;
}

function distinct(groups: readonly Sample[]): Float64Array {
	const all = new Float64Array(groups.reduce((s, g) => s + g.values.length, 0));
	let n = 0;
	for (const g of groups) for (let i = 0; i < g.values.length; i++) if (g.counts[i]! > 0) all[n++] = g.values[i]!;
	const values = all.subarray(0, n).sort();
	return values.filter((x, i) => i === 0 || x !== values[i - 1]);
}

/**
 * Ranks all rows together from 1; equal values get the mean of the ranks they take up.
 * @param groups finite values with counts; never changed
 */
export function rankGroups(groups: readonly Sample[]): Ranking {
	const values = distinct(groups);
	const totals = new Float64Array(values.length);
	for (const g of groups) for (let i = 0; i < g.values.length; i++) if (g.counts[i]! > 0) totals[indexOf(values, g.values[i]!)]! += g.counts[i]!;
	let before = 0;
	let tieSum = 0;
	let tied = 0;
	const doubled = totals.map((t) => {
		const rank = 2 * before + t + 1;
		before += t;
		tieSum += t * (t * t - 1);
		if (t > 1) tied += t;
		return rank;
	});
	const rankSums = groups.map((g) => {
		let sum = 0;
		for (let i = 0; i < g.values.length; i++) if (g.counts[i]! > 0) sum += g.counts[i]! * doubled[indexOf(values, g.values[i]!)]!;
		return sum / 2;
	});
	return { n: groups.map(size), rows: before, values, totals, doubled, rankSums, tieSum, tied };
}
