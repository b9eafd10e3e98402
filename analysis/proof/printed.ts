/** Printed tables as plain data: what `checkPrinted` reads. Everything that is not printed is left out. */

export interface PrintedCrosstab {
	kind: 'crosstab';
	/** The table's number or name. */
	table: string;
	row_labels: readonly string[];
	column_labels: readonly string[];
	/** Column percentages; null where a percentage is not known. */
	percent?: readonly (readonly (number | null)[])[] | null;
	percent_decimals?: number | null;
	n_columns: readonly number[];
	n_rows?: readonly number[] | null;
	/** How many people there are of each column by another table, which nobody's answers can exceed. */
	most_columns?: readonly number[] | null;
	/** Counts, where they are printed. Otherwise those that the percentages allow are used. */
	counts?: readonly (readonly number[])[] | null;
	/** Whether the table is marked as significant, and at which level; left out where marks are not used. */
	flag?: { flagged: boolean; level: number } | null;
	/** Means of each column and in all, of an index that is the mean of whole-number items. */
	means?: readonly number[] | null;
	mean_total?: number | null;
	mean_decimals?: number | null;
	items?: number | null;
	scale?: readonly [number, number] | null;
	/** Upper limits of the rows, where they are bands of the index; lowest band first. */
	cuts?: readonly number[] | null;
}

export interface PrintedCorrelations {
	kind: 'correlations';
	table: string;
	row_labels: readonly string[];
	column_labels: readonly string[];
	r: readonly (readonly number[])[];
	p: readonly (readonly number[])[];
	decimals: number;
	/** People behind each: a number, the least and the most they can be, or null. */
	n: readonly (readonly (number | readonly [number, number] | null)[])[];
}

/** Counts that are the parts of a total. */
export interface PrintedParts {
	kind: 'parts';
	table: string;
	what: string;
	parts: Readonly<Record<string, number>>;
	total: number;
	/** Somebody may be counted in several parts. */
	overlapping: boolean;
}

/** Response as printed: several bases that a percentage may be of. */
export interface PrintedResponse {
	kind: 'response';
	table: string;
	rows: Readonly<Record<string, { population: number; invited: number; answered: number }>>;
}

export type PrintedTable = PrintedCrosstab | PrintedCorrelations | PrintedParts | PrintedResponse;

export type Check = 'percentages' | 'hundred' | 'counts' | 'flag' | 'grim' | 'band' | 'total' | 'correlation' | 'twice' | 'parts' | 'base' | 'margin';

/** What should stand there, as far as can be told. */
export interface Instead {
	/** `value`: this; `one_of`: any of these; `between`: from the first to the second; `nothing`: it cannot be told. */
	kind: 'value' | 'one_of' | 'between' | 'nothing';
	values: readonly number[];
}

export interface Finding {
	table: string;
	/** Where in the table, by its labels: column, row. Empty for the whole table. */
	cell: string;
	check: Check;
	verdict: 'inconsistent' | 'undecidable';
	/** What is printed there. */
	printed: string;
	instead: Instead;
	/** How sure it is: message key without the prefix `analysis_note_`. */
	sure: string;
	params: Record<string, string | number>;
}

export interface Report {
	findings: Finding[];
	/** Single checks made, by kind: a check that finds nothing has still been made. */
	checks: Record<Check, number>;
	/** Of them, those that could not have found anything, such as GRIM on many answers. */
	silent: number;
	/** Tests behind the marks of significance, taken together: a mark may be borne out by its own table and still be what so many tests give by chance. */
	family: {
		tables: string[];
		flagged: boolean[];
		/** The exact p where it is to be had, else the asymptotic one. */
		p: number[];
		holm: number[];
	};
}
