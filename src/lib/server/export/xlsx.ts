import writeXlsxFile, { type CellObject, type Row as SheetRow } from 'write-excel-file/node';
import { columnGroups, type Cell, type Table } from '#analysis/report/table.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';

const HEAD: Partial<CellObject> = { fontWeight: 'bold', backgroundColor: '#E3EEF3', wrap: true, alignVertical: 'bottom' };
const TOTAL: Partial<CellObject> = { fontWeight: 'bold', topBorderStyle: 'thin' };

function text(value: string, style: Partial<CellObject> = {}): CellObject {
	return { value, type: String, ...style };
}

function body(cell: Cell, locale: Locale, style: Partial<CellObject>): CellObject {
	switch (cell.kind) {
		case 'count': return { value: cell.value, type: Number, format: '#,##0', ...style };
		case 'percent': return { value: cell.value, type: Number, format: cell.decimals > 0 ? `0.${'0'.repeat(cell.decimals)}%` : '0%', ...style };
		case 'missing': return text(translate(`common_missing_${cell.reason}`, {}, locale), { align: 'right', textColor: '#5B5D60', wrap: true, ...style });
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

/**
 * The table as an Excel workbook. First sheet: title, headings in bold that stay in view, numbers as numbers (shares as fractions with a
 * percentage format), total line. Second sheet: notes, definitions and where the numbers come from.
 */
export async function tableToXlsx(table: Table, locale: Locale): Promise<Uint8Array> {
	const head = headRows(table);
	const rows: SheetRow[] = table.rows.map((row) => {
		const style = row.total ? TOTAL : {};
		return [text(row.label, style), ...row.cells.map((cell) => body(cell, locale, style))];
	});
	const longest = Math.max(table.rowHeading.length, ...table.rows.map((row) => row.label.length));
	const notes: SheetRow[] = [
		[text(table.title, { fontWeight: 'bold', fontSize: 13 })],
		[null],
		...table.notes.map((note) => [text(note, { wrap: true, alignVertical: 'top', columnSpan: 2 }), null]),
		[null],
		...table.provenance.map(({ label, value }) => [text(label, { fontWeight: 'bold', alignVertical: 'top' }), text(value, { wrap: true })])
	];
	return writeXlsxFile([
		{
			data: [[text(table.title, { fontWeight: 'bold', fontSize: 13 })], [null], ...head, ...rows], sheet: sheetName(table.rowHeading),
			stickyRowsCount: 2 + head.length, stickyColumnsCount: 1, columns: [{ width: Math.min(60, longest + 3) }, ...table.columns.map((c) => ({ width: Math.min(24, Math.max(11, c.label.length + 2)) }))]
		},
		{ data: notes, sheet: sheetName(m.evaluate_sheet_notes({}, { locale })), columns: [{ width: 24 }, { width: 90 }] }
	], { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
}
