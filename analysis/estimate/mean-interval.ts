import { tQuantile } from '../distribution/t.ts';

export interface MeanInterval {
	/** s/√n. */
	se: number | null;
	low: number | null;
	high: number | null;
}

/**
 * The standard error of a mean and its interval x̄ ± t(n − 1)·se. Null with fewer than two values.
 * With a population of N the standard error is s/√n·√(1 − n/N): Cochran (1977), Sampling Techniques, 2.6.
 * @param level confidence level, such as 0.95
 * @param population N, at least n
 */
export function meanInterval(n: number, mean: number, sd: number | null, level: number, population: number | null = null): MeanInterval {
	if (sd === null || n < 2) return { se: null, low: null, high: null };
	const se = (sd / Math.sqrt(n)) * (population === null ? 1 : Math.sqrt(Math.max(0, 1 - n / population)));
	const half = tQuantile((1 + level) / 2, n - 1) * se;
	return { se, low: mean - half, high: mean + half };
}
