/** How wide the columns of a table are on paper, and whether it needs the page the long way. Measured roughly: fonts are not at hand where reports are written. */
import type { Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/i18n.ts';
import { bodyRows, headRows, shortText } from './grid.ts';

/** Twentieths of a point between the edges of A4 with margins of 2.5 cm. */
export const PORTRAIT = 9070;
export const LANDSCAPE = 14003;

const PADDING = 170;
const LABEL_AT_LEAST = 1700;
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
	const wanted = twips(Math.max(longestWord(table.rowHeading) * BOLD, ...labels.map((label) => ems(label) * 1.03)));
	const least = Math.min(wanted, Math.max((LABEL_AT_LEAST * size) / 9, twips(Math.max(longestWord(table.rowHeading) * BOLD, ...labels.map(longestWord)))));
	return { columns, least, wanted };
}

/**
 * Columns as wide as their numbers and the longest word of their heads; labels get what is left, up to what they need, and fold below that. A table too wide for a page goes on one
 * turned on its side, then in smaller letters, and is squeezed evenly when that is not enough either.
 * @param size of the table's text, in points
 */
export function columnWidths(table: Table, size: number, locale: Locale): Widths {
	const tries = [{ size, landscape: false }, { size: size * 0.93, landscape: false }, ...[1, 0.93, 0.86, 0.8, 0.74].map((by) => ({ size: size * by, landscape: true }))];
	for (const { size: points, landscape } of tries) {
		const { columns, least, wanted } = needs(table, points, locale);
		const room = landscape ? LANDSCAPE : PORTRAIT;
		const left = room - sum(columns);
		if (left < least) continue;
		// what is left over goes to the labels first, then to all columns alike, so that tables stand from margin to margin
		const over = Math.floor((left - Math.min(wanted, left)) / (columns.length || 1));
		const widened = columns.map((width) => width + over);
		return { landscape, size: Math.floor(points * 2) / 2, columns: [room - sum(widened), ...widened] };
	}
	const smallest = size * 0.74;
	const { columns, least } = needs(table, smallest, locale);
	const squeezed = columns.map((width) => Math.floor((width * (LANDSCAPE - least)) / sum(columns)));
	return { landscape: true, size: Math.floor(smallest * 2) / 2, columns: [LANDSCAPE - sum(squeezed), ...squeezed] };
}
