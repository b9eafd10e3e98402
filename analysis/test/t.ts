/** Two means from independent groups. */
import { tQuantile, tTwoSided } from '../distribution/t.ts';
import type { Tail } from '../distribution/tail.ts';
import type { Interval } from '../effect/standardised.ts';
import { violation, type Violation } from '../assumptions.ts';
import { pooledVariance } from '../effect/standardised.ts';
import type { Moments } from './moments.ts';

export interface TTest {
	/** First mean minus second. */
	diff: number;
	/** Standard error of the difference. */
	se: number;
	t: number;
	df: number;
	/** Two-sided. */
	tail: Tail;
	ci: Interval;
}

/** t = difference / se with its p and interval. */
export function tFrom(diff: number, se: number, df: number, level: number): TTest {
	const half = tQuantile((1 + level) / 2, df) * se;
	return { diff, se, t: diff / se, df, tail: tTwoSided(diff / se, df), ci: { low: diff - half, high: diff + half } };
}

/**
 * Student's t for two independent groups with equal variances: t = (x̄₁ - x̄₂)/(s_p √(1/n₁ + 1/n₂)), df = n₁ + n₂ - 2.
 * Source: Student (1908), Biometrika 6, 1-25; Fisher (1925).
 * @param level of the interval for the difference
 * @returns a violation `too_few` when a group has no rows or both have one, `constant` when neither group varies
 */
export function studentT(a: Moments, b: Moments, level = 0.95): TTest | Violation {
	if (Math.min(a.n, b.n) < 1 || a.n + b.n < 3) return violation('too_few', { n: Math.min(a.n, b.n), needed: 2 });
	const variance = pooledVariance([a, b]);
	if (!(variance > 0)) return violation('constant');
	return tFrom(a.deviation - b.deviation, Math.sqrt(variance * (1 / a.n + 1 / b.n)), a.n + b.n - 2, level);
}

/**
 * Welch's t for two independent groups, variances free: t = (x̄₁ - x̄₂)/√(s₁²/n₁ + s₂²/n₂), df by Welch and Satterthwaite.
 * Source: Welch (1947), Biometrika 34, 28-35.
 * @returns a violation `too_few` when a group has fewer than two rows, `constant` when neither group varies
 */
export function welchT(a: Moments, b: Moments, level = 0.95): TTest | Violation {
	if (Math.min(a.n, b.n) < 2) return violation('too_few', { n: Math.min(a.n, b.n), needed: 2 });
	const [va, vb] = [a.variance / a.n, b.variance / b.n];
	if (!(va + vb > 0)) return violation('constant');
	return tFrom(a.deviation - b.deviation, Math.sqrt(va + vb), welchDf(a, b), level);
}

/** Welch and Satterthwaite's degrees of freedom, (v₁ + v₂)²/(v₁²/(n₁-1) + v₂²/(n₂-1)) with v = s²/n; scaled so that no square under- or overflows. */
export function welchDf(a: Moments, b: Moments): number {
	const [va, vb] = [a.variance / a.n, b.variance / b.n];
	const share = va / (va + vb);
	return 1 / (share ** 2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1));
}

/**
 * Student's t for the mean of differences: t = d̄/(s_D/√n), df = n - 1.
 * @param d moments of the differences
 * @returns a violation `too_few` with fewer than two pairs, `constant` when all differences are the same
 */
export function oneSampleT(d: Moments, level = 0.95): TTest | Violation {
	if (d.n < 2) return violation('too_few', { n: d.n, needed: 2 });
	if (!(d.variance > 0)) return violation('constant');
	return tFrom(d.mean, Math.sqrt(d.variance / d.n), d.n - 1, level);
}
