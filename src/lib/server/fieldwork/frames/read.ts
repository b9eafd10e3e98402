/** From the bytes of a file to a table, whatever the file calls itself. */
import { FrameRefused } from './issues.ts';
import { readCsv } from './csv.ts';
import { isZip, readSheet } from './sheet.ts';
import { MAX_MEGABYTES, type LongTable, type Table } from './table.ts';

/** First bytes of files that are often sent by mistake: the older .xls, PDF, images. */
const OTHER = [[0xd0, 0xcf, 0x11, 0xe0], [0x25, 0x50, 0x44, 0x46, 0x2d], [0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x1f, 0x8b, 0x08]];

/**
 * Reads a population list: CSV (UTF-8 with or without BOM, ISO-8859-1 or Windows-1252; `;`, `,` or tab) or .xlsx.
 * @throws FrameRefused, and nothing else, whatever the bytes are
 */
export async function readLong(bytes: Uint8Array): Promise<LongTable> {
	if (bytes.length === 0) throw new FrameRefused('frame_problem_empty', 422);
	if (bytes.length > MAX_MEGABYTES * 1_000_000) throw new FrameRefused('frame_problem_too_large', 413, { max: MAX_MEGABYTES });
	if (OTHER.some((magic) => magic.every((byte, i) => bytes[i] === byte))) throw new FrameRefused('frame_problem_not_a_table', 415);
	return isZip(bytes) ? readSheet(bytes) : readCsv(bytes);
}

/** As `readLong`, with all rows as they are. @throws FrameRefused */
export async function readTable(bytes: Uint8Array): Promise<Table> {
	const table = await readLong(bytes);
	return { ...table, rows: [...table.rows] };
}
