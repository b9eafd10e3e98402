/** The chance that a test finds an effect that is there. Sizes need not be whole: a design may be worth a broken number of answers. */
import { chisqQuantileUpper } from '../distribution/chisq.ts';
import { fQuantileUpper } from '../distribution/f.ts';
import { ncChisqUpper } from '../distribution/noncentral-chisq.ts';
import { ncFUpper } from '../distribution/noncentral-f.ts';
import { nctLower, nctUpper } from '../distribution/noncentral-t.ts';
import { normalLower, normalQuantileUpper, normalUpper } from '../distribution/normal.ts';
import { tQuantileUpper } from '../distribution/t.ts';

/** Two-sided counts both rejection regions, also the one on the wrong side (R: `strict = TRUE`); one-sided looks for a positive effect. */
export type Sides = 'two_sided' | 'one_sided';

/** Power of a test, with what it was made from. */
export interface Power {
	power: number;
	/** Noncentrality; the shift of the normal deviate where the test is normal. */
	ncp: number;
	/** Degrees of freedom, numerator first; none for normal tests. */
	df: number[];
	/** The statistic from which on the test rejects. */
	critical: number;
}

const tailOf = (alpha: number, sides: Sides): number => (sides === 'two_sided' ? alpha / 2 : alpha);

function tPower(ncp: number, df: number, alpha: number, sides: Sides): Power {
	const critical = tQuantileUpper(tailOf(alpha, sides), df);
	const other = sides === 'two_sided' ? nctLower(-critical, df, ncp).p : 0;
	return { power: Math.min(1, nctUpper(critical, df, ncp).p + other), ncp, df: [df], critical };
}

/**
 * Student's t test of two independent groups: ncp = d/√(1/n₁ + 1/n₂), df = n₁ + n₂ − 2.
 * Source: Cohen (1988), Statistical Power Analysis, ch. 2; as R's pwr.t2n.test.
 * @param d difference of means in standard deviations
 */
export function powerTwoSample(d: number, n1: number, n2: number, alpha: number, sides: Sides): Power {
	return tPower(d / Math.sqrt(1 / n1 + 1 / n2), n1 + n2 - 2, alpha, sides);
}

/** t test of one mean, or of the mean difference of n pairs (d in standard deviations of the differences): ncp = d·√n, df = n − 1. */
export function powerOneSample(d: number, n: number, alpha: number, sides: Sides): Power {
	return tPower(d * Math.sqrt(n), n - 1, alpha, sides);
}

function normalPower(shift: number, alpha: number, sides: Sides): Power {
	const critical = normalQuantileUpper(tailOf(alpha, sides));
	const other = sides === 'two_sided' ? normalLower(-critical - shift).p : 0;
	return { power: Math.min(1, normalUpper(critical - shift).p + other), ncp: shift, df: [], critical };
}

/** Cohen's h = 2·asin√p₁ − 2·asin√p₂. */
export function effectH(p1: number, p2: number): number {
	return 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2));
}

/** The share p₂ with h from it to p₁, or null where no share is that far away. */
export function shareAt(p1: number, h: number): number | null {
	const angle = Math.asin(Math.sqrt(p1)) - h / 2;
	return angle < 0 || angle > Math.PI / 2 ? null : Math.sin(angle) ** 2;
}

/** Two shares by the arcsine transformation: shift h·√(n₁n₂/(n₁ + n₂)). Source: Cohen (1988), ch. 6; as R's pwr.2p2n.test. */
export function powerTwoShares(h: number, n1: number, n2: number, alpha: number, sides: Sides): Power {
	return normalPower(h * Math.sqrt((n1 * n2) / (n1 + n2)), alpha, sides);
}

/** One-way analysis of variance with k groups of n: λ = k·n·f², df k − 1 and k·(n − 1). Source: Cohen (1988), ch. 8; as R's pwr.anova.test. */
export function powerAnova(f: number, k: number, n: number, alpha: number): Power {
	const df = [k - 1, k * (n - 1)] as const;
	const critical = fQuantileUpper(alpha, df[0], df[1]);
	const ncp = k * n * f * f;
	return { power: ncFUpper(critical, df[0], df[1], ncp).p, ncp, df: [...df], critical };
}

/** Chi-square test: λ = n·w². Source: Cohen (1988), ch. 7; as R's pwr.chisq.test. */
export function powerChisq(w: number, n: number, df: number, alpha: number): Power {
	const critical = chisqQuantileUpper(alpha, df);
	const ncp = n * w * w;
	return { power: ncChisqUpper(critical, df, ncp).p, ncp, df: [df], critical };
}

/**
 * Test of a correlation by Fisher's z with its small-sample bias, artanh r + r/(2(n − 1)), against the critical r of the t test.
 * Source: Cohen (1988), ch. 3; as R's pwr.r.test.
 * @param n 4 or more
 */
export function powerCorrelation(r: number, n: number, alpha: number, sides: Sides): Power {
	const t = tQuantileUpper(tailOf(alpha, sides), n - 2);
	const critical = t / Math.sqrt(t * t + n - 2);
	const root = Math.sqrt(n - 3);
	const shift = (Math.atanh(r) + r / (2 * (n - 1))) * root;
	const limit = Math.atanh(critical) * root;
	const other = sides === 'two_sided' ? normalLower(-limit - shift).p : 0;
	return { power: Math.min(1, normalUpper(limit - shift).p + other), ncp: shift, df: [n - 2], critical };
}
