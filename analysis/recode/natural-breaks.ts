import { violation, type Violation } from '../assumptions.ts';
import type { Numbers } from '../table/view.ts';
import { distinct, type Distinct } from './groups.ts';

export interface NaturalBreaks {
	k: number;
	/** Largest value of each class, rising. */
	upper_values: number[];
	/** Rows in each class. */
	sizes: number[];
	/** Sum of squares within the classes. */
	ssw: number;
	/** Goodness of variance fit, 1 − ssw/sst. */
	gvf: number;
}

/** Weighted sum of squares around the mean of the distinct values from `from` to `to`, both included. */
function sumOfSquares(d: Distinct, from: number, to: number): number {
	let [n, sum] = [0, 0];
	for (let i = from; i <= to; i++) {
		n += d.counts[i]!;
		sum += d.counts[i]! * (d.values[i]! - d.values[from]!);
	}
	const mean = d.values[from]! + sum / n;
	let ss = 0;
	for (let i = from; i <= to; i++) ss += d.counts[i]! * (d.values[i]! - mean) ** 2;
	return ss;
}

/** Sum of squares of any run of distinct values in constant time, from running sums around the middle value. */
function runCost(d: Distinct): (from: number, to: number) => number {
	const m = d.values.length;
	const centre = d.values[m >> 1]!;
	const [w, s, q] = [new Float64Array(m + 1), new Float64Array(m + 1), new Float64Array(m + 1)];
	for (let i = 0; i < m; i++) {
		const x = d.values[i]! - centre;
		w[i + 1] = w[i]! + d.counts[i]!;
		s[i + 1] = s[i]! + d.counts[i]! * x;
		q[i + 1] = q[i]! + d.counts[i]! * x * x;
	}
	return (from, to) => {
		if (from === to) return 0;
		const sum = s[to + 1]! - s[from]!;
		return Math.max(0, q[to + 1]! - q[from]! - (sum * sum) / (w[to + 1]! - w[from]!));
	};
}

/**
 * One more class: for each end i the best start of its last class, given the best costs with one class fewer. The best start never falls as i
 * rises, so each half of the ends has half of the starts to try (divide and conquer, m log m instead of m²).
 */
function nextClass(before: Float64Array, cost: (from: number, to: number) => number, classes: number): { best: Float64Array; start: Int32Array } {
	const m = before.length;
	const best = new Float64Array(m).fill(Infinity);
	const start = new Int32Array(m);
	const solve = (low: number, high: number, first: number, last: number): void => {
		if (low > high) return;
		const end = (low + high) >> 1;
		for (let s = Math.max(first, classes); s <= Math.min(last, end); s++) {
			const tried = before[s - 1]! + cost(s, end);
			if (tried < best[end]!) [best[end], start[end]] = [tried, s];
		}
		solve(low, end - 1, first, start[end]!);
		solve(end + 1, high, start[end]!, last);
	};
	solve(classes, m - 1, classes, m - 1);
	return { best, start };
}

/**
 * Natural breaks: the split of the values into k classes of neighbours with the least sum of squares within classes, the exact optimum by
 * dynamic programming over the distinct values with their counts. Equal values are never split.
 * Source: Fisher (1958), J. Am. Stat. Assoc. 53, 789–798; Jenks (1977), Optimal Data Classification for Choropleth Maps; speed as in
 * Grønlund et al. (2017), arXiv 1701.07204.
 * @param kMin from 1  @param kMax at least kMin
 * @returns one solution for each k; `no_data`, or `groups` with fewer distinct values than kMax classes
 */
export function naturalBreaks(numbers: Numbers, kMin: number, kMax: number): NaturalBreaks[] | Violation {
	const d = distinct(numbers);
	const m = d.values.length;
	if (m === 0) return violation('no_data');
	if (m < kMax) return violation('groups', { groups: m, needed: kMax });
	const cost = runCost(d);
	let best: Float64Array = Float64Array.from(d.values, (_, i) => cost(0, i));
	const starts: Int32Array[] = [new Int32Array(m)];
	for (let classes = 1; classes < kMax; classes++) {
		const next = nextClass(best, cost, classes);
		best = next.best;
		starts.push(next.start);
	}
	const sst = sumOfSquares(d, 0, m - 1);
	return Array.from({ length: kMax - kMin + 1 }, (_, at) => {
		const k = kMin + at;
		const ends: number[] = [];
		for (let [c, end] = [k - 1, m - 1]; c >= 0; c--) {
			ends.unshift(end);
			end = starts[c]![end]! - 1;
		}
		const parts = ends.map((end, c) => ({ from: c === 0 ? 0 : ends[c - 1]! + 1, end }));
		const ssw = parts.reduce((s, part) => s + sumOfSquares(d, part.from, part.end), 0);
		return {
			k,
			upper_values: ends.map((end) => d.values[end]!),
			sizes: parts.map((part) => d.counts.slice(part.from, part.end + 1).reduce((a, b) => a + b, 0)),
			ssw,
			gvf: sst > 0 ? 1 - ssw / sst : 1
		};
	});
}
