/** How many independent answers from an endless population a planned sample is worth. */

/**
 * The design effect 1 + (m − 1)·ρ of drawing whole clusters: how many times the variance of a mean grows.
 * Source: Kish (1965), Survey Sampling, 5.4.
 * @param clusterSize m, answers expected from a cluster, 1 or more
 * @param icc ρ, the intraclass correlation, from 0 to 1
 */
export function designEffect(clusterSize: number, icc: number): number {
	return 1 + (clusterSize - 1) * icc;
}

export interface Worth {
	/** Variance of the design over that of simple random sampling; 1 when absent. */
	designEffect?: number;
	/** Units in the population the sample is drawn from without replacement; endless when absent. */
	population?: number;
}

/** n/(deff·(1 − n/N)), for n below the population. */
export function effectiveSize(n: number, { designEffect: deff = 1, population = Infinity }: Worth = {}): number {
	return n / (deff * (1 - n / population));
}

/** The n whose {@link effectiveSize} is `effective`: e·deff/(1 + e·deff/N). */
export function sizeWorth(effective: number, { designEffect: deff = 1, population = Infinity }: Worth = {}): number {
	return (effective * deff) / (1 + (effective * deff) / population);
}
