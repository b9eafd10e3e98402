/** A grid's texts by row and column, where a cell may hold more than a number: "[0,50; 0,98]". */
import type { PrintedGrid } from '../document.ts';
import type { Found } from '../found.ts';
import type { Shape, ShapeColumn } from './shape.ts';

/** What a recogniser found by itself, and how many single checks it made. */
export interface Checked { found: Found[]; checks: number }

export interface TextRow { label: string; group: string; texts: readonly string[] }

/** The rows of a shape with their texts in the place of numbers. */
export function labelled(shape: Shape, grid: PrintedGrid): { columns: readonly ShapeColumn[]; rows: TextRow[] } {
	const from = grid.rows.length - shape.places.length;
	const labels = (grid.rows[0]?.length ?? 0) - shape.columns.length;
	const rows = shape.places.flatMap((place, i): TextRow[] => {
		const row = place === null ? undefined : shape.rows[place];
		return row ? [{ label: row.label, group: row.group, texts: (grid.rows[from + i] ?? []).slice(labels) }] : [];
	});
	return { columns: shape.columns, rows };
}
