import { parse } from 'csv-parse/sync';
import { Problem } from '#lib/domain/problem.ts';
import { documentOf, type Piece, type PrintedDocument } from './document.ts';

export const MAX_CHARACTERS = 500_000;

function gridOf(lines: readonly string[]): Piece {
	// as Word and Excel put tables on the clipboard: tabs between cells, a cell with line breaks in quotes
	const read = (quote: string | false): string[][] => parse(lines.join('\n'), { delimiter: '\t', relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true, quote });
	let rows: string[][];
	try {
		rows = read('"');
	} catch {
		// quotes that are part of the text
		rows = read(false);
	}
	const width = Math.max(0, ...rows.map((row) => row.length));
	return { kind: 'table', heads: 0, rows: rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? '')) };
}

/**
 * Text as it is pasted from a document or a spreadsheet: lines with tabs are rows of a table, other lines are captions, notes and text.
 * @throws Problem `proofread_problem_text_too_long`
 */
export function readPasted(text: string): PrintedDocument {
	if (text.length > MAX_CHARACTERS) throw new Problem('proofread_problem_text_too_long', 413, { max: MAX_CHARACTERS });
	const pieces: Piece[] = [];
	let rows: string[] = [];
	const end = () => {
		// a single line with a tab is no table
		if (rows.length > 1) pieces.push(gridOf(rows));
		else pieces.push(...rows.map((line): Piece => ({ kind: 'paragraph', text: line.replaceAll('\t', ' '), style: '' })));
		rows = [];
	};
	for (const line of text.split(/\r\n|\r|\n/)) {
		if (line.includes('\t')) rows.push(line);
		else {
			end();
			pieces.push({ kind: 'paragraph', text: line, style: '' });
		}
	}
	end();
	return documentOf(pieces);
}
