/** A figure as a page shows it: drawn on the server in two widths, so that its letters keep their size on a telephone. */
import type { Table } from '#analysis/report/table.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import { altText } from './alt/index.ts';
import type { Theme } from './colour/palette.ts';
import { drawSvg } from './draw.ts';
import { figureTable } from './table.ts';

/** A drawing as an image: its address holds it whole, so that no label can become a part of the page. */
export interface Picture { src: string; width: number; height: number }

export interface FigureOnPage {
	/** What ids begin with: unique on the page. */
	id: string;
	title: string;
	alt: string;
	notes: readonly string[];
	/** The page shows one of them. Title and notes are the page's own. */
	narrow: Picture;
	wide: Picture;
	/** The notes are the figure's. */
	table: Table;
}

/**
 * @param options.id what ids begin with, unique on the page
 * @throws Problem `figure_problem_*` when the figure cannot be drawn
 */
export function figureView(figure: Figure, options: { id: string; theme?: Theme }): FigureOnPage {
	const drawn = (width: number, name: string): Picture => {
		const svg = drawSvg(figure, { width, id: `${options.id}-${name}`, heading: false, notes: false, ...(options.theme && { theme: options.theme }) });
		return { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, width, height: Number(/^<svg [^>]*?\sheight="(\d+)"/.exec(svg)?.[1]) };
	};
	const table = figureTable(figure);
	return {
		id: options.id, title: figure.title, alt: altText(figure), notes: figure.notes, narrow: drawn(340, 'narrow'), wide: drawn(720, 'wide'),
		table: { ...table, notes: table.notes.filter((note) => !figure.notes.includes(note)) }
	};
}
