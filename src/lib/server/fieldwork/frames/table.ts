/** A file as a table of text, before anything is known of what its columns mean. */
import { isEmail } from './email.ts';
import { FrameRefused, issue, refusedRows, type Issue } from './issues.ts';

/** Megabytes are 10^6 bytes, so that a form with the file still fits in the server's limit for a request. */
export const MAX_MEGABYTES = 20;
export const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 200;

export const DELIMITERS = [';', ',', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface TableRow {
	/** Line (CSV) or row (spreadsheet) of the file where the row starts, from 1. */
	row: number;
	/** One cell for each header, as written. */
	cells: string[];
}

export interface TableOf<Rows> {
	format: 'csv' | 'xlsx';
	/** Null for a spreadsheet, which is always Unicode. */
	encoding: 'utf-8' | 'windows-1252' | null;
	delimiter: Delimiter | null;
	/** Name of the sheet that was read. */
	sheet: string | null;
	/** Trimmed and NFC; not blank and all different. */
	header: string[];
	/** Rows where every cell is blank are left out. */
	rows: Rows;
}
export type Table = TableOf<TableRow[]>;
/** As `Table`; the rows are made as they are asked for, since all of a long list's cells at once are ten times its size. */
export type LongTable = TableOf<Iterable<TableRow>>;

/** Never within a cell: a file with it is no text. */
const BETWEEN = '\0';

/** Rows of cells without NUL, each kept as one string. */
export class PackedRows implements Iterable<TableRow> {
	readonly #lines: string[] = [];
	readonly #numbers: number[] = [];

	get length(): number {
		return this.#lines.length;
	}

	add(row: number, cells: readonly string[]): void {
		this.#numbers.push(row);
		this.#lines.push(cells.join(BETWEEN));
	}

	*[Symbol.iterator](): Generator<TableRow> {
		for (const [i, line] of this.#lines.entries()) yield { row: this.#numbers[i] ?? 0, cells: line.split(BETWEEN) };
	}
}

export const blank = (cells: string[]): boolean => cells.every((cell) => cell.trim() === '');

const NOT_TEXT = /(?![\t\n\r])\p{Cc}/u;

/**
 * Header names as they are used, or a refusal that lists every column without a name or with a name that is taken.
 * @param at line or row where the header stands
 */
export function readHeader(cells: string[], at: number): string[] {
	const header = cells.map((cell) => cell.trim().normalize('NFC'));
	if (header.some((name) => NOT_TEXT.test(name))) throw new FrameRefused('frame_problem_not_a_table', 415);
	// an address as a column's name: the list begins with a person, and the person's name would be one too
	if (header.some(isEmail)) throw new FrameRefused('frame_problem_no_header', 422, { row: at });
	if (header.length > MAX_COLUMNS) throw new FrameRefused('frame_problem_columns', 422, { max: MAX_COLUMNS });
	const issues: Issue[] = header.flatMap((name, i) => {
		if (name === '') return [issue('error', 'frame_issue_header_blank', at, null, { params: { number: i + 1 } })];
		if (name.length > 200) return [issue('error', 'frame_issue_header_long', at, null, { params: { number: i + 1, max: 200 } })];
		const first = header.indexOf(name);
		return first < i ? [issue('error', 'frame_issue_header_twice', at, name, { params: { first: first + 1, number: i + 1 } })] : [];
	});
	if (issues.length > 0) throw refusedRows(issues);
	return header;
}
