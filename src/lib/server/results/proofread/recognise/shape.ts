/** A printed grid as heads, labels and numbers: what every recogniser looks at. */
import type { PrintedGrid } from '../document.ts';
import { printedNumber, type DecimalSign, type PrintedNumber } from '../number.ts';

export interface ShapeRow {
	label: string;
	/** Heading of the rows it stands among; empty without one. */
	group: string;
	/** One for each of `columns`; null where no number is printed. */
	cells: readonly (PrintedNumber | null)[];
}
export interface ShapeColumn { label: string; group: string }
export interface Shape {
	/** "42"; the table's place in the document where it has no number. */
	table: string;
	columns: readonly ShapeColumn[];
	rows: readonly ShapeRow[];
	/** For each line below the heads the place of its row; null for a heading above rows. */
	places: readonly (number | null)[];
	/** Caption, heads and notes: what is said of the numbers. */
	words: readonly string[];
	caption: string;
	notes: readonly string[];
}

const YEAR = /^(?:19|20)\d\d$/;

/** How many rows are heads, where the document does not say: those before the first that has a number beside its label. */
function headsOf(grid: PrintedGrid, sign: DecimalSign): number {
	if (grid.heads > 0) return grid.heads;
	const first = grid.rows.findIndex((row) => row.slice(1).some((text) => !YEAR.test(text.trim()) && printedNumber(text, sign) !== null));
	return Math.max(1, first);
}

const distinct = (texts: readonly string[]): string => [...new Set(texts.map((text) => text.trim()).filter(Boolean))].join(' ');

/** @param place of the table in the document, from 1 */
export function shapeOf(grid: PrintedGrid, place: number, sign: DecimalSign): Shape {
	const heads = headsOf(grid, sign);
	const body = grid.rows.slice(heads);
	const width = grid.rows[0]?.length ?? 0;
	// columns of labels: those before the first with a number, one at least
	let labels = 1;
	while (labels < width - 1 && body.every((row) => printedNumber(row[labels] ?? '', sign) === null)) labels += 1;
	const columns = Array.from({ length: Math.max(0, width - labels) }, (_, i): ShapeColumn => {
		const texts = grid.rows.slice(0, heads).map((row) => row[labels + i]?.trim() ?? '');
		const label = texts.findLast((text) => text !== '') ?? '';
		return { label, group: texts.find((text) => text !== '' && text !== label) ?? '' };
	});
	const rows: ShapeRow[] = [];
	const places: (number | null)[] = [];
	let group = '';
	for (const row of body) {
		const cells = row.slice(labels).map((text) => printedNumber(text, sign));
		const label = distinct(row.slice(0, labels));
		// one text across the table, or a label with nothing beside it, stands above the rows that follow
		if (cells.every((cell) => cell === null) && label !== '' && row.slice(labels).every((text) => text.trim() === '' || text === row[0])) {
			group = label;
			places.push(null);
		} else places.push(rows.push({ label, group, cells }) - 1);
	}
	const words = [grid.caption, ...grid.rows.slice(0, heads).flat(), ...grid.notes];
	return { table: grid.number ?? `#${place}`, columns, rows, places, words, caption: grid.caption, notes: grid.notes };
}

export const isTotal = (label: string): boolean => /^(?:alle|i alt|totalt?|totalen|sum|samlet|samla|all|overall|hele utvalget|begge)\b/iu.test(label.trim());
export const isCount = (label: string): boolean => /^(?:\(?n\)?|antall|antal|tal|number|count|base)\b(?!.*(?:prosent|%))/iu.test(label.trim());
export const isMean = (label: string): boolean => /gjennomsnitt|\bsnitt\b|\bmean\b|\baverage\b|^m$/iu.test(label.trim());

/** The whole number in a cell, such as how many there are. */
export function whole(cell: PrintedNumber | null | undefined): number | null {
	return cell && !cell.percent && cell.decimals === 0 && cell.relation === '=' && cell.value >= 0 ? cell.value : null;
}

/** All of them, or null when one is missing. */
export function every<T>(values: readonly (T | null)[]): T[] | null {
	const there = values.filter((value) => value !== null);
	return there.length === values.length && there.length > 0 ? there : null;
}

/** Labels that tell rows or columns apart: one that stands twice gets its group in front. */
export function named(of: readonly { label: string; group: string }[]): string[] {
	return of.map(({ label, group }, i) => (of.some((other, j) => j !== i && other.label === label) && group ? `${group}: ${label}` : label || String(i + 1)));
}
