/** The contract every method of the library fulfils. */
import type { Violation } from './assumptions.ts';
import type { Outcome } from './result.ts';
import type { BaseSpec, Fields } from './spec/fields.ts';
import type { Codebook } from './r/codebook.ts';
import type { Table } from './table/table.ts';

/** The catalogue's entry, in English, from which analysis/README.md is made. */
export interface About {
	title: string;
	/** What is computed, with formulas in the field's notation. */
	definition: string;
	/** How rows with missing values are treated. */
	missing: string;
	/** Book or paper. */
	source: string;
	/** The R call that gives the same numbers. */
	r: string;
	/** Methods of the golden files that certify it. */
	golden: readonly string[];
	/** Where the engine and R differ, with who is right and why. */
	differs?: string;
}

export type Room = 'response' | 'weight' | 'describe' | 'compare' | 'crosstab' | 'associate' | 'scale' | 'recode' | 'model' | 'survey' | 'plan' | 'proof' | 'extraction';

export interface Method<S extends BaseSpec = BaseSpec> {
	name: S['method'];
	room: Room;
	about: About;
	fields: Fields;
	/**
	 * Runs on a table whose rows the filter has already picked. The spec has been checked against `fields` and the columns it names
	 * exist; everything else the method checks itself and answers with a violation.
	 */
	run(spec: S, table: Table): Outcome | Violation;
	/**
	 * R code, base packages only, that prints the same names and numbers as `values` (or the part of them named in `rNames`), by
	 * `show(name, x)`. The data frame `d` and the helpers of r/preamble.ts are there already, the filter applied. Null when
	 * base R has no way to it: then `about.r` says which golden values certify the method alone.
	 */
	toR(spec: S, codebook: Codebook): string | null;
	/** Relative tolerance of the comparison with R, by name of the value; 1e-10 where nothing else is said. `null`: not compared, the reason in about.differs. */
	rTolerance?: Readonly<Record<string, number | null>>;
}
