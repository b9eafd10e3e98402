import writeXlsxFile, { type CellObject, type Row as SheetRow } from 'write-excel-file/node';
import { columnGroups, rowGroups, type Cell, type Missing, type Table } from '#analysis/report/table.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { cellText } from '#lib/ui/cell.ts';

const HEAD: Partial<CellObject> = { fontWeight: 'bold', backgroundColor: '#E3EEF3', wrap: true, alignVertical: 'bottom' };
const TOTAL: Partial<CellObject> = { fontWeight: 'bold', topBorderStyle: 'thin' };

function text(value: string, style: Partial<CellObject> = {}): CellObject {
	return { value, type: String, ...style };
}

/** A word that fits a column of numbers; `legend` says what it means. */
function shortMissing(reason: Missing, locale: Locale): string {
	return translate(`common_short_${reason}`, {}, locale);
}

function legend(table: Table, locale: Locale): string[] {
	const reasons = new Set(table.rows.flatMap((row) => row.cells.flatMap((cell) => (cell.kind === 'missing' ? [cell.reason] : []))));
	return [...reasons].map((reason) => `${shortMissing(reason, locale)}: ${translate(`common_missing_${reason}`, {}, locale)}`);
}

function numberFormat(cell: Cell): string {
	switch (cell.kind) {
		case 'percent': return cell.decimals > 0 ? `0.${'0'.repeat(cell.decimals)}%` : '0%';
		case 'number': return cell.decimals > 0 ? `#,##0.${'0'.repeat(cell.decimals)}` : '#,##0';
		case 'p': return '0.000';
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
		default: return { value: cell.value, type: Number, format: numberFormat(cell) + (cell.mark ? `"${cell.mark.replaceAll('"', '')}"` : ''), ...style };
	}
}

/** Excel refuses these in a sheet's name, and names of more than 31 characters. */
function sheetName(title: string): string {
	return title.replace(/[[\]*?:/\\']/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 31).trim();
}

function headRows(table: Table): SheetRow[] {
	const groups = columnGroups(table);
	const labels: SheetRow = [text(table.rowHeading, HEAD), ...table.columns.map((column) => text(column.label, { ...HEAD, align: 'right' }))];
	if (!groups) return [labels];
	// a spanned cell is followed by empty ones for the columns it covers
	const above: SheetRow = [text('', HEAD), ...groups.flatMap(({ label, span }) => [text(label, { ...HEAD, align: 'center', columnSpan: span }), ...Array<null>(span - 1).fill(null)])];
	return [above, labels];
}

/** Widths in characters: room for every label, and for what stands above several columns. */
function widths(table: Table): number[] {
	const first = Math.min(60, Math.max(table.rowHeading.length, ...table.rows.map((row) => row.label.length)) + 3);
	const above = (columnGroups(table) ?? []).flatMap(({ label, span }) => Array<number>(span).fill(Math.ceil(label.length / span)));
	return [first, ...table.columns.map((column, i) => Math.min(26, Math.max(11, column.label.length + 3, (above[i] ?? 0) + 3)))];
}

/** A line of text across the whole table. Merged cells do not grow by themselves, so its height is worked out here. */
function note(value: string, columns: number, width: number): SheetRow {
	const lines = Math.ceil((value.length * 1.1) / width);
	return [text(value, { wrap: true, alignVertical: 'top', columnSpan: columns, height: lines * 15 + 3 }), ...Array<null>(columns - 1).fill(null)];
}

/** The heading of a group of rows, across the table. */
function heading(label: string, columns: number): SheetRow {
	return [text(label, { fontWeight: 'bold', columnSpan: columns + 1 }), ...Array<null>(columns).fill(null)];
}

/**
 * The table as an Excel workbook of one sheet: title, headings in bold that stay in view, numbers as numbers (shares as fractions with a
 * percentage format), total line; below it notes, definitions and where the numbers come from.
 */
export async function tableToXlsx(table: Table, locale: Locale): Promise<Uint8Array> {
	const head = headRows(table);
	const rows: SheetRow[] = rowGroups(table).flatMap((group) => [
		...(group.label ? [heading(group.label, table.columns.length)] : []),
		...group.rows.map((row) => {
			const style = row.total ? TOTAL : {};
			return [text(row.label, style), ...row.cells.map((cell) => body(cell, locale, style))];
		})
	]);
	const columns = widths(table);
	const width = columns.reduce((a, b) => a + b, 0);
	const below = [...legend(table, locale), ...table.notes, ...table.provenance.map(({ label, value }) => `${label}: ${value}`)];
	return writeXlsxFile([
		[text(table.title, { fontWeight: 'bold', fontSize: 13 })], [null], ...head, ...rows, [null], ...below.map((line) => note(line, columns.length, width))
	], {
		sheet: sheetName(table.rowHeading), orientation: 'landscape', stickyRowsCount: 2 + head.length, stickyColumnsCount: 1, columns: columns.map((w) => ({ width: w }))
	}, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
}
