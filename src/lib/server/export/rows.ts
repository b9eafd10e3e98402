/** Lists with a heading row and one thing a row, as files to work on: nothing above or below the rectangle. */
import { stringify } from 'csv-stringify/sync';
import * as XLSX from 'xlsx';

/** A text, a number, or nothing. */
export type Field = string | number | null;

/**
 * UTF-8 with a byte order mark, `;` between fields, CRLF, decimal comma with all the digits there are. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front.
 */
export function rowsToCsv(rows: readonly (readonly Field[])[]): string {
	const fields = rows.map((row) => row.map((field) => field ?? ''));
	// a negative number begins as a formula does, and is none
	const number = (value: number) => ({ value: String(value).replace('.', ','), escape_formulas: false });
	return stringify(fields, { cast: { number }, bom: true, delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/, escape_formulas: true });
}

/** A workbook of one sheet; numbers are numbers, and text is never a formula. @param sheet its name, at most 31 characters and none of `[]*?:/\'` */
export function rowsToXlsx(rows: readonly (readonly Field[])[], sheet: string): Uint8Array<ArrayBuffer> {
	const book = XLSX.utils.book_new();
	const made = XLSX.utils.aoa_to_sheet(rows.map((row) => [...row]));
	made['!cols'] = (rows[0] ?? []).map((_, i) => ({ wch: Math.min(40, Math.max(...rows.slice(0, 200).map((row) => String(row[i] ?? '').length)) + 2) }));
	XLSX.utils.book_append_sheet(book, made, sheet);
	return new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
}
