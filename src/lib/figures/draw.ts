/** A figure as SVG: heading, keys, what is drawn, notes. The same text wherever it is drawn. */
import type { Figure } from '#lib/domain/figure/types.ts';
import { altText } from './alt/index.ts';
import { checkFigure } from './check.ts';
import type { Theme } from './colour/palette.ts';
import type { Drawn, Sheet } from './drawing.ts';
import { drawCurve } from './kind/curve.ts';
import { drawGrouped } from './kind/grouped.ts';
import { drawHistogram } from './kind/histogram.ts';
import { drawLikert } from './kind/likert.ts';
import { drawScatter } from './kind/scatter.ts';
import { drawTiles } from './kind/tiles.ts';
import { legend } from './legend.ts';
import { el, type Markup } from './svg/element.ts';
import { FAINT_INK, heightOf, lines, SIZE, wrapped } from './svg/text.ts';

export interface DrawOptions {
	/** In pixels, from 280 to 2000. */
	width?: number;
	theme?: Theme;
	/** What every id in the drawing begins with; made from the figure itself where absent. Two on one page need two. */
	id?: string;
	/** Whether the title and the notes stand in the drawing; they do not where a caption says them. */
	heading?: boolean;
	notes?: boolean;
}

/** Installed or not, wide enough to be measured by Noto Sans. */
export const FONTS = "'Noto Sans', 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const MARGIN = 10;

function draw(figure: Figure, sheet: Sheet): Drawn {
	switch (figure.kind) {
		case 'bars':
		case 'dots': return drawGrouped(figure, sheet);
		case 'likert': return drawLikert(figure, sheet);
		case 'histogram': return drawHistogram(figure, sheet);
		case 'scatter': return drawScatter(figure, sheet);
		case 'curve': return drawCurve(figure, sheet);
		case 'tiles': return drawTiles(figure, sheet);
	}
}

/** A short name for a text: FNV-1a, 32 bits. */
function nameOf(text: string): string {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
	return `figure-${hash.toString(36)}`;
}

/**
 * The figure as one SVG element with title and description, texts in the figure's language, presentation attributes only: no script, style or outside
 * file. A value that is null is a dash, never zero. The same figure and options give the same text.
 * @throws Problem `figure_problem_*` when it cannot be drawn: see `checkFigure`
 */
export function drawSvg(figure: Figure, options: DrawOptions = {}): string {
	checkFigure(figure);
	const width = Math.round(Math.min(Math.max(options.width ?? 640, 280), 2000));
	const id = options.id ?? nameOf(`${width} ${options.theme ?? ''} ${JSON.stringify(figure)}`);
	const sheet: Sheet = { width: width - 2 * MARGIN, locale: figure.locale, theme: options.theme ?? 'colour', patterns: figure.patterns ?? false, id };
	const drawn = draw(figure, sheet);

	const parts: Markup[] = [];
	let y = MARGIN;
	const put = (marks: readonly Markup[], height: number, gap: number) => {
		if (!marks.length) return;
		parts.push(el('g', { transform: `translate(${MARGIN} ${Math.round(y * 100) / 100})` }, ...marks));
		y += height + gap;
	};
	const title = options.heading === false ? [] : wrapped(figure.title, sheet.width, SIZE.title, { weight: 600 });
	put(lines(title, 0, 0, { size: SIZE.title, weight: 600, kind: 'title' }), heightOf(title.length, SIZE.title), 8);
	const keys = legend(drawn.keys, sheet.width);
	put(keys.marks, keys.height, 6);
	put([drawn.body], drawn.height, 0);
	const notes = [...drawn.notes, ...(options.notes === false ? [] : figure.notes)].flatMap((note) => wrapped(note, sheet.width, SIZE.small));
	y += notes.length ? 6 : 0;
	put(lines(notes, 0, 0, { size: SIZE.small, fill: FAINT_INK, kind: 'note' }), heightOf(notes.length, SIZE.small), 0);

	const height = Math.ceil(y + MARGIN);
	return el('svg', {
		xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-labelledby': `${id}-title ${id}-desc`, 'font-family': FONTS, 'xml:lang': figure.locale
	},
		el('title', { id: `${id}-title` }, figure.title), el('desc', { id: `${id}-desc` }, altText(figure)),
		...(drawn.defs.length ? [el('defs', {}, ...drawn.defs)] : []), el('rect', { width, height, fill: '#ffffff' }), ...parts).svg;
}
