import { normalTwoSided } from '../distribution/normal.ts';
import { tTwoSided } from '../distribution/t.ts';
import type { Tail } from '../distribution/tail.ts';
import type { Order, Products } from './scored.ts';

export interface Coefficient {
	n: number;
	/** Null when a variable is constant or there are fewer than two rows. */
	value: number | null;
	/** t with n − 2 degrees of freedom, or z. Null where the value is, or at ±1. */
	statistic: number | null;
	/** Two-sided; null where the statistic is. */
	tail: Tail | null;
	low: number | null;
	high: number | null;
}

const NONE = { value: null, statistic: null, tail: null, low: null, high: null };

/** tanh(artanh(r) ± half). */
function fisher(r: number, half: number): { low: number; high: number } {
	const middle = Math.atanh(r);
	return { low: Math.tanh(middle - half), high: Math.tanh(middle + half) };
}

function byT(n: number, r: number, factor: number, z: number): Coefficient {
	const perfect = Math.abs(r) === 1;
	const statistic = n < 3 || perfect ? null : r * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
	const ends = n > 3 && !perfect ? fisher(r, z * Math.sqrt(factor / (n - 3))) : null;
	return { n, value: r, statistic, tail: statistic === null ? null : tTwoSided(statistic, n - 2), low: ends ? ends.low : null, high: ends ? ends.high : null };
}

function ratio({ n, xx, yy, xy }: Products): number | null {
	if (n < 2 || !(xx > 0) || !(yy > 0)) return null;
	const square = xx * yy;
	const r = square > 1e-290 && square < 1e290 ? xy / Math.sqrt(square) : xy / Math.sqrt(xx) / Math.sqrt(yy);
	// so near one that only rounding keeps it away
	return 1 - Math.abs(r) < 4 * Number.EPSILON ? Math.sign(r) : r;
}

/**
 * Pearson's r = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²Σ(y − ȳ)²), t = r√((n − 2)/(1 − r²)) with n − 2 degrees of freedom, interval tanh(artanh r ± z/√(n − 3)).
 * Source: Fisher (1921), Metron 1, 3–32; the same as R's `cor.test`.
 * @param z the normal quantile of the interval: 1.96 for 95 %
 */
export function pearson(products: Products, z: number): Coefficient {
	const r = ratio(products);
	return r === null ? { n: products.n, ...NONE } : byT(products.n, r, 1, z);
}

/**
 * Spearman's ρ: Pearson's r of mid-ranks, p by t(n − 2) as R's `cor.test(exact = FALSE)`, interval tanh(artanh ρ ± z√((1 + ρ²/2)/(n − 3))).
 * Source of the interval: Bonett and Wright (2000), Psychometrika 65, 23–28.
 * @param ranks products of mid-ranks
 * @param z the normal quantile of the interval
 */
export function spearman(ranks: Products, z: number): Coefficient {
	const rho = ratio(ranks);
	return rho === null ? { n: ranks.n, ...NONE } : byT(ranks.n, rho, 1 + (rho * rho) / 2, z);
}

function sumOver(ties: ArrayLike<number>, f: (t: number) => number): number {
	let sum = 0;
	for (let i = 0; i < ties.length; i++) sum += f(ties[i]!);
	return sum;
}

/**
 * Kendall's τ_b = (P − Q)/√((n₀ − n₁)(n₀ − n₂)), n₀ = n(n − 1)/2, n₁ and n₂ the tied pairs of each variable; z = (P − Q)/√var with the variance
 * corrected for ties and no continuity correction, as R's `cor.test(method = "kendall", exact = FALSE)`. Interval τ_b ± z·ASE1, cut at −1 and 1, from
 * four rows on.
 * Source: Kendall and Gibbons (1990), Rank Correlation Methods, 3.4 and 4; of the interval: kendall-spread.ts.
 * @param z the normal quantile of the interval
 * @param spread ASE1 of a τ_b
 */
export function kendall({ n, s, tiesX, tiesY }: Order, z: number, spread: (tau: number) => number): Coefficient {
	const pairs = (t: number) => (t * (t - 1)) / 2;
	const n0 = pairs(n);
	const left = (n0 - sumOver(tiesX, pairs)) * (n0 - sumOver(tiesY, pairs));
	if (n < 2 || !(left > 0)) return { n, ...NONE };
	const value = Math.max(-1, Math.min(1, s / Math.sqrt(left)));
	const v = (t: number) => t * (t - 1) * (2 * t + 5);
	const triples = (t: number) => t * (t - 1) * (t - 2);
	const twos = (sumOver(tiesX, pairs) * sumOver(tiesY, pairs) * 2) / (n * (n - 1));
	const threes = n > 2 ? (sumOver(tiesX, triples) * sumOver(tiesY, triples)) / (9 * triples(n)) : 0;
	const variance = (v(n) - sumOver(tiesX, v) - sumOver(tiesY, v)) / 18 + threes + twos;
	const statistic = s / Math.sqrt(variance);
	const ase = n > 3 && Math.abs(value) < 1 ? spread(value) : 0;
	const ends = ase > 0 ? { low: Math.max(-1, value - z * ase), high: Math.min(1, value + z * ase) } : { low: null, high: null };
	return { n, value, statistic, tail: normalTwoSided(statistic), ...ends };
}
