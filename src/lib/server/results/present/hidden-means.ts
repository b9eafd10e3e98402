/** Means below a cross table: what they would tell of its hidden cells goes with them. */
import type { Cell, Row, Table } from '#analysis/report/table.ts';

const HIDDEN: Cell = { kind: 'missing', reason: 'suppressed' };
const isHidden = (cell: Cell | undefined): boolean => cell?.kind === 'missing' && cell.reason === 'suppressed';

/**
 * A mean of a column says something of how its people are spread over the rows, so it is hidden where a cell of the column is.
 * Where one mean alone is hidden, the mean of all would give it back by subtraction, and is hidden too.
 * @param table the cross table, suppressed, without the means
 * @param means rows that stand below it, with its columns; one keyed `total` is the mean of all
 */
export function hideMeans(table: Table, means: readonly Row[]): Row[] {
	const bare = table.columns.map((_, j) => table.rows.some((row) => isHidden(row.cells[j])));
	if (!bare.includes(true)) return [...means];
	return means.map((row) => {
		const hide = table.columns.map(({ key }, j) => key !== 'total' && (bare[j] === true || isHidden(row.cells[j])));
		const alone = hide.filter(Boolean).length === 1;
		return { ...row, cells: row.cells.map((cell, j) => (cell.kind === 'number' && (hide[j] === true || (table.columns[j]?.key === 'total' && (alone || bare[j] === true))) ? HIDDEN : cell)) };
	});
}
