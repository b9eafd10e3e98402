/** CSV as Excel, registers and people write it: encoding and delimiter are found out, everything else is RFC 4180. */
import { parse, CsvError } from 'csv-parse';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { FrameRefused, issue, refusedRows, type Issue } from './issues.ts';
import { blank, DELIMITERS, MAX_ROWS, PackedRows, readHeader, type Delimiter, type LongTable, type TableRow } from './table.ts';

/** Longer records mean a quotation mark that was never closed. */
const MAX_RECORD = 1_000_000;
const CHUNK = 1 << 16;

type Encoding = 'utf-8' | 'windows-1252';

/** UTF-8 where the bytes are valid UTF-8; else Windows-1252, which holds what ISO-8859-1 can write. */
function encodingOf(bytes: Uint8Array): Encoding {
	const zero = bytes.indexOf(0);
	if (zero >= 0) throw new FrameRefused('frame_problem_nul', 415, { row: bytes.subarray(0, zero).reduce((n, byte) => n + (byte === 10 ? 1 : 0), 1) });
	return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** The text in pieces, without BOM, line breaks as \n, so that lines are counted as an editor counts them. */
function* pieces(bytes: Uint8Array, encoding: Encoding): Generator<string> {
	const decoder = new TextDecoder(encoding);
	let held = '';
	for (let at = 0; at < bytes.length; at += CHUNK) {
		const text = held + decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
		// the \n of a \r\n may come with the next piece
		held = text.endsWith('\r') ? '\r' : '';
		yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
	}
	if (held !== '') yield '\n';
}

/** With a turn for others between the pieces: a large file must not hold up respondents. */
async function* inTurns(texts: Iterable<string>): AsyncGenerator<string> {
	for (const text of texts) {
		yield text;
		await setImmediate();
	}
}

/** Delimiters that occur outside quotes in the header, the most frequent first; `;` for a file of one column. */
function candidates(texts: Iterable<string>): Delimiter[] {
	const count: Record<Delimiter, number> = { ';': 0, ',': 0, '\t': 0 };
	let quoted = false;
	let seen = false;
	header: for (const text of texts) {
		for (const character of text) {
			if (character === '"') quoted = !quoted;
			else if (!quoted && character === '\n' && seen) break header;
			else if (!quoted && character in count) count[character as Delimiter]++;
			if (character.trim() !== '') seen = true;
		}
	}
	const found = DELIMITERS.filter((d) => count[d] > 0).sort((a, b) => count[b] - count[a]);
	return found.length > 0 ? found : [';'];
}

const FAULTS: Record<string, string> = {
	CSV_QUOTE_NOT_CLOSED: 'frame_problem_quote_open',
	CSV_MAX_RECORD_SIZE: 'frame_problem_quote_open',
	CSV_INVALID_CLOSING_QUOTE: 'frame_problem_quote_inside',
	INVALID_OPENING_QUOTE: 'frame_problem_quote_inside'
};

interface Parsed { head: TableRow | undefined; rows: PackedRows; ragged: Issue[] }

async function parseWith(texts: Iterable<string>, delimiter: Delimiter): Promise<Parsed> {
	const rows = new PackedRows();
	const ragged: Issue[] = [];
	let head: TableRow | undefined;
	let start = 1;
	const parser = parse({
		delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: false, max_record_size: MAX_RECORD,
		// as each record ends, so that a fault in the next one is known to begin after it
		on_record: (record: string[], { lines }) => {
			const row = start;
			start = lines + 1;
			if (blank(record)) return null;
			if (!head) {
				head = { row, cells: record };
				return null;
			}
			const expected = head.cells.length;
			if (record.length !== expected) ragged.push(issue('error', 'frame_issue_ragged', row, null, { params: { found: record.length, expected } }));
			if (rows.length === MAX_ROWS) throw new FrameRefused('frame_problem_rows_limit', 422, { max: MAX_ROWS });
			rows.add(row, record);
			return null;
		}
	});
	try {
		await pipeline(Readable.from(inTurns(texts)), parser.resume());
	} catch (error) {
		if (error instanceof CsvError) throw new FrameRefused(FAULTS[error.code] ?? 'frame_problem_not_a_table', 422, { row: start });
		throw error;
	}
	return { head, rows, ragged };
}

function someText(texts: Iterable<string>): boolean {
	for (const text of texts) if (text.trim() !== '') return true;
	return false;
}

/**
 * Reads a CSV file.
 * Of several delimiters that the header could mean, the first that gives every row as many columns as the header is taken.
 * @throws FrameRefused naming every ragged row, or the line of a fault in the quoting
 */
export async function readCsv(bytes: Uint8Array): Promise<LongTable> {
	const encoding = encodingOf(bytes);
	if (!someText(pieces(bytes, encoding))) throw new FrameRefused('frame_problem_empty', 422);
	let first: FrameRefused | undefined;
	for (const delimiter of candidates(pieces(bytes, encoding))) {
		try {
			const { head, rows, ragged } = await parseWith(pieces(bytes, encoding), delimiter);
			if (!head) throw new FrameRefused('frame_problem_empty', 422);
			const header = readHeader(head.cells, head.row);
			if (ragged.length > 0) throw refusedRows(ragged);
			if (rows.length === 0) throw new FrameRefused('frame_problem_no_rows', 422);
			return { format: 'csv', encoding, delimiter, sheet: null, header, rows };
		} catch (error) {
			if (!(error instanceof FrameRefused)) throw error;
			first ??= error;
		}
	}
	throw first ?? new FrameRefused('frame_problem_empty', 422);
}
