/** A table as the rows of a sheet: what every workbook is made of. */
import type { CellObject, Row as SheetRow } from 'write-excel-file/node';
import { columnGroups, rowGroups, type Cell, type Missing, type Table } from '#analysis/report/table.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { cellText } from '#lib/ui/cell.ts';

const HEAD: Partial<CellObject> = { fontWeight: 'bold', backgroundColor: '#E3EEF3', wrap: true, alignVertical: 'bottom' };
const TOTAL: Partial<CellObject> = { fontWeight: 'bold', topBorderStyle: 'thin' };

/** Text stays text, whatever it begins with. */
export function text(value: string, style: Partial<CellObject> = {}): CellObject {
	return { value, type: String, ...style };
}

/** A word that fits a column of numbers; `legend` says what it means. */
function shortMissing(reason: Missing, locale: Locale): string {
	return translate(`common_short_${reason}`, {}, locale);
}

export function legend(table: Table, locale: Locale): string[] {
	const reasons = new Set(table.rows.flatMap((row) => row.cells.flatMap((cell) => (cell.kind === 'missing' ? [cell.reason] : []))));
	return [...reasons].map((reason) => `${shortMissing(reason, locale)}: ${translate(`common_missing_${reason}`, {}, locale)}`);
}

function numberFormat(cell: Cell, locale: Locale): string {
	switch (cell.kind) {
		case 'percent': return cell.decimals > 0 ? `0.${'0'.repeat(cell.decimals)}%` : '0%';
		case 'number': return cell.decimals > 0 ? `#,##0.${'0'.repeat(cell.decimals)}` : '#,##0';
		case 'p': return `[<0.001]"${m.file_below_p({}, { locale })}";0.000`;
		default: return '#,##0';
	}
}

function body(cell: Cell, locale: Locale, own: Partial<CellObject>): CellObject {
	const style = cell.faint ? { ...own, textColor: '#5B5D60' } : own;
	switch (cell.kind) {
		case 'interval': return text(cellText(cell, locale), { align: 'right', ...style });
		case 'text': return text(cellText(cell, locale), { wrap: true, ...style });
		case 'missing': return text(shortMissing(cell.reason, locale) + (cell.mark ?? ''), { align: 'right', textColor: '#5B5D60', ...style });
		// the mark is part of the format, so that the number stays one
		default: return { value: cell.value, type: Number, format: numberFormat(cell, locale) + (cell.mark ? `"${cell.mark.replaceAll('"', '')}"` : ''), ...style };
	}
}

/** Excel refuses these in a sheet's name, and names of more than 31 characters. */
export function sheetName(title: string): string {
	return title.replace(/[[\]*?:/\\']/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 31).trim();
}

export function headRows(table: Table): SheetRow[] {
	const groups = columnGroups(table);
	const labels: SheetRow = [text(table.rowHeading, HEAD), ...table.columns.map((column) => text(column.label, { ...HEAD, align: 'right' }))];
	if (!groups) return [labels];
	// a spanned cell is followed by empty ones for the columns it covers
	const above: SheetRow = [text('', HEAD), ...groups.flatMap(({ label, span }) => [text(label, { ...HEAD, align: 'center', columnSpan: span }), ...Array<null>(span - 1).fill(null)])];
	return [above, labels];
}

/** Widths in characters: room for every label, and for what stands above several columns. */
export function widths(table: Table): number[] {
	const first = Math.min(60, Math.max(table.rowHeading.length, ...table.rows.map((row) => row.label.length)) + 3);
	const above = (columnGroups(table) ?? []).flatMap(({ label, span }) => Array<number>(span).fill(Math.ceil(label.length / span)));
	const words = (cell: Cell | undefined) => (cell?.kind === 'text' ? Math.min(45, cell.value.length + 3) : cell?.kind === 'interval' ? 18 : 0);
	return [first, ...table.columns.map((column, i) => Math.max(11, Math.min(26, Math.max(column.label.length + 3, (above[i] ?? 0) + 3)), ...table.rows.map((row) => words(row.cells[i]))))];
}

/** A line of text across the whole table. Merged cells do not grow by themselves, so its height is worked out here. */
export function note(value: string, columns: number, width: number): SheetRow {
	const lines = Math.ceil((value.length * 1.1) / width);
	return [text(value, { wrap: true, alignVertical: 'top', columnSpan: columns, height: lines * 15 + 3 }), ...Array<null>(columns - 1).fill(null)];
}

/** The heading of a group of rows, across the table. */
function heading(label: string, columns: number): SheetRow {
	return [text(label, { fontWeight: 'bold', columnSpan: columns + 1 }), ...Array<null>(columns).fill(null)];
}

/** Rows of the table below its heads: headings of groups, lines, the sum line. */
export function bodyRows(table: Table, locale: Locale): SheetRow[] {
	return rowGroups(table).flatMap((group) => [
		...(group.label ? [heading(group.label, table.columns.length)] : []),
		...group.rows.map((row) => {
			const style = row.total ? TOTAL : {};
			return [text(row.label, style), ...row.cells.map((cell) => body(cell, locale, style))];
		})
	]);
}
