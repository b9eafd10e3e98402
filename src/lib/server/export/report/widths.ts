/** How wide the columns of a table are on paper, and whether it needs the page the long way. Measured roughly: fonts are not at hand where reports are written. */
import type { Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/i18n.ts';
import { bodyRows, headRows, shortText } from './grid.ts';

/** Twentieths of a point between the edges of A4 with margins of 2.5 cm. */
export const PORTRAIT = 9070;
export const LANDSCAPE = 14003;

const PADDING = 170;
const LABEL_AT_LEAST = 1700;
/** In ems. */
const TWO_SYLLABLES = 5.5;
/** Heads are in bold. */
const BOLD = 1.08;

/** Width of a text in ems, near enough for Arial and somewhat generous for Times and Calibri. */
export function ems(text: string): number {
	let sum = 0;
	for (const sign of text) {
		if (/[ijlt.,;:'|!()[\]\u00a0 -]/.test(sign)) sum += 0.31;
		else if (/[mwMW%@ÆŒ]/.test(sign)) sum += 0.89;
		else if (/\p{Lu}/u.test(sign)) sum += 0.7;
		else sum += 0.556;
	}
	return sum;
}

const longestWord = (text: string) => Math.max(0, ...text.split(/[ \u00ad-]|(?<=\/)/).map(ems));

export interface Widths {
	landscape: boolean;
	/** Size of the table's text in points: smaller where the table is wider than any page. */
	size: number;
	/** One for the labels and one for each column, summing to the width of the table. */
	columns: number[];
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** What the columns need at a size, and what the labels need at least and would take. */
function needs(table: Table, size: number, locale: Locale): { columns: number[]; least: number; wanted: number } {
	const twips = (em: number) => Math.ceil(em * size * 20 * 1.06) + PADDING;
	const rows = bodyRows(table);
	const columns = table.columns.map(({ label }, i) => {
		const cells = rows.flatMap((row) => row.cells[i] ?? []);
		// a column of sentences may fold, numbers may not
		const widest = Math.max(0, ...cells.map((cell) => (cell.kind === 'text' ? Math.min(ems(cell.value), Math.max(longestWord(cell.value), 11)) : ems(shortText(cell, locale) + (cell.mark ?? '')))));
		return Math.max(twips(Math.max(widest, longestWord(label) * BOLD)), 560);
	});
	for (const head of headRows(table).flat()) {
		if (!head.group) continue;
		const lacks = twips(longestWord(head.text) * BOLD) - sum(columns.slice(head.at - 1, head.at - 1 + head.columns));
		if (lacks > 0) for (let i = head.at - 1; i < head.at - 1 + head.columns; i++) columns[i] = (columns[i] ?? 0) + Math.ceil(lacks / head.columns);
	}
	const labels = rows.flatMap((row) => (row.kind === 'group' ? [] : [row.label]));
	// a heading longer than all its labels may fold once
	const wanted = twips(Math.max(longestWord(table.rowHeading) * BOLD, (ems(table.rowHeading) * BOLD) / 1.8, ...labels.map((label) => ems(label) * 1.03)));
	const least = Math.min(wanted, Math.max((LABEL_AT_LEAST * size) / 9, twips(Math.max(longestWord(table.rowHeading) * BOLD, ...labels.map(longestWord)))));
	return { columns, least, wanted };
}

/**
 * Columns as wide as their numbers and the longest word of their heads; labels get what is left, up to what they need, and fold below that. A table too wide for a page goes on one
 * turned on its side, then in smaller letters; when that is not enough either the widest columns are made narrower and `divided` their words.
 * @param size of the table's text, in points
 */
export function columnWidths(table: Table, size: number, locale: Locale): Widths {
	const tries = [{ by: 1, landscape: false }, { by: 0.93, landscape: false }, { by: 1, landscape: true }, { by: 0.93, landscape: true }, { by: 0.86, landscape: true }];
	for (const { by, landscape } of tries) {
		const points = size * by;
		const { columns, least, wanted } = needs(table, points, locale);
		const room = landscape ? LANDSCAPE : PORTRAIT;
		const left = room - sum(columns);
		if (left < least) continue;
		// what is left over goes to the labels first, then to all columns alike, so that tables stand from margin to margin; few columns would stand too far apart
		const over = Math.floor(((left - Math.min(wanted, left)) * Math.min(1, 0.25 * columns.length)) / (columns.length || 1));
		const widened = columns.map((width) => width + over);
		return { landscape, size: Math.floor(points * 2) / 2, columns: [room - sum(widened), ...widened] };
	}
	// long words are divided, in letters as large as leave room for two syllables
	const [first = size, ...rest] = [0.86, 0.8, 0.74].map((by) => Math.floor(size * by * 2) / 2);
	for (const points of [first, ...rest]) {
		const { columns, least } = needs(table, points, locale);
		const squeezed = capped(columns, LANDSCAPE - Math.round(least));
		const fits = Math.max(...squeezed) >= PADDING + TWO_SYLLABLES * points * 20;
		if (fits || points === rest.at(-1)) return { landscape: true, size: points, columns: [LANDSCAPE - sum(squeezed), ...squeezed] };
	}
	throw new RangeError('A table has no width');
}

/** The widest columns made narrower, and those alone, until all of them have room; all alike where even that is not enough. */
function capped(columns: readonly number[], room: number): number[] {
	let [low, high] = [0, Math.max(...columns)];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (sum(columns.map((width) => Math.min(width, middle))) > room) high = middle;
		else low = middle;
	}
	return columns.map((width) => Math.max(1, Math.min(width, low)));
}

/** The text in pieces, between which a word may be divided, where it has words wider than `room` twips. Divided before a consonant that a vowel follows, three letters from either end. */
export function divided(text: string, room: number, size: number): string[] {
	const most = (room - PADDING) / (size * 20 * 1.06 * BOLD);
	return text.split(/(?<=[ -])/).flatMap((word) => {
		if (ems(word.trimEnd()) <= most) return [word];
		return word.split(/(?<=\p{L}{3})(?=[bcdfghjklmnpqrstvwxz][aeiouyæøå]\p{L})/iu).map((piece, i, all) => (i < all.length - 1 ? `${piece}\u00ad` : piece));
	}).reduce<string[]>((pieces, piece) => {
		const last = pieces.at(-1);
		if (last !== undefined && !last.endsWith('\u00ad')) pieces[pieces.length - 1] = last + piece;
		else pieces.push(piece);
		return pieces;
	}, []);
}
