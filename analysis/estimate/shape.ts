import type { Moments } from './moments.ts';

export interface Shape {
	/** m₃/m₂^1.5, the population's; and with the small-sample correction √(n(n − 1))/(n − 2), as SPSS and Excel. */
	skew_g1: number | null;
	skew_G1: number | null;
	/** m₄/m₂² − 3; and (n − 1)/((n − 2)(n − 3))·((n + 1)g₂ + 6). */
	kurt_g2: number | null;
	kurt_G2: number | null;
}

/**
 * Skewness and excess kurtosis, m_k = Σ(x − x̄)^k/n. Null where they are not defined: a constant, fewer than 3 values for G₁, fewer than 4 for G₂, values
 * whose fourth powers a double cannot hold.
 * Source: Joanes and Gill (1998), The Statistician 47, 183–189.
 */
export function shape({ n, ss, s3, s4 }: Moments): Shape {
	if (n < 2 || ss === 0) return { skew_g1: null, skew_G1: null, kurt_g2: null, kurt_G2: null };
	const m2 = ss / n;
	const g1 = s3 / n / m2 ** 1.5;
	const g2 = s4 / n / m2 ** 2 - 3;
	// powers of numbers near the ends of what a double can hold
	if (!Number.isFinite(g1) || !Number.isFinite(g2)) return { skew_g1: null, skew_G1: null, kurt_g2: null, kurt_G2: null };
	return {
		skew_g1: g1,
		skew_G1: n > 2 ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : null,
		kurt_g2: g2,
		kurt_G2: n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6) : null
	};
}
