/**
 * How wide a text is, from the font's own widths rather than from what happens to be installed: a figure is the same wherever it is drawn.
 * Kerning is left out; it makes texts a little narrower than told here.
 */
import { REGULAR, SEMIBOLD } from './widths.ts';

export type Weight = 400 | 600;

function tableOf(runs: readonly (readonly [number, string])[]): Map<number, number> {
	return new Map(runs.flatMap(([first, widths]) => widths.split(' ').map((width, i) => [first + i, Number(width)] as const)));
}
const TABLES: Record<Weight, Map<number, number>> = { 400: tableOf(REGULAR), 600: tableOf(SEMIBOLD) };
/** Of a character outside the table: as wide as the font size. */
const OTHER = 1000;

/** Width in pixels of `text` at `size` pixels. */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
	const table = TABLES[weight];
	let sum = 0;
	for (const character of text) sum += table.get(character.codePointAt(0) ?? 0) ?? OTHER;
	return (sum * size) / 1000;
}

/** Where a word may be divided without a new hyphen: behind the hyphen, dash, stroke or soft hyphen that it has. */
const pieces = (word: string): string[] => word.match(/[^-/\u00ad\u2013]+[-/\u00ad\u2013]?|[-/\u00ad\u2013]/g) ?? [word];

/**
 * Lines of `text`, none wider than `width` pixels as far as one character has room. Words without room are divided, with a hyphen; no-break spaces
 * hold. With `lines`, what is more than so many is left out and the last ends with `…`. An empty text is one empty line.
 */
export function wrap(text: string, width: number, size: number, options: { weight?: Weight; lines?: number } = {}): string[] {
	const weight = options.weight ?? 400;
	const fits = (line: string) => textWidth(line.replaceAll('\u00ad', ''), size, weight) <= width;
	const done: string[] = [];
	let line = '';
	const end = () => {
		done.push(line);
		line = '';
	};
	for (const word of text.split(/[ \t\r\n]+/).filter(Boolean)) {
		if (fits(line ? `${line} ${word}` : word)) {
			line = line ? `${line} ${word}` : word;
			continue;
		}
		if (line) end();
		for (const piece of pieces(word)) {
			if (fits(line + piece)) {
				line += piece;
				continue;
			}
			if (line) end();
			const parts = divided(piece, fits);
			line = parts.pop() ?? '';
			done.push(...parts);
		}
	}
	if (line || !done.length) end();
	const whole = done.map((l) => (l.endsWith('\u00ad') ? `${l.slice(0, -1)}-` : l).replaceAll('\u00ad', ''));
	if (!options.lines || whole.length <= options.lines) return whole;
	const kept = whole.slice(0, options.lines);
	const last = [...(kept.pop() ?? '')];
	while (last.length && !fits(`${last.join('')}…`)) last.pop();
	return [...kept, `${last.join('').trimEnd()}…`];
}

/** A word in parts that have room with a hyphen behind each but the last. No part is shorter than one character. */
function divided(word: string, fits: (line: string) => boolean): string[] {
	const parts: string[] = [];
	let rest = [...word];
	while (rest.length > 1 && !fits(rest.join(''))) {
		let take = 1;
		while (take + 1 < rest.length && fits(`${rest.slice(0, take + 1).join('')}-`)) take += 1;
		parts.push(`${rest.slice(0, take).join('')}-`);
		rest = rest.slice(take);
	}
	return [...parts, rest.join('')];
}
