/** How wide the columns of a table are on paper, and whether it needs the page the long way. Measured roughly: fonts are not at hand where reports are written. */
import type { Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/i18n.ts';
import { bodyRows, headRows, shortText } from './grid.ts';

/** Twentieths of a point between the edges of A4 with margins of 2.5 cm. */
export const PORTRAIT = 9070;
export const LANDSCAPE = 14003;

const PADDING = 170;
const LABEL_AT_LEAST = 1900;

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
	/** One for the labels and one for each column, summing to the width of the table. */
	columns: number[];
}

/**
 * Columns as wide as their numbers and the longest word of their heads; labels get what is left, up to what they need. A table that would squeeze its
 * labels below 3.4 cm goes on a page turned on its side; one that is too wide for that too is squeezed evenly.
 * @param size of the table's text, in points
 */
export function columnWidths(table: Table, size: number, locale: Locale): Widths {
	const twips = (em: number) => Math.ceil(em * size * 20 * 1.06) + PADDING;
	const rows = bodyRows(table);
	const heads = headRows(table);
	const cells = table.columns.map((_, i) => rows.flatMap((row) => row.cells[i] ?? []));
	// a column of sentences may fold, numbers may not
	const needs = cells.map((column) => Math.max(0, ...column.map((cell) => (cell.kind === 'text' ? Math.min(ems(cell.value), Math.max(longestWord(cell.value), 11)) : ems(shortText(cell, locale) + (cell.mark ?? ''))))));
	const numbers = needs.map((need, i) => Math.max(twips(Math.max(need, longestWord(table.columns[i]?.label ?? ''))), 560));
	for (const head of heads.flat()) {
		if (!head.group) continue;
		const span = numbers.slice(head.at - 1, head.at - 1 + head.columns);
		const lacks = twips(longestWord(head.text)) - span.reduce((a, b) => a + b, 0);
		if (lacks > 0) for (let i = 0; i < head.columns; i++) numbers[head.at - 1 + i] = (numbers[head.at - 1 + i] ?? 0) + Math.ceil(lacks / head.columns);
	}
	const wanted = twips(Math.max(longestWord(table.rowHeading), ...rows.map((row) => (row.kind === 'group' ? 0 : ems(row.label)))));
	const least = Math.min(wanted, LABEL_AT_LEAST);
	const sum = numbers.reduce((a, b) => a + b, 0);
	const landscape = sum + least > PORTRAIT;
	const room = landscape ? LANDSCAPE : PORTRAIT;
	if (sum + least > room) {
		const squeezed = numbers.map((width) => Math.floor((width * (room - least)) / sum));
		return { landscape, columns: [room - squeezed.reduce((a, b) => a + b, 0), ...squeezed] };
	}
	// what is left over goes to the labels first, then to all columns alike, so that tables stand from margin to margin
	const label = Math.min(wanted, room - sum);
	const over = Math.floor((room - sum - label) / (numbers.length || 1));
	const widened = numbers.map((width) => width + over);
	return { landscape, columns: [room - widened.reduce((a, b) => a + b, 0), ...widened] };
}
