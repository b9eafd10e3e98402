/**
 * p-values corrected for how many tests were made: each function takes the family's p-values (0 to 1) and gives the corrected ones in the same
 * order, at most 1. An empty family gives an empty list. The same as R's `p.adjust`.
 */

/**
 * Each corrected p depends on the p alone, not on its place: equal p-values stay equal. So the sorted values are corrected, and each p looks its own up.
 * `correct(sorted)` overwrites them.
 */
function bySize(p: readonly number[], correct: (sorted: Float64Array) => void): number[] {
	const sorted = Float64Array.from(p).sort();
	const corrected = sorted.slice();
	correct(corrected);
	return p.map((x) => {
		let low = 0;
		let high = sorted.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (sorted[middle]! < x) low = middle + 1;
			else high = middle;
		}
		return corrected[low]!;
	});
}

/** From the smallest p upwards: each at least as large as the one before. `factor(rank)` with rank from 1. */
function stepDown(p: readonly number[], factor: (rank: number) => number): number[] {
	return bySize(p, (sorted) => {
		let highest = 0;
		for (let i = 0; i < sorted.length; i++) {
			highest = Math.max(highest, factor(i + 1) * sorted[i]!);
			sorted[i] = Math.min(1, highest);
		}
	});
}

/** From the largest p downwards: each at most as large as the one above. */
function stepUp(p: readonly number[], factor: (rank: number) => number): number[] {
	return bySize(p, (sorted) => {
		let lowest = 1;
		for (let i = sorted.length - 1; i >= 0; i--) {
			lowest = Math.min(lowest, factor(i + 1) * sorted[i]!);
			sorted[i] = lowest;
		}
	});
}

/** min(1, m·p): holds the chance of any false finding. */
export function bonferroni(p: readonly number[]): number[] {
	return p.map((x) => Math.min(1, x * p.length));
}

/** Holm (1979), Scand. J. Stat. 6, 65-70: holds the chance of any false finding, whatever the tests' dependence. */
export function holm(p: readonly number[]): number[] {
	return stepDown(p, (rank) => p.length - rank + 1);
}

/** Hochberg (1988), Biometrika 75, 800-802: as Holm's, sharper, for independent or positively dependent tests. */
export function hochberg(p: readonly number[]): number[] {
	return stepUp(p, (rank) => p.length - rank + 1);
}

/** Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300: holds the expected share of false findings among the findings. */
export function benjaminiHochberg(p: readonly number[]): number[] {
	return stepUp(p, (rank) => p.length / rank);
}

/** Benjamini and Yekutieli (2001), Ann. Stat. 29, 1165-1188: as Benjamini-Hochberg under any dependence. */
export function benjaminiYekutieli(p: readonly number[]): number[] {
	const sum = p.reduce((q, _, i) => q + 1 / (i + 1), 0);
	return stepUp(p, (rank) => (sum * p.length) / rank);
}
