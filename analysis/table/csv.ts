/**
 * From the cells of a CSV file to columns. Nothing is guessed silently: whatever is read otherwise than it stands, or not as the numbers it looks
 * like, is told in a remark that names the column, the row and the mend.
 */
import { categoricalColumn, numericColumn, type Cell } from './build.ts';
import { MISSING_KINDS, type Category, type Column } from './table.ts';

/** How the four kinds of missing stand in a CSV: an empty cell is not answered, the others are named. `NA`, as R writes it, is read as not answered. */
export const CSV_MISSING = { not_asked: '<not_asked>', not_answered: '', dont_know: '<dont_know>', suppressed: '<suppressed>' } as const;

export interface ColumnBook {
	label?: string;
	categories?: Category[];
}

export interface ReadColumn {
	column: Column;
	/** Whether numbers were written with a decimal comma. */
	decimalComma: boolean;
	/** What the reader must be told; null when there is nothing. */
	remark: string | null;
}

/** Few whole numbers are points of a scale: as categories they take a byte each, and still have their scores. */
const MOST_POINTS = 25;
/** From here a column with other texts in it was most likely meant to be numbers. */
const MOSTLY = 0.5;

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
const COMMA = /^\s*[+-]?\d+,\d+\s*$/;
/** With thousands set apart, or more marks than a number has; a date has two points and is none. */
const LIKE_A_NUMBER = /^\s*[+-]?\d{1,3}([ \u00a0.,]\d{3})*([.,]\d+)?\s*$/;
/** `0301` is a code, such as a municipality's: as a number it would lose its zero. */
const CODE = /^\s*0\d/;

/** The separator of a heading line: the one of semicolon, tab and comma that stands there most often; a comma where none does. */
export function separatorOf(heading: string): ';' | '\t' | ',' {
	const outside = heading.replace(/"[^"]*"/g, '');
	const often = (c: string): number => outside.split(c).length - 1;
	return ([',', ';', '\t'] as const).reduce((best, c) => (often(c) > often(best) ? c : best));
}

/** What is wrong with a heading line, in words; null when nothing is. A column without a name is left out, as no spec can name it. */
export function headingFault(heading: readonly string[]): string | null {
	if (heading.every((name) => name.trim() === '')) return 'line 1: no column names. The first line must name the columns.';
	const twice = heading.findIndex((name, i) => name !== '' && heading.indexOf(name) !== i);
	if (twice < 0) return null;
	return `line 1: the column name "${heading[twice]!}" stands twice (columns ${heading.indexOf(heading[twice]!) + 1} and ${twice + 1}). Give each column a name of its own.`;
}

function cellOf(text: string): Cell {
	const kind = MISSING_KINDS.find((k) => CSV_MISSING[k] === text);
	return text === 'NA' ? null : kind ? { missing: kind } : text;
}

/** A column most of which looks like numbers: the first cell that is none, and what to do. */
function mixedRemark(cells: readonly Cell[], texts: readonly string[], reads: (text: string) => boolean): string | null {
	if (texts.filter((t) => reads(t) || LIKE_A_NUMBER.test(t)).length < MOSTLY * texts.length || texts.every(reads)) return null;
	const row = cells.findIndex((c) => typeof c === 'string' && !reads(c));
	const where = `read as categories, not as numbers, because of "${cells[row] as string}" in row ${row + 1} below the heading (${texts.filter((t) => !reads(t)).length} of ${texts.length} values).`;
	return LIKE_A_NUMBER.test(cells[row] as string) ? `${where} Write numbers without anything between thousands, and with the same decimal mark throughout.` : `${where} Leave the cell empty where nothing was answered, write <dont_know>, <not_asked> or <suppressed> for the other kinds of missing, or give the column's categories in a codebook.`;
}

/**
 * A column of numbers is numeric (few whole numbers: categories with scores), any other categorical; the codebook says otherwise. Numbers with a
 * decimal comma are numbers, unless every comma could as well set thousands apart in a file whose separator is the comma.
 * @param raw the column's cells, from the first row below the heading
 * @throws RangeError naming the row, when a value is not among the codebook's categories
 */
export function readColumn(raw: readonly string[], name: string, book?: ColumnBook, separator = ','): ReadColumn {
	const cells = raw.map(cellOf);
	const label = book?.label ?? name;
	const plain = (column: Column, remark: string | null = null): ReadColumn => ({ column, decimalComma: false, remark });
	if (book?.categories) return plain(categoricalColumn(cells, label, book.categories));
	const texts = cells.filter((c) => typeof c === 'string');
	const commas = texts.filter((t) => COMMA.test(t));
	const thousands = separator === ',' && commas.every((t) => /,\d{3}\s*$/.test(t));
	if (commas.length > 0 && !thousands && !texts.some((t) => t.includes('.'))) {
		const number = (t: string): boolean => isNumber(t) || COMMA.test(t);
		if (!texts.every(number)) return plain(categoricalColumn(cells, label), mixedRemark(cells, texts, number));
		const column = numericColumn(cells.map((c) => (typeof c === 'string' ? Number(c.replace(',', '.')) : c)), label);
		return { column, decimalComma: true, remark: `numbers with a decimal comma ("${commas[0]!}"), read as numbers.` };
	}
	if (!texts.every(isNumber)) return plain(categoricalColumn(cells, label), mixedRemark(cells, texts, isNumber));
	if (texts.some((t) => CODE.test(t))) return plain(categoricalColumn(cells, label));
	const numbers = cells.map((c) => (typeof c === 'string' ? Number(c) : c));
	const points = new Set(numbers.filter((c) => typeof c === 'number'));
	const few = points.size <= MOST_POINTS && [...points].every(Number.isInteger) && texts.every((t) => String(Number(t)) === t);
	return plain(few ? categoricalColumn(cells, label) : numericColumn(numbers, label));
}
