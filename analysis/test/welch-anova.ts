import { violation, type Violation } from '../assumptions.ts';
import { fUpper } from '../distribution/f.ts';
import type { Tail } from '../distribution/tail.ts';
import type { Moments } from './moments.ts';

export interface WelchAnova {
	F: number;
	/** k - 1, and Welch's denominator, which is seldom whole. */
	df: [number, number];
	tail: Tail;
}

/**
 * Welch's test of equal means without equal variances. With w_g = n_g/s_g², W = Σw, h_g = (1 - w_g/W)²/(n_g - 1), m = Σh/(k² - 1):
 * F = (Σ w_g(x̄_g - x̃)²/(k-1)) / (1 + 2(k-2)m), df = k-1 and 1/(3m), x̃ the mean weighted by w. Source: Welch (1951), Biometrika 38, 330-336.
 * @returns a violation `groups` with fewer than two groups, `too_few` when one has fewer than two rows, `constant` when one does not vary
 */
export function welchAnova(groups: readonly Moments[]): WelchAnova | Violation {
	const k = groups.length;
	if (k < 2) return violation('groups', { groups: k, needed: '2+' });
	const smallest = Math.min(...groups.map((g) => g.n));
	if (smallest < 2) return violation('too_few', { n: smallest, needed: 2 });
	const w = groups.map((g) => g.n / g.variance);
	// a variance of 0, or too small or large to be divided by
	if (w.some((x) => !(x > 0 && x < Infinity))) return violation('constant');
	const W = w.reduce((a, b) => a + b, 0);
	const centre = groups.reduce((s, g, i) => s + (w[i]! / W) * g.deviation, 0);
	const spread = groups.reduce((s, g, i) => s + w[i]! * (g.deviation - centre) ** 2, 0);
	const m = groups.reduce((s, g, i) => s + (1 - w[i]! / W) ** 2 / (g.n - 1), 0) / (k * k - 1);
	const F = spread / (k - 1) / (1 + 2 * (k - 2) * m);
	if (!Number.isFinite(F)) return violation('constant');
	const df: [number, number] = [k - 1, 1 / (3 * m)];
	return { F, df, tail: fUpper(F, df[0], df[1]) };
}
