/** How much rows that come in clusters (pupils in schools) tell less than independent ones. */
import { isViolation } from '../assumptions.ts';
import { iccFromMoments } from './icc.ts';
import { groupMoments } from './moments.ts';
import type { Sample } from './sample.ts';

export interface Clustering {
	clusters: number;
	/** Intraclass correlation of the values around their group's mean; not below 0. */
	icc: number;
	/** How many times larger the variance of the comparison is than with independent rows. */
	design_effect: number;
}

function tally(codes: Int32Array, k: number): Float64Array {
	const n = new Float64Array(k);
	for (const c of codes) n[c]! += 1;
	return n;
}

/** Σ over cells of n²/n_g for groups g, by cluster. */
function concentration(group: Int32Array, n: Float64Array, cluster: Int32Array): number {
	const cells = new Map<number, number>();
	for (let i = 0; i < group.length; i++) {
		const key = cluster[i]! * n.length + group[i]!;
		cells.set(key, (cells.get(key) ?? 0) + 1);
	}
	let sum = 0;
	for (const [key, count] of cells) sum += (count * count) / n[key % n.length]!;
	return sum;
}

/** Values less their own group's mean, by cluster. */
function residualsByCluster(y: Float64Array, group: Int32Array, n: Float64Array, cluster: Int32Array, clusters: number): Sample[] {
	const sums = new Float64Array(n.length);
	for (let i = 0; i < y.length; i++) sums[group[i]!]! += y[i]!;
	const parts = Array.from(tally(cluster, clusters), (size) => new Float64Array(size));
	const filled = new Int32Array(clusters);
	for (let i = 0; i < y.length; i++) parts[cluster[i]!]![filled[cluster[i]!]!++] = y[i]! - sums[group[i]!]! / n[group[i]!]!;
	return parts.filter((p) => p.length > 0).map((values) => ({ values, counts: new Float64Array(values.length).fill(1) }));
}

/**
 * The intraclass correlation ρ (analysis of variance, of the values around their group's mean) and the design effect of comparing k group means:
 * E(MSB)/σ² = 1 - ρ + ρ (Σ_g Σ_c n_gc²/n_g - Σ_c n_c²/N)/(k - 1), which for one group is that of its mean, 1 + ρ(Σ n_c²/N - 1).
 * Clusters that lie within one group inflate; clusters evenly spread over the groups do the opposite. Source: Kish (1965), Survey Sampling, ch. 5;
 * Moulton (1986), J. Econometrics 32, 385-397.
 * @param y values; `group` and `cluster` their codes from 0; never changed
 * @returns null when there are fewer than two clusters, or one for each row, or nothing varies
 */
export function clustering(y: Float64Array, group: Int32Array, groups: number, cluster: Int32Array, clusters: number): Clustering | null {
	const n = tally(group, groups);
	const parts = residualsByCluster(y, group, n, cluster, clusters);
	const icc = iccFromMoments(groupMoments(parts));
	if (isViolation(icc)) return null;
	const rho = Math.max(0, icc.icc1);
	const k = n.filter((size) => size > 0).length;
	const inOne = new Int32Array(y.length);
	const whole = concentration(inOne, Float64Array.of(y.length), cluster);
	const factor = k > 1 ? (concentration(group, n, cluster) - whole) / (k - 1) : whole;
	return { clusters: parts.length, icc: rho, design_effect: 1 - rho + rho * factor };
}
