/** Standardised mean differences and their intervals. */
import { chisqQuantile } from '../distribution/chisq.ts';
import { logGamma } from '../distribution/gamma.ts';
import { ncpIntervalT } from '../distribution/noncentral-t.ts';
import { normalQuantile } from '../distribution/normal.ts';
import type { Moments } from '../test/moments.ts';

export interface Interval {
	low: number;
	high: number;
}

/** t²/df from which the numerator's own variation is beyond the fifteenth digit. */
const FAR = 1e13;

/** Noncentralities that t is compatible with. Very far out, where groups differ by millions of SDs, T is δ over χ/√df: the quantiles of χ alone give δ. */
function noncentralities(t: number, df: number, level: number): Interval {
	if (t * t < FAR * df) return ncpIntervalT(t, df, level);
	const [short, long] = [(1 - level) / 2, (1 + level) / 2].map((p) => t * Math.sqrt(chisqQuantile(p, df) / df)) as [number, number];
	return { low: Math.min(short, long), high: Math.max(short, long) };
}

/** From here the series is exact to the last digit, and differences of log-gammas begin to lose theirs. */
const SERIES_FROM = 100;

/**
 * Hedges' correction J = Γ(m/2) / (√(m/2) Γ((m-1)/2)) for m degrees of freedom, exact, not the approximation 1 - 3/(4m - 1).
 * Source: Hedges (1981), J. Educ. Stat. 6, 107-128. Large m: Γ(x + ½)/Γ(x) in powers of 1/x, Graham, Knuth and Patashnik, Concrete Mathematics, 9.60.
 * @param df m, at least 2; for m = 1 the correction is 0
 */
export function hedgesJ(df: number): number {
	const x = (df - 1) / 2;
	if (x <= 0) return 0;
	if (x < SERIES_FROM) return Math.exp(logGamma(df / 2) - logGamma(x)) / Math.sqrt(df / 2);
	const y = 1 / x;
	const ratio = 1 + y * (-1 / 8 + y * (1 / 128 + y * (5 / 1024 + y * (-21 / 32768 + y * (-399 / 262144 + (y * 869) / 4194304)))));
	return ratio * Math.sqrt(x / (df / 2));
}

/** Pooled variance of groups: Σ ss / Σ (n - 1). */
export function pooledVariance(groups: readonly Moments[]): number {
	return groups.reduce((s, g) => s + g.ss, 0) / groups.reduce((s, g) => s + g.n - 1, 0);
}

export interface StandardisedDifference {
	/** (mean₁ - mean₂) / pooled SD. */
	cohen_d: number;
	cohen_d_ci: Interval;
	/** J times Cohen's d, and so its interval. */
	hedges_g: number;
	hedges_g_ci: Interval;
	hedges_J: number;
}

const times = (i: Interval, factor: number): Interval => ({ low: i.low * factor, high: i.high * factor });

/**
 * Cohen's d = (x̄₁ - x̄₂) / s_pooled with the interval from inverting the noncentral t: t = d √(n₁n₂/(n₁+n₂)) has noncentrality δ √(n₁n₂/(n₁+n₂)).
 * Source: Cumming and Finch (2001), Educ. Psychol. Meas. 61, 532-574; Hedges and Olkin (1985), ch. 5.
 * @param a first group, n and variance; the pooled variance must be above 0
 * @param level confidence level, such as 0.95
 */
export function standardisedDifference(a: Moments, b: Moments, level: number): StandardisedDifference {
	const df = a.n + b.n - 2;
	const d = (a.deviation - b.deviation) / Math.sqrt(pooledVariance([a, b]));
	const root = Math.sqrt((a.n / (a.n + b.n)) * b.n);
	const ci = times(noncentralities(d * root, df, level), 1 / root);
	const J = hedgesJ(df);
	return { cohen_d: d, cohen_d_ci: ci, hedges_g: J * d, hedges_g_ci: times(ci, J), hedges_J: J };
}

export interface AverageDifference {
	cohen_d_av: number;
	cohen_d_av_ci: Interval;
}

/**
 * d_av = (x̄₁ - x̄₂) / √((s₁² + s₂²)/2), which does not take the variances for equal, with Bonett's interval:
 * var = d²(s₁⁴/(n₁-1) + s₂⁴/(n₂-1))/(8s⁴) + (s₁²/(n₁-1) + s₂²/(n₂-1))/s². Source: Bonett (2008), Psychological Methods 13, 99-109.
 */
export function averageDifference(a: Moments, b: Moments, level: number): AverageDifference {
	const [va, vb, ma, mb] = [a.variance, b.variance, a.n - 1, b.n - 1];
	const s2 = (va + vb) / 2;
	const d = (a.deviation - b.deviation) / Math.sqrt(s2);
	const variance = (d * d * (va ** 2 / ma + vb ** 2 / mb)) / (8 * s2 * s2) + (va / ma + vb / mb) / s2;
	const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
	return { cohen_d_av: d, cohen_d_av_ci: { low: d - half, high: d + half } };
}

export interface PairedDifference {
	/** Mean difference / SD of the differences. */
	d_z: number;
	d_z_ci: Interval;
	/** Mean difference / ((s_x + s_y)/2). */
	d_av: number;
	d_av_ci: Interval;
}

/**
 * d_z = d̄/s_D with the interval from inverting the noncentral t (t = d_z √n), and d_av = d̄/s̄ with s̄ = (s_x + s_y)/2 and the interval of the delta method
 * under normality: var = d²(s_x² + s_y² + 2r²s_x s_y)/(8 s̄²(n-1)) + s_D²/(s̄²(n-1)). Source: Cumming (2012), Understanding the New Statistics, ch. 11;
 * Lakens (2013), Frontiers in Psychology 4, 863; variances of the SDs as in Bonett (2008), Psychological Methods 13, 99-109.
 * @param x first measurement's moments; y second's; `diff` those of the differences, with variance above 0
 * @param r correlation between the measurements; null (taken for 0) when one of them does not vary
 */
export function pairedDifference(x: Moments, y: Moments, diff: Moments, r: number | null, level: number): PairedDifference {
	const root = Math.sqrt(diff.n);
	const dz = diff.mean / Math.sqrt(diff.variance);
	const [sx, sy] = [Math.sqrt(x.variance), Math.sqrt(y.variance)];
	const average = (sx + sy) / 2;
	const dav = diff.mean / average;
	const df = diff.n - 1;
	const variance = (dav * dav * (sx * sx + sy * sy + 2 * (r ?? 0) ** 2 * sx * sy)) / (8 * average * average * df) + diff.variance / (average * average * df);
	const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
	return { d_z: dz, d_z_ci: times(noncentralities(dz * root, df, level), 1 / root), d_av: dav, d_av_ci: { low: dav - half, high: dav + half } };
}
