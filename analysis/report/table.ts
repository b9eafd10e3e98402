/** The table as a result: what page, spreadsheet and text file are made from. Says what, never how it looks. */

/** Why a cell holds no number. Four kinds of missing data, and two that are properties of the calculation. */
export type Missing = 'not_asked' | 'not_answered' | 'dont_know' | 'suppressed' | 'zero_denominator' | 'not_applicable';

/** What any cell may have besides its value. */
interface Marked {
	/** A sign that a note below explains, set after the value: `**`, `a`. */
	mark?: string;
	/** Of less weight than its neighbours, such as a small loading: printed fainter, never left out. */
	faint?: boolean;
}

export type Cell = Marked & (
	| { kind: 'count'; value: number }
	/** A share from 0 to 1, to be shown as a percentage with so many decimals. */
	| { kind: 'percent'; value: number; decimals: number }
	| { kind: 'number'; value: number; decimals: number }
	/** A p-value; under 0.001 that is all a reader is told. */
	| { kind: 'p'; value: number }
	/** Both ends of an interval, of shares where `percent`. */
	| { kind: 'interval'; low: number; high: number; decimals: number; percent?: boolean }
	| { kind: 'text'; value: string }
	| { kind: 'missing'; reason: Missing }
);

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
	/** A heading above neighbouring rows that share it. */
	group?: string;
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

/** Neighbouring rows with the same group, in order; one group without a label where no row has one. */
export function rowGroups(table: Pick<Table, 'rows'>): { label: string; rows: Row[] }[] {
	const groups: { label: string; rows: Row[] }[] = [];
	for (const row of table.rows) {
		const last = groups.at(-1);
		if (last && last.label === (row.group ?? '')) last.rows.push(row);
		else groups.push({ label: row.group ?? '', rows: [row] });
	}
	return groups;
}
