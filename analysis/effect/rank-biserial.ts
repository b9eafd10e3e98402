/** Rank-biserial correlations with intervals. */
import { normalQuantile } from '../distribution/normal.ts';
import type { Interval } from './standardised.ts';

/**
 * Interval for a correlation-like effect with a given variance, on Fisher's scale so that it stays between -1 and 1:
 * tanh(artanh r ± z √var / (1 - r²)). Null where the sample gives no variance or r is ±1.
 */
function onFisherScale(r: number, variance: number, level: number): Interval | null {
	if (!(variance > 0) || Math.abs(r) >= 1) return null;
	const half = (normalQuantile((1 + level) / 2) * Math.sqrt(variance)) / (1 - r * r);
	return { low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half) };
}

function variance(values: ArrayLike<number>, counts: ArrayLike<number>): number {
	let n = 0;
	let sum = 0;
	for (let i = 0; i < values.length; i++) {
		n += counts[i]!;
		sum += counts[i]! * values[i]!;
	}
	let ss = 0;
	for (let i = 0; i < values.length; i++) ss += counts[i]! * (values[i]! - sum / n) ** 2;
	return n > 1 ? ss / (n - 1) : 0;
}

/** One row a distinct value in rising order, with how many of each group have it. */
export interface Placed {
	first: Float64Array;
	second: Float64Array;
}

/**
 * Interval for r = 2U₁/(n₁n₂) - 1 from the variance of the placements (how large a share of the other group lies below a value, ties counting half),
 * which holds under unequal spread and ties: var(A) = s₁₀²/n₁ + s₀₁²/n₂ for A = (r + 1)/2, taken to the logit of A, which is 2 artanh r.
 * Source: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845; Brunner and Munzel (2000), Biometrical Journal 42, 17-25.
 * @returns null with complete separation, or with fewer than two rows in a group
 */
export function rankBiserialInterval(r: number, { first, second }: Placed, level: number): Interval | null {
	const sum = (a: Float64Array): number => a.reduce((x, y) => x + y, 0);
	const [n1, n2] = [sum(first), sum(second)];
	if (n1 < 2 || n2 < 2) return null;
	const placements = (of: Float64Array, n: number): Float64Array => {
		let below = 0;
		return of.map((count) => {
			below += count;
			return (below - count / 2) / n;
		});
	};
	const variances = variance(placements(second, n2), first) / n1 + variance(placements(first, n1), second) / n2;
	return onFisherScale(r, 4 * variances, level);
}

/**
 * Interval for the matched-pairs rank-biserial r = (V₊ - V₋)/(V₊ + V₋). V₊ counts the pairs i ≤ j whose differences have a positive sum (ties half), so r is
 * a U-statistic up to the diagonal: var = 4 s_h²/n with h_i the mean sign of d_i + d_j over j, taken to Fisher's scale.
 * Source: Kerby (2014), Comprehensive Psychology 3, 11.IT.3.1 (r); Sen (1960), Calcutta Stat. Assoc. Bull. 10, 1-18 (variance of a U-statistic).
 * @param differences without zeros
 * @returns null when all differences have one sign, or with fewer than two
 */
export function matchedRankBiserialInterval(r: number, differences: Float64Array, level: number): Interval | null {
	const n = differences.length;
	if (n < 2) return null;
	const order = Float64Array.from(differences).sort();
	const h = new Float64Array(n);
	// as d rises, the partners d_j below -d get fewer: two pointers from above
	let below = n;
	let upTo = n;
	for (let i = 0; i < n; i++) {
		while (below > 0 && order[below - 1]! >= -order[i]!) below -= 1;
		while (upTo > 0 && order[upTo - 1]! > -order[i]!) upTo -= 1;
		h[i] = (n - upTo - below) / n;
	}
	return onFisherScale(r, (4 * variance(h, new Float64Array(n).fill(1))) / n, level);
}
