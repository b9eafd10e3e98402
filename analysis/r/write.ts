/** Pieces of R code from values, so that no method has to think of quoting. */
import type { Condition } from '../spec/fields.ts';

/** A text as R writes it; everything outside printable ASCII as \u escapes, so that the script survives any encoding. */
export function rText(text: string): string {
	const inner = [...text].map((c) => {
		const code = c.codePointAt(0)!;
		if (c === '"' || c === '\\') return `\\${c}`;
		if (c === '\n') return '\\n';
		return code >= 32 && code < 127 ? c : `\\U{${code.toString(16)}}`;
	});
	return `"${inner.join('')}"`;
}

/** A number with all its digits. */
export function rNumber(x: number): string {
	return x === Infinity ? 'Inf' : x === -Infinity ? '-Inf' : String(x);
}

export const rTexts = (texts: readonly string[]): string => `c(${texts.map(rText).join(', ')})`;
export const rNumbers = (numbers: readonly number[]): string => `c(${numbers.map(rNumber).join(', ')})`;
/** `matrix(c(…), nrow = …, byrow = TRUE)`. */
export const rMatrix = (rows: readonly (readonly number[])[]): string => `matrix(${rNumbers(rows.flat())}, nrow = ${rows.length}, byrow = TRUE)`;
/** `c(name = 1, …)`. */
export const rNamed = (values: Readonly<Record<string, number>>): string => `c(${Object.entries(values).map(([k, v]) => `${rText(k)} = ${rNumber(v)}`).join(', ')})`;
/** The levels a spec asks for, or NULL: `group("sex", NULL)`. */
export const rLevels = (levels: readonly string[] | null | undefined): string => (levels ? rTexts(levels) : 'NULL');
/** Lines that keep the rows meeting a spec's conditions, each with its line end; empty without conditions. */
export const rFilter = (filter: readonly Condition[] = []): string => filter.map((c) => `d <- d[d[[${rText(c.column)}]] %in% ${rTexts(c.in)}, , drop = FALSE]\n`).join('');
