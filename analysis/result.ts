/** What a method gives back: numbers with everything a reader needs to judge them. Plain data, the same bytes each time. */
import type { MissingCounts } from './table/table.ts';
import type { BaseSpec } from './spec/fields.ts';

/** A number, a text, a truth value, or null where the value is not defined (a note then says why); never NaN. Infinities are "Inf" and "-Inf". */
export type Value = number | string | boolean | null | readonly Value[] | { readonly [name: string]: Value };
/** Named results. The R code made from the same spec prints the same names. */
export type Values = { readonly [name: string]: Value };

export interface Effect {
	/** Standard name: `cohen_d`, `hedges_g`, `cramers_v`, `eta2`, `rank_biserial`, `r` … */
	name: string;
	value: number;
	/** Ends of the interval; null where the method gives none. */
	low: number | null;
	high: number | null;
	/** Confidence level of the interval, such as 0.95. */
	level: number | null;
	/** What it is an effect of, where a result has several: `["A", "B"]`. */
	of?: readonly string[];
}

/** Something the method takes for granted, and whether the data bear it out; null when it cannot be checked from the data. */
export interface Assumption {
	/** Message key without the prefix `analysis_assumption_`: `equal_variances`, `expected_counts`, `independent_rows` … */
	key: string;
	met: boolean | null;
	params?: Record<string, string | number>;
}

/** A sentence for the reader. */
export interface Note {
	/** Message key without the prefix `analysis_note_`. */
	key: string;
	level: 'info' | 'warning';
	params?: Record<string, string | number>;
}

export interface MissingReport {
	column: string;
	/** Rows looked at (after the filter). */
	rows: number;
	valid: number;
	missing: MissingCounts;
	/** Rows with a valid value that were left out because another column of the method was missing or not among the levels. */
	left_out: number;
}

/** What a method itself makes; `run` adds the rest. */
export interface Outcome {
	/** Rows that went into the calculation. */
	n: number;
	missing: readonly MissingReport[];
	values: Values;
	effects: readonly Effect[];
	assumptions: readonly Assumption[];
	notes: readonly Note[];
}

export interface Result extends Outcome {
	method: string;
	/** Version of this library, so that a number can be made again. */
	engine: string;
	spec: BaseSpec;
}
