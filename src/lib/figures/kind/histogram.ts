/** Counts in intervals. Where the intervals are not of one width, areas stand for counts. */
import { m } from '#lib/i18n.ts';
import { EDGE, seriesColours } from '../colour/palette.ts';
import type { Drawn, Of, Sheet } from '../drawing.ts';
import { DASH, missingNotes } from '../missing.ts';
import { el } from '../svg/element.ts';
import { FAINT_INK, line } from '../svg/text.ts';
import { marked, plane } from './plane.ts';

type Histogram = Of<'histogram'>;

/** How high each bar is: its count, or its count on the narrowest width; null where the count is not shown. And whether widths differ. */
export function heights(figure: Histogram): { heights: (number | null)[]; uneven: boolean } {
	const widths = figure.counts.map((_, i) => (figure.edges[i + 1] ?? 0) - (figure.edges[i] ?? 0));
	const least = Math.min(...widths);
	const uneven = widths.some((w) => w > least * 1.001);
	return { heights: figure.counts.map((c, i) => (c === null || !uneven ? c : (c * least) / (widths[i] ?? least))), uneven };
}

export function drawHistogram(figure: Histogram, sheet: Sheet): Drawn {
	const { heights: tall, uneven } = heights(figure);
	const ys = tall.filter((h): h is number => h !== null);
	const words = { locale: sheet.locale };
	const y = { label: uneven ? m.figure_density({}, words) : m.figure_count({}, words), decimals: 0 };
	const field = plane(sheet, figure.axis, y, figure.edges, ys, { fromZero: true, exact: true });
	const base = field.y.at(0);
	const [fill = ''] = seriesColours(1, sheet.theme);
	const bars = tall.map((h, i) => {
		const [from, to] = [field.x.at(figure.edges[i] ?? 0), field.x.at(figure.edges[i + 1] ?? 0)];
		if (h === null) return line(DASH, (from + to) / 2, base - 6, { anchor: 'middle', fill: FAINT_INK, kind: 'missing' });
		return el('rect', { x: from, y: field.y.at(h), width: to - from, height: base - field.y.at(h), fill, stroke: EDGE, 'stroke-width': 0.75, 'data-part': 'bar', 'data-row': i });
	});
	const marks = marked(figure.marks ?? [], field);
	return {
		...field.frame([...bars, ...marks.lines], marks.head),
		keys: [], defs: [], notes: missingNotes(tall.flatMap((h) => (h === null ? ['suppressed' as const] : [])), sheet.locale)
	};
}
