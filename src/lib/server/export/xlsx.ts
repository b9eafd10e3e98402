import writeXlsxFile from 'write-excel-file/node';
import type { Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/i18n.ts';
import { bodyRows, headRows, legend, note, sheetName, text, widths } from './sheet.ts';

/**
 * The table as an Excel workbook of one sheet: title, headings in bold that stay in view, numbers as numbers (shares as fractions with a
 * percentage format), total line; below it notes, definitions and where the numbers come from.
 */
export async function tableToXlsx(table: Table, locale: Locale): Promise<Uint8Array> {
	const head = headRows(table);
	const columns = widths(table);
	const width = columns.reduce((a, b) => a + b, 0);
	const below = [...legend(table, locale), ...table.notes, ...table.provenance.map(({ label, value }) => `${label}: ${value}`)];
	return writeXlsxFile([
		[text(table.title, { fontWeight: 'bold', fontSize: 13 })], [null], ...head, ...bodyRows(table, locale), [null], ...below.map((line) => note(line, columns.length, width))
	], {
		sheet: sheetName(table.rowHeading), orientation: 'landscape', stickyRowsCount: 2 + head.length, stickyColumnsCount: 1, columns: columns.map((w) => ({ width: w }))
	}, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
}
