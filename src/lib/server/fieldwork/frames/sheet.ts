/** A spreadsheet (.xlsx) as a table: the first sheet that has rows, every cell as the text that is shown in it. */
import { kMaxLength } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as XLSX from 'xlsx';
import { FrameRefused, issue, refusedRows, type Issue } from './issues.ts';
import { blank, MAX_COLUMNS, MAX_ROWS, readHeader, type Table, type TableRow } from './table.ts';

/** A small file can hold a huge one: this is the most it may unpack to. */
const MAX_UNPACKED = 300_000_000;
/** What is left of it; no limit but while a list is read, since the library is everyone's. */
let left = Infinity;

/** What SheetJS takes as zlib: Node's own, with a limit on everything unpacked in one reading. */
class InflateRaw {
	bytesRead = 0;

	_processChunk(chunk: Uint8Array): Buffer {
		const { buffer, engine } = inflateRawSync(chunk, { info: true, maxOutputLength: Math.min(kMaxLength, Math.max(1, left)) }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
		this.bytesRead = engine.bytesWritten;
		left -= buffer.length;
		return buffer;
	}
}
(XLSX.CFB as { utils: { use_zlib(zlib: object): void } }).utils.use_zlib({ InflateRaw, deflateRawSync });

export function isZip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

const SSF = XLSX.SSF as { format(format: string, value: unknown): string; is_date(format: string): boolean };

/** Formats as Norwegian programs write them, which the library's formatter does not know: full stops in dates, a space before %. */
function mended(format: string): string {
	const stops = SSF.is_date(format) ? format.replace(/(\\.|"[^"]*"|\[[^\]]*\])|\.(?!0)/g, (_, literal: string | undefined) => literal ?? '\\.') : format;
	return stops.replace(/(\\?[ \u00a0\u202f])+%/g, '%');
}

function formatted(cell: XLSX.CellObject): string {
	try {
		return SSF.format(mended(String(cell.z)), cell.v);
	} catch {
		return String(cell.v);
	}
}

/** Text as shown; a whole number in the general format in full, where Excel would show 12 digits or more as 1.2E+11. */
function shown(cell: XLSX.CellObject | undefined): string {
	if (cell?.v === undefined || cell.t === 'z') return '';
	if (cell.t === 'n' && (cell.z ?? 'General') === 'General' && Number.isSafeInteger(cell.v)) return String(cell.v);
	return (cell.t === 's' ? String(cell.v) : cell.w ?? formatted(cell)).replace(/\r\n?/g, '\n');
}

function read(bytes: Uint8Array): XLSX.WorkBook {
	left = MAX_UNPACKED;
	try {
		return XLSX.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
			type: 'buffer', dense: true, cellFormula: false, cellHTML: false, cellNF: true, dateNF: 'yyyy-mm-dd', sheetRows: MAX_ROWS + 1000
		});
	} catch (error) {
		if (left <= 0 || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new FrameRefused('frame_problem_unpacked', 413);
		throw new FrameRefused('frame_problem_not_a_table', 415);
	} finally {
		left = Infinity;
	}
}

/** Rows that have something in them, with their number in the sheet. */
function rowsOf(sheet: XLSX.WorkSheet | undefined): TableRow[] {
	const data = ((sheet as { '!data'?: (XLSX.CellObject | undefined)[][] } | undefined)?.['!data'] ?? []);
	const rows: TableRow[] = [];
	data.forEach((cells, i) => {
		// a sparse row: Array.from also visits the holes
		const texts = Array.from(cells.slice(0, MAX_COLUMNS + 1), shown);
		if (!blank(texts)) rows.push({ row: i + 1, cells: texts });
	});
	return rows;
}

function checkCells(data: (XLSX.CellObject | undefined)[][], rows: TableRow[], header: string[]): Issue[] {
	return rows.flatMap(({ row, cells }) => [
		...cells.slice(header.length).some((cell) => cell.trim() !== '') ? [issue('error', 'frame_issue_ragged', row, null, { params: { found: cells.length, expected: header.length } })] : [],
		...header.flatMap((column, i) => data[row - 1]?.[i]?.t === 'e' ? [issue('error', 'frame_issue_cell_error', row, column, { value: cells[i] ?? '' })] : [])
	]);
}

/**
 * Reads a spreadsheet. Text cells keep leading zeros; dates without a format of their own become yyyy-mm-dd.
 * @throws FrameRefused also for cells with an error value (#N/A) and cells to the right of the last column with a name
 */
export function readSheet(bytes: Uint8Array): Table {
	const book = read(bytes);
	for (const name of book.SheetNames) {
		const sheet = book.Sheets[name];
		const [head, ...rows] = rowsOf(sheet);
		if (!head) continue;
		while (head.cells.at(-1)?.trim() === '') head.cells.pop();
		const header = readHeader(head.cells, head.row);
		if (rows.length > MAX_ROWS) throw new FrameRefused('frame_problem_rows_limit', 422, { max: MAX_ROWS });
		const issues = checkCells((sheet as unknown as { '!data': (XLSX.CellObject | undefined)[][] })['!data'], rows, header);
		if (issues.length > 0) throw refusedRows(issues);
		if (rows.length === 0) throw new FrameRefused('frame_problem_no_rows', 422);
		return {
			format: 'xlsx', encoding: null, delimiter: null, sheet: name, header,
			rows: rows.map(({ row, cells }) => ({ row, cells: header.map((_, i) => cells[i] ?? '') }))
		};
	}
	throw new FrameRefused('frame_problem_empty', 422);
}
