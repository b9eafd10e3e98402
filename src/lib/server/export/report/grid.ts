/** A table as rows of cells with spans, as paper and page lay it out: heads over one or two rows, groups of rows, the text of each cell. */
import { columnGroups, rowGroups, type Cell, type Row, type Table } from '#analysis/report/table.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { cellText } from '#lib/ui/cell.ts';

export interface HeadCell {
	text: string;
	columns: number;
	rows: number;
	/** Stands above several columns. */
	group: boolean;
	/** Where it begins, counted from the column of labels, which is 0. */
	at: number;
}

/** The rows of the table's head: one, or two where columns have a heading in common. A column without such a heading takes both. */
export function headRows(table: Table): HeadCell[][] {
	const groups = columnGroups(table);
	const single = (text: string, at: number, rows: number): HeadCell => ({ text, columns: 1, rows, group: false, at });
	if (!groups) return [[single(table.rowHeading, 0, 1), ...table.columns.map((column, i) => single(column.label, i + 1, 1))]];
	const above: HeadCell[] = [single(table.rowHeading, 0, 2)];
	const below: HeadCell[] = [];
	let at = 1;
	for (const { label, span } of groups) {
		const columns = table.columns.slice(at - 1, at - 1 + span);
		if (label) {
			above.push({ text: label, columns: span, rows: 1, group: true, at });
			below.push(...columns.map((column, i) => single(column.label, at + i, 1)));
		} else above.push(...columns.map((column, i) => single(column.label, at + i, 2)));
		at += span;
	}
	return [above, below];
}

export interface BodyRow {
	kind: 'group' | 'row' | 'total';
	label: string;
	cells: readonly Cell[];
}

/** Neighbouring rows under the heading that they share. */
export function rowGroupsOf(table: Table): { label: string; rows: BodyRow[] }[] {
	const line = (row: Row): BodyRow => ({ kind: row.total ? 'total' : 'row', label: row.label, cells: row.cells });
	return rowGroups(table).map(({ label, rows }) => ({ label, rows: rows.map(line) }));
}

/** The rows below the head, with a line for the heading of each group of rows. */
export function bodyRows(table: Table): BodyRow[] {
	return rowGroupsOf(table).flatMap(({ label, rows }) => [...(label ? [{ kind: 'group' as const, label, cells: [] }] : []), ...rows]);
}

/** Words are set to the left, numbers to the right, so that their decimals stand below one another; so are both in a column that has both. */
export function isWords(table: Table, column: number): boolean {
	const cells = table.rows.flatMap((row) => row.cells[column] ?? []);
	return cells.some((cell) => cell.kind === 'text') && cells.every((cell) => cell.kind === 'text' || cell.kind === 'missing');
}

/** The cell without its mark, in the room a column has: what is missing as a word of `legend`, a dash where there was nothing to reckon. */
export function shortText(cell: Cell, locale: Locale): string {
	if (cell.kind !== 'missing') return cellText({ ...cell, mark: undefined }, locale);
	return cell.reason === 'not_applicable' ? '–' : translate(`common_short_${cell.reason}`, {}, locale);
}

/** What the short words for missing numbers in the table mean. */
export function legend(table: Table, locale: Locale): string[] {
	const reasons = new Set(table.rows.flatMap((row) => row.cells.flatMap((cell) => (cell.kind === 'missing' && cell.reason !== 'not_applicable' ? [cell.reason] : []))));
	return [...reasons].map((reason) => `${translate(`common_short_${reason}`, {}, locale)}: ${translate(`common_missing_${reason}`, {}, locale)}`);
}

/** Everything that stands below the table, a line each. */
export function notesBelow(table: Table, notes: readonly string[], locale: Locale): string[] {
	return [...legend(table, locale), ...table.notes, ...notes];
}
