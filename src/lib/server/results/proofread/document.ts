/** A report as it is printed: its tables as grids of text with caption and notes, and its running text. Made from Word or from pasted text. */

export interface PrintedGrid {
	/** "42" of "Tabell 42. …"; null where no number is printed. */
	number: string | null;
	caption: string;
	/** Text of every cell; one that spans several stands in each. Rows of a group's heading hold the same text throughout. */
	rows: readonly (readonly string[])[];
	/** Rows that the document itself marks as heads; 0 where it does not say. */
	heads: number;
	notes: readonly string[];
}

export interface PrintedDocument {
	tables: readonly PrintedGrid[];
	/** Paragraphs that are neither captions nor notes. */
	text: readonly string[];
}

export type Piece = { kind: 'paragraph'; text: string; style: string } | { kind: 'table'; rows: readonly (readonly string[])[]; heads: number };

/** "Tabell 42", "Table 4.2" or "Tab. 3" at the beginning, and what follows it. */
const CAPTION = /^(?:tabell|table|tab\.)\s*(\d+(?:[.-]\d+)*[a-z]?)\s*[.:–—-]?\s*(.*)$/isu;
const NOTE = /^(?:merknad|note|kilde|kjelde|source|n\s*=|\*|†|‡|χ|kji|chi|p\s*[<=]|indeks|skala|scale|index)/iu;
/** An entry of a list of tables ends with its page. */
const LISTED = /(?:\t|\.{3,}|…)\s*\d+\s*$/u;

const captionText = (piece: Piece | undefined): string | null => (piece?.kind === 'paragraph' && CAPTION.test(piece.text.trim()) && !LISTED.test(piece.text) ? piece.text.trim() : null);

/** The caption of the table at `at`: above it, one paragraph between them at most, else just below it. Gives the places of what it takes. */
function captionAt(pieces: readonly Piece[], at: number): { number: string | null; caption: string; taken: number[] } {
	for (const place of [at - 1, at - 2, at + 1]) {
		const text = captionText(pieces[place]);
		if (text === null) continue;
		const between = place === at - 2 ? pieces[at - 1] : undefined;
		if (place === at - 2 && between?.kind !== 'paragraph') continue;
		const [, number = null, rest = ''] = CAPTION.exec(text) ?? [];
		const second = between?.kind === 'paragraph' ? between.text : '';
		return { number, caption: [rest, second].map((part) => part.replaceAll('\n', ' ').trim()).filter(Boolean).join('. '), taken: second ? [place, at - 1] : [place] };
	}
	return { number: null, caption: '', taken: [] };
}

/** Tables with what belongs to them, and what is left as text. */
export function documentOf(pieces: readonly Piece[]): PrintedDocument {
	const filled = pieces.filter((piece) => piece.kind === 'table' || piece.text.trim() !== '');
	const taken = new Set<number>();
	const tables = filled.flatMap((piece, at): PrintedGrid[] => {
		if (piece.kind !== 'table') return [];
		const { number, caption, taken: places } = captionAt(filled, at);
		for (const place of places) taken.add(place);
		const notes: string[] = [];
		for (let next = at + 1; next < filled.length && notes.length < 12; next++) {
			const below = filled[next];
			if (below?.kind !== 'paragraph' || taken.has(next) || captionText(below) !== null) break;
			if (!/note/i.test(below.style) && !NOTE.test(below.text.trim())) break;
			notes.push(below.text.trim());
			taken.add(next);
		}
		return [{ number, caption, rows: piece.rows, heads: piece.heads, notes }];
	});
	const text = filled.flatMap((piece, at) => (piece.kind === 'paragraph' && !taken.has(at) && !LISTED.test(piece.text) ? [piece.text.trim()] : []));
	return { tables, text };
}
