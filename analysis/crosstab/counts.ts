import { violation, type Violation } from '../assumptions.ts';

/** A table of counts with its margins: r rows by c columns, `cells[i][j]` = n_ij. */
export interface Counts {
	cells: readonly Float64Array[];
	/** n_i. */
	rows: Float64Array;
	/** n_.j */
	columns: Float64Array;
	n: number;
}

/**
 * A table of counts with its margins. Takes a copy.
 * @param cells rows of equal length
 * @returns `not_a_count` unless every cell is a whole number from 0 upwards (and their sum one that a double holds); `bad_field` for rows
 *   of different lengths or no cells; `no_data` when all are 0
 */
export function countsOf(cells: readonly ArrayLike<number>[]): Counts | Violation {
	const width = cells[0]?.length ?? 0;
	if (width === 0 || cells.some((row) => row.length !== width)) return violation('bad_field', { field: 'counts', needed: '[[integer >= 0]]' });
	const own = cells.map((row) => Float64Array.from(row));
	if (own.some((row) => row.some((x) => !Number.isSafeInteger(x) || x < 0))) return violation('not_a_count', { field: 'counts' });
	const rows = Float64Array.from(own, (row) => row.reduce((a, b) => a + b, 0));
	const columns = Float64Array.from({ length: width }, (_, j) => own.reduce((a, row) => a + row[j]!, 0));
	const n = rows.reduce((a, b) => a + b, 0);
	if (!Number.isSafeInteger(n)) return violation('not_a_count', { field: 'counts' });
	return n === 0 ? violation('no_data', { columns: 'counts' }) : { cells: own, rows, columns, n };
}

/** The table without its empty rows and columns, and which rows and columns those left are. */
export interface Tested {
	counts: Counts;
	rowIndex: number[];
	columnIndex: number[];
}

/**
 * What a test of association can be made of: the rows and columns that have anyone in them.
 * @returns `groups` when fewer than two rows or two columns are left
 */
export function tested(all: Counts): Tested | Violation {
	const rowIndex = [...all.rows.keys()].filter((i) => all.rows[i]! > 0);
	const columnIndex = [...all.columns.keys()].filter((j) => all.columns[j]! > 0);
	if (rowIndex.length < 2) return violation('groups', { groups: rowIndex.length, needed: 2 });
	if (columnIndex.length < 2) return violation('groups', { groups: columnIndex.length, needed: 2 });
	const cells = rowIndex.map((i) => Float64Array.from(columnIndex, (j) => all.cells[i]![j]!));
	const rows = Float64Array.from(rowIndex, (i) => all.rows[i]!);
	const columns = Float64Array.from(columnIndex, (j) => all.columns[j]!);
	return { counts: { cells, rows, columns, n: all.n }, rowIndex, columnIndex };
}

/** The table with rows as columns. */
export function transposed({ cells, rows, columns, n }: Counts): Counts {
	return { cells: Array.from(columns, (_, j) => Float64Array.from(cells, (row) => row[j]!)), rows: columns, columns: rows, n };
}

export interface Percentages {
	/** 100 n_ij / n_i., null in a row without anyone. */
	row: (number | null)[][];
	/** 100 n_ij / n_.j, null in a column without anyone. */
	column: (number | null)[][];
	/** 100 n_ij / n. */
	total: number[][];
}

/** Percentages of the row, of the column and of all, from 0 to 100. */
export function percentages({ cells, rows, columns, n }: Counts): Percentages {
	const share = (x: number, of: number): number | null => (of === 0 ? null : (100 * x) / of);
	return {
		row: cells.map((row, i) => Array.from(row, (x) => share(x, rows[i]!))),
		column: cells.map((row) => Array.from(row, (x, j) => share(x, columns[j]!))),
		total: cells.map((row) => Array.from(row, (x) => (100 * x) / n))
	};
}
