/** The table as a result: what page, spreadsheet and text file are made from. Says what, never how it looks. */

/** Why a cell holds no number. Four kinds of missing data, and two that are properties of the calculation. */
export type Missing = 'not_asked' | 'not_answered' | 'dont_know' | 'suppressed' | 'zero_denominator' | 'not_applicable';

export type Cell =
	| { kind: 'count'; value: number }
	/** A share from 0 to 1, to be shown as a percentage with so many decimals. */
	| { kind: 'percent'; value: number; decimals: number }
	| { kind: 'number'; value: number; decimals: number }
	/** A p-value; under 0.001 that is all a reader is told. */
	| { kind: 'p'; value: number }
	| { kind: 'missing'; reason: Missing };

export interface Column {
	key: string;
	label: string;
	/** A heading above neighbouring columns that share it. */
	group?: string;
}

export interface Row {
	key: string;
	label: string;
	/** The sum line. */
	total?: boolean;
	/** One cell for each column. */
	cells: Cell[];
}

export interface Table {
	title: string;
	/** Heading of the column that holds the rows' labels. */
	rowHeading: string;
	columns: Column[];
	rows: Row[];
	/** Definitions and reservations the reader needs. */
	notes: string[];
	/** Where the numbers come from, as label and value. */
	provenance: { label: string; value: string }[];
}

/** Neighbouring columns with the same group, in order: `{label, span}`; null when no column has one. */
export function columnGroups(table: Pick<Table, 'columns'>): { label: string; span: number }[] | null {
	if (!table.columns.some((c) => c.group)) return null;
	const groups: { label: string; span: number }[] = [];
	for (const { group = '' } of table.columns) {
		const last = groups.at(-1);
		if (last && last.label === group) last.span += 1;
		else groups.push({ label: group, span: 1 });
	}
	return groups;
}
