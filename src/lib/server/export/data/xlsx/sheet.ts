/** Cells of a worksheet as XML. */
import { xmlText } from '../xml.ts';

/** Longest text that a cell holds. */
const MOST = 32_767;

/** A text as a cell holds it: what looks like an escape of the format is one itself, so that it is read as it stands. */
export const cellText = (text: string): string => xmlText(text.slice(0, MOST).replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'));

/** 0 is A, 26 is AA. */
export function columnName(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** What stands between a cell's opening and its place: style 1 is bold, 2 wraps lines. */
const style = (s: number): string => (s === 0 ? '' : ` s="${s}"`);
export const numberCell = (at: string, x: number): string => `<c r="${at}"><v>${x}</v></c>`;
export const textCell = (at: string, text: string, s = 0): string => (text === '' ? '' : `<c r="${at}"${style(s)} t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`);
export const sharedCell = (at: string, index: number): string => `<c r="${at}" t="s"><v>${index}</v></c>`;

export interface SheetForm {
	/** In characters, by column. */
	widths: readonly number[];
	/** Columns and rows that stay in view. */
	frozenColumns: number;
}

/** What comes before the rows. The first row is headings, and stays in view. */
export function sheetStart({ widths, frozenColumns }: SheetForm): string {
	const corner = `${columnName(frozenColumns)}2`;
	const pane = frozenColumns > 0 ? `<pane xSplit="${frozenColumns}" ySplit="1" topLeftCell="${corner}" activePane="bottomRight" state="frozen"/>` : `<pane ySplit="1" topLeftCell="${corner}" activePane="bottomLeft" state="frozen"/>`;
	const columns = widths.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" customWidth="1"/>`).join('');
	return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
		+ `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>`;
}
export const SHEET_END = '</sheetData></worksheet>';

/** Rows of texts and numbers, the first in bold. */
export function* smallSheet(form: SheetForm, rows: Iterable<readonly (string | number)[]>): Generator<string> {
	yield sheetStart(form);
	let n = 0;
	for (const row of rows) {
		n += 1;
		yield `<row r="${n}">${row.map((cell, i) => (typeof cell === 'number' ? numberCell(columnName(i) + n, cell) : textCell(columnName(i) + n, cell, n === 1 ? 1 : 2))).join('')}</row>`;
	}
	yield SHEET_END;
}
