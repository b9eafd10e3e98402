import { unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { Problem } from '#lib/domain/problem.ts';
import { documentOf, type Piece, type PrintedDocument } from './document.ts';

export const MAX_MEGABYTES = 15;
/** A file that unpacks to more is no report. */
const MAX_UNPACKED = 200e6;
const MAX_CELLS = 200_000;

/** Of mammoth's document, what is read here; the library's own types leave it open. */
interface Node {
	type: string;
	value?: string;
	styleName?: string | null;
	colSpan?: number;
	rowSpan?: number;
	isHeader?: boolean;
	children?: readonly Node[];
}

function textOf(node: Node): string {
	// soft hyphens are no part of a word
	if (node.type === 'text') return (node.value ?? '').replaceAll('\u00ad', '');
	if (node.type === 'tab') return '\t';
	if (node.type === 'break') return '\n';
	const between = node.type === 'tableCell' ? ' ' : '';
	return (node.children ?? []).map(textOf).join(between);
}

/** Cells that span several stand in each place, so that every row has one for each column. */
function gridOf(table: Node): { rows: string[][]; heads: number } {
	const rows: string[][] = [];
	const lines = (table.children ?? []).filter((row) => row.type === 'tableRow');
	lines.forEach((line, r) => {
		const row = (rows[r] ??= []);
		let at = 0;
		for (const cell of line.children ?? []) {
			while (row[at] !== undefined) at += 1;
			const text = textOf(cell).replace(/\s+/g, ' ').trim();
			for (let down = 0; down < Math.min(cell.rowSpan ?? 1, lines.length - r); down++) {
				const into = (rows[r + down] ??= []);
				for (let right = 0; right < (cell.colSpan ?? 1); right++) into[at + right] = text;
			}
		}
	});
	const width = Math.max(0, ...rows.map((row) => row.length));
	const heads = lines.findIndex((line) => !line.isHeader);
	return { rows: rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? '')), heads: Math.max(0, heads) };
}

function pieces(node: Node): Piece[] {
	if (node.type === 'paragraph') return [{ kind: 'paragraph', text: textOf(node), style: node.styleName ?? '' }];
	if (node.type === 'table') return [{ kind: 'table', ...gridOf(node) }];
	return (node.children ?? []).flatMap(pieces);
}

/** How large the package is unpacked, read from its list of files without unpacking any. */
function unpackedSize(bytes: Uint8Array): number {
	let size = 0;
	let word = false;
	try {
		unzipSync(bytes, { filter: ({ name, originalSize }) => {
			size += originalSize;
			word ||= name === 'word/document.xml';
			return false;
		} });
	} catch {
		return 0;
	}
	return word ? size : 0;
}

/**
 * The tables and text of a Word document (.docx). Pictures, headers and footnotes are not read.
 * @throws Problem `proofread_problem_not_word`, `proofread_problem_too_large`
 */
export async function readWord(bytes: Uint8Array): Promise<PrintedDocument> {
	const size = unpackedSize(bytes);
	if (size === 0) throw new Problem('proofread_problem_not_word', 422);
	if (size > MAX_UNPACKED) throw new Problem('proofread_problem_too_large', 413, { max: MAX_MEGABYTES });
	const seen: Node[] = [];
	try {
		await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, {
			transformDocument: (document: Node) => {
				seen.push(document);
				// nothing is to be made of it
				return { ...document, children: [] };
			}
		});
	} catch {
		throw new Problem('proofread_problem_not_word', 422);
	}
	const found = seen.flatMap(pieces);
	const cells = found.reduce((sum, piece) => sum + (piece.kind === 'table' ? piece.rows.length * (piece.rows[0]?.length ?? 0) : 0), 0);
	if (cells > MAX_CELLS) throw new Problem('proofread_problem_too_large', 413, { max: MAX_MEGABYTES });
	return documentOf(found);
}
