/** What the extraction is made from: indicators with their limits, and values of municipalities and schools by indicator and year. */

/** A limit and the points for a value past it: either a value, or the share of units at the worse end. */
export interface Step {
	/** The limit itself. */
	value?: number | null;
	/** From 0 to 100: the limit is the quantile that this percentage of the same year's values are worse than. */
	percentile?: number | null;
	/** 1 when absent. */
	points?: number | null;
}

export interface IndicatorRule {
	/** The indicator as the indicator column has it. */
	indicator: string;
	/** Which end is the worse. */
	worse: 'low' | 'high';
	limits: readonly Step[];
	/** What the indicator's points are multiplied by; 1 when absent. */
	weight?: number | null;
	/** How a value can vary by chance: a share of the pupils (0 to 1), the same in per cent, or a mean. Needed by the bootstrap. */
	kind?: 'share' | 'percent' | 'mean' | null;
	/** Standard deviation between pupils, for a mean. Needed by the bootstrap. */
	sd?: number | null;
}

/** One indicator in one year. */
export interface Slot {
	indicator: number;
	year: number;
}

/**
 * Values of the units of one level, `units x slots` row by row. `present` is 1 where the value counts: it is there, and the cohort is not too
 * small. `n` is the cohort's size, 0 where it is not known.
 */
export interface Level {
	units: number;
	/** The unit's municipality; a municipality's own number. */
	parent: Int32Array;
	values: Float64Array;
	present: Uint8Array;
	n: Float64Array;
}

export interface Observed {
	slots: readonly Slot[];
	municipalities: Level;
	schools: Level;
}

export interface Options {
	rules: readonly IndicatorRule[];
	/** The smallest share of all possible points that must rest on values that are there. */
	minPresent: number;
	schoolMinPresent: number;
	average: number;
	spread: number;
	ties: 'all' | 'none';
	measure: 'sd' | 'range';
	/** The share of all schools that counts as the highest. */
	highest: number;
}
