/** Numbers in rows and columns, ours and the printed alike, so that they can be laid beside each other. */

/** The row of seats for which the population list says nothing. */
export const NO_CODE = '';

export interface Grid {
	rows: string[];
	columns: string[];
	/** [row][column] */
	cells: number[][];
}

/** The number in a cell, or null where the grid has no such row or column. */
export function at(grid: Grid | null, row: string, column: string): number | null {
	if (!grid) return null;
	return grid.cells[grid.rows.indexOf(row)]?.[grid.columns.indexOf(column)] ?? null;
}

/**
 * Rows added up under the names of `groups`; other rows stay. A group stands where its first member stood.
 * A group without any member in the grid adds no row.
 */
export function grouped(grid: Grid, groups: Record<string, string[]>): Grid {
	const nameOf = (row: string) => Object.keys(groups).find((name) => groups[name]?.includes(row)) ?? row;
	const rows = [...new Set(grid.rows.map(nameOf))];
	const cells = rows.map((name) => grid.columns.map((_, c) =>
		grid.rows.reduce((sum, row, r) => (nameOf(row) === name ? sum + (grid.cells[r]?.[c] ?? 0) : sum), 0)));
	return { rows, columns: grid.columns, cells };
}

/** Sum of a column, or of the whole grid when no column is named. */
export function sumOf(grid: Grid, column?: string): number {
	const columns = column === undefined ? grid.columns : [column];
	return grid.rows.reduce((sum, row) => columns.reduce((part, name) => part + (at(grid, row, name) ?? 0), sum), 0);
}
