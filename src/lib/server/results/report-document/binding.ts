/** Texts with bindings: what stands between braces, taken apart once for checking, printing and the editor. */

export type Piece =
	| { kind: 'words'; text: string }
	/** A number of an entry: `{r:crosstab-41.p}`, `{r:crosstab-41.column_pct.0.2|1}`. */
	| { kind: 'value'; source: string; entry: string; path: string; decimals: number | null }
	/** What was found, in words: `{s:crosstab-41}`. */
	| { kind: 'sentence'; source: string; entry: string }
	/** The number of an entry's table or figure: `{t:crosstab-41}`. */
	| { kind: 'reference'; source: string; of: 'table' | 'figure'; entry: string }
	/** Begins as a binding and is none. */
	| { kind: 'malformed'; source: string };

/** Anything that somebody may have meant as a binding: a letter and a colon after a brace. */
const MEANT = /\{[a-z]:[^{}]*\}?/g;
const VALUE = /^\{r:([a-z][a-z0-9-]*)\.([A-Za-z0-9_][\w.\- ]*?)(?:\|(\d))?\}$/;
const SENTENCE = /^\{s:([a-z][a-z0-9-]*)\}$/;
const REFERENCE = /^\{([tf]):([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9_]*)?)\}$/;

function bindingOf(source: string): Piece {
	const value = VALUE.exec(source);
	if (value) return { kind: 'value', source, entry: value[1]!, path: value[2]!, decimals: value[3] === undefined ? null : Number(value[3]) };
	const sentence = SENTENCE.exec(source);
	if (sentence) return { kind: 'sentence', source, entry: sentence[1]! };
	const reference = REFERENCE.exec(source);
	if (reference) return { kind: 'reference', source, of: reference[1] === 't' ? 'table' : 'figure', entry: reference[2]! };
	return { kind: 'malformed', source };
}

/** The pieces of a text in order; joined again by their sources they are the text. */
export function piecesOf(text: string): Piece[] {
	const pieces: Piece[] = [];
	let at = 0;
	for (const found of text.matchAll(MEANT)) {
		if (found.index > at) pieces.push({ kind: 'words', text: text.slice(at, found.index) });
		pieces.push(bindingOf(found[0]));
		at = found.index + found[0].length;
	}
	if (at < text.length) pieces.push({ kind: 'words', text: text.slice(at) });
	return pieces;
}
