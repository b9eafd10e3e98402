/**
 * Data as an Excel workbook: a row a respondent, and the codebook on a sheet of its own. Written row by row into the zip, for write-excel-file and SheetJS hold a sheet in memory,
 * where five million cells are some gigabytes.
 */
import { CSV_MISSING } from '#analysis/table/csv.ts';
import { distributionOf, firstMissing } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale } from '#lib/domain/text.ts';
import { columnOf, kindAt } from '../coding.ts';
import type { FileWords } from '../words.ts';
import { toZip, type ZipEntry } from '../zip.ts';
import { packageParts, sharedStrings } from './package.ts';
import { cellText, columnName, numberCell, SHEET_END, sharedCell, sheetStart, smallSheet, textCell } from './sheet.ts';

/** What a sheet of Excel has room for, the heading row included. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const ROWS_A_PIECE = 200;

export interface XlsxOptions {
	words: FileWords;
	/** Whether a category is its label, or its value as in the codebook. */
	labels: boolean;
	made: Date;
}

/** Texts that recur, each stored once. */
class Shared {
	readonly texts: string[] = [];
	readonly #places = new Map<string, number>();
	place(text: string): number {
		const there = this.#places.get(text);
		if (there !== undefined) return there;
		this.#places.set(text, this.texts.length);
		return this.texts.push(cellText(text)) - 1;
	}
}

type CellWriter = (row: number, at: string) => string;

function cellsOf(dataset: Dataset, variable: DatasetVariable, shared: Shared, { words, labels }: XlsxOptions): CellWriter {
	const column = columnOf(dataset, variable);
	const gone = MISSING.map((kind) => {
		const place = kind === 'not_answered' ? null : shared.place(labels ? words.missing[kind] : CSV_MISSING[kind]);
		return (at: string) => (place === null ? '' : sharedCell(at, place));
	});
	const missing = (kind: number, at: string): string => gone[kind - 1]?.(at) ?? '';
	if (column.kind === 'categorical') {
		const { codes } = column;
		const first = firstMissing(codes);
		const writers = variable.categories.map(({ value, label }) => {
			if (!labels && String(Number(value)) === value) return (at: string) => numberCell(at, Number(value));
			const place = shared.place(labels ? inLocale(label, words.locale) || value : value);
			return (at: string) => sharedCell(at, place);
		});
		return (row, at) => {
			const code = codes[row] ?? first;
			return code < first ? (writers[code]?.(at) ?? '') : missing(code - first + 1, at);
		};
	}
	return (row, at) => {
		const kind = kindAt(column, row);
		if (kind > 0) return missing(kind, at);
		return column.kind === 'numeric' ? numberCell(at, column.values[row] ?? 0) : textCell(at, column.values[row] ?? '');
	};
}

/** In characters: as wide as the name and the longest label, within bounds. */
function widthOf({ name, categories }: DatasetVariable, { words, labels }: XlsxOptions): number {
	const longest = labels ? Math.max(0, ...categories.map((c) => inLocale(c.label, words.locale).length)) : 0;
	return Math.min(40, Math.max(10, name.length + 2, longest + 1));
}

function* dataSheet(dataset: Dataset, cells: readonly CellWriter[], options: XlsxOptions): Generator<string> {
	const letters = dataset.variables.map((_, i) => columnName(i));
	yield sheetStart({ widths: dataset.variables.map((v) => widthOf(v, options)), frozenColumns: 0 });
	yield `<row r="1">${dataset.variables.map((v, i) => textCell(`${letters[i] ?? ''}1`, v.name, 1)).join('')}</row>`;
	let piece = '';
	for (let row = 0; row < dataset.rows; row++) {
		const number = row + 2;
		piece += `<row r="${number}">`;
		for (const [i, write] of cells.entries()) piece += write(row, (letters[i] ?? '') + number);
		piece += '</row>';
		if ((row + 1) % ROWS_A_PIECE === 0) {
			yield piece;
			piece = '';
		}
	}
	yield piece + SHEET_END;
}

/** A row a variable, and below it one a category and one a kind of missing that occurs. */
function* codebookRows(dataset: Dataset, { locale, book, missing: kinds }: FileWords): Generator<(string | number)[]> {
	yield [book.name, book.label, book.question, book.value, book.category, book.rows];
	for (const variable of dataset.variables) {
		const { valid, counts, missing } = distributionOf(columnOf(dataset, variable), variable.categories.length);
		yield [variable.name, inLocale(variable.label, locale), inLocale(variable.question ?? undefined, locale), '', book.valid, valid];
		for (const [i, c] of variable.categories.entries()) yield [variable.name, '', '', c.value, inLocale(c.label, locale), counts?.[i] ?? 0];
		for (const kind of MISSING) if (missing[kind] > 0) yield [variable.name, '', '', CSV_MISSING[kind], kinds[kind], missing[kind]];
	}
}

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
	const encoder = new TextEncoder();
	for (const text of texts) yield encoder.encode(text);
}

/**
 * A cell that was not answered is empty; the other kinds of missing are words. Numbers are numbers.
 * @throws Problem dataexport_problem_sheet (409) where the data are larger than a sheet
 */
export function toXlsx(dataset: Dataset, options: XlsxOptions): Generator<Uint8Array> {
	const { words, made } = options;
	if (dataset.rows >= MOST_ROWS || dataset.variables.length > MOST_COLUMNS) throw new Problem('dataexport_problem_sheet', 409, { rows: dataset.rows, columns: dataset.variables.length });
	const shared = new Shared();
	const cells = dataset.variables.map((variable) => cellsOf(dataset, variable, shared, options));
	const names = [words.sheets.data, words.sheets.book];
	const book = smallSheet({ widths: [24, 40, 60, 14, 40, 10], frozenColumns: 1 }, codebookRows(dataset, words));
	const entries: [string, Iterable<string>][] = [
		...packageParts(names).map(([path, xml]): [string, Iterable<string>] => [path, [xml]]), ['xl/sharedStrings.xml', [sharedStrings(shared.texts)]],
		['xl/worksheets/sheet1.xml', dataSheet(dataset, cells, options)], ['xl/worksheets/sheet2.xml', book]
	];
	return toZip(entries.map(([path, texts]): ZipEntry => ({ path, pieces: encoded(texts), level: 1 })), made);
}
