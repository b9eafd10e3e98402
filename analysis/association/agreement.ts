/** Whether two who judged the same cases judged alike: Cohen's kappa and Krippendorff's alpha from a square table of counts. */
import { violation, type Violation } from '../assumptions.ts';
import type { Counts } from '../crosstab/counts.ts';
import { normalQuantile } from '../distribution/normal.ts';

export const KAPPA_WEIGHTS = ['none', 'linear', 'quadratic'] as const;
export type KappaWeights = (typeof KAPPA_WEIGHTS)[number];
export const ALPHA_LEVELS = ['nominal', 'ordinal', 'interval'] as const;
export type AlphaLevel = (typeof ALPHA_LEVELS)[number];

export interface Kappa {
	/** Weighted share of cases judged alike, and that share if both had judged by chance with the margins they have. */
	agreement: number;
	expected: number;
	kappa: number;
	/** Large-sample standard error of kappa, and that where kappa is 0. */
	se: number;
	se0: number;
	low: number;
	high: number;
}

/** 1 for the same category; 0 for the two furthest apart, or for any two different where nothing is weighted. */
function weightOf(kind: KappaWeights, k: number): (i: number, j: number) => number {
	if (kind === 'none') return (i, j) => Number(i === j);
	return (i, j) => 1 - (Math.abs(i - j) / (k - 1)) ** (kind === 'linear' ? 1 : 2);
}

/**
 * Cohen's kappa, weighted by distance between categories where asked for.
 * @param counts rows: the first judge; columns: the second; the same categories in the same order
 * @returns `groups` for fewer than two categories; `constant` when both gave every case the same one: chance then explains all
 */
export function cohenKappa({ cells, rows, columns, n }: Counts, kind: KappaWeights, level: number): Kappa | Violation {
	const k = cells.length;
	if (k < 2) return violation('groups', { groups: k, needed: 2 });
	const w = weightOf(kind, k);
	const [p, q] = [Array.from(rows, (x) => x / n), Array.from(columns, (x) => x / n)];
	const each = <T>(f: (i: number, j: number) => T): T[] => p.flatMap((_, i) => q.map((__, j) => f(i, j)));
	const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
	const agreement = sum(each((i, j) => (w(i, j) * cells[i]![j]!) / n));
	const expected = sum(each((i, j) => w(i, j) * p[i]! * q[j]!));
	if (1 - expected < 1e-12) return violation('constant', { column: 'counts' });
	const kappa = (agreement - expected) / (1 - expected);
	const ofRow = p.map((_, i) => sum(q.map((x, j) => x * w(i, j))));
	const ofColumn = q.map((_, j) => sum(p.map((x, i) => x * w(i, j))));
	const spread = sum(each((i, j) => (cells[i]![j]! / n) * (w(i, j) - (ofRow[i]! + ofColumn[j]!) * (1 - kappa)) ** 2)) - (kappa - expected * (1 - kappa)) ** 2;
	const spread0 = sum(each((i, j) => p[i]! * q[j]! * (w(i, j) - (ofRow[i]! + ofColumn[j]!)) ** 2)) - expected ** 2;
	const seOf = (x: number): number => Math.sqrt(Math.max(0, x) / n) / (1 - expected);
	const [se, z] = [seOf(spread), normalQuantile(0.5 + level / 2)];
	return { agreement, expected, kappa, se, se0: seOf(spread0), low: Math.max(-1, kappa - z * se), high: Math.min(1, kappa + z * se) };
}

/** Squared difference between two categories, by how often each was used in all. */
function difference(level: AlphaLevel, used: readonly number[], scores: readonly number[]): (c: number, k: number) => number {
	if (level === 'nominal') return (c, k) => Number(c !== k);
	if (level === 'interval') return (c, k) => (scores[c]! - scores[k]!) ** 2;
	return (c, k) => {
		const [from, to] = [Math.min(c, k), Math.max(c, k)];
		return (used.slice(from, to + 1).reduce((a, b) => a + b, 0) - (used[c]! + used[k]!) / 2) ** 2;
	};
}

/**
 * Krippendorff's alpha of two judges who both judged every case: 1 - observed disagreement / disagreement expected by chance, from coincidences.
 * @param scores of the categories, for the level interval
 * @returns `constant` when only one category was used
 */
export function krippendorffAlpha({ cells, rows, columns, n }: Counts, level: AlphaLevel, scores: readonly number[]): number | Violation {
	const used = cells.map((_, c) => rows[c]! + columns[c]!);
	const delta = difference(level, used, scores);
	let [observed, expected] = [0, 0];
	for (let c = 0; c < used.length; c++) {
		for (let k = 0; k < used.length; k++) {
			observed += (cells[c]![k]! + cells[k]![c]!) * delta(c, k);
			expected += used[c]! * used[k]! * delta(c, k);
		}
	}
	return expected === 0 ? violation('constant', { column: 'counts' }) : 1 - ((2 * n - 1) * observed) / expected;
}
