/** The margin of error of a share. */
import { normalQuantileUpper } from '../distribution/normal.ts';

export interface Margin {
	/** z·√(deff·p(1 − p)/n), as from an endless population. */
	plain: number;
	/** Times √((N − n)/(N − 1)), the exact factor for a share; null without a population. */
	finite: number | null;
	/** Times √(1 − n/N), the factor for an estimated variance; null without a population. */
	finiteSample: number | null;
}

/**
 * Half the width of the normal interval of a share p among n, drawn without replacement from N.
 * Source: Cochran (1977), Sampling Techniques, 3.2 and 3.3.
 * @param level such as 0.95
 * @param deff variance over that of simple random sampling
 */
export function marginOfError(p: number, n: number, level: number, population?: number, deff = 1): Margin {
	const plain = normalQuantileUpper((1 - level) / 2) * Math.sqrt((deff * p * (1 - p)) / n);
	if (population === undefined) return { plain, finite: null, finiteSample: null };
	const left = 1 - n / population;
	return { plain, finite: population === 1 ? 0 : plain * Math.sqrt((population - n) / (population - 1)), finiteSample: plain * Math.sqrt(left) };
}

/**
 * Answers needed for a margin of error, not rounded: n₀ = z²·deff·p(1 − p)/m² from an endless population, n₀/(1 + (n₀ − 1)/N) by the exact
 * factor and n₀/(1 + n₀/N) by the factor for an estimated variance. Source: Cochran (1977), 4.4.
 */
export function neededForMargin(p: number, margin: number, level: number, population?: number, deff = 1): Margin {
	const plain = (normalQuantileUpper((1 - level) / 2) / margin) ** 2 * deff * p * (1 - p);
	if (population === undefined) return { plain, finite: null, finiteSample: null };
	return { plain, finite: plain / (1 + (plain - 1) / population), finiteSample: plain / (1 + plain / population) };
}
