/** Groups that stand: labels below, numbers above where they have room. */
import { AXIS } from '../colour/palette.ts';
import type { Sheet } from '../drawing.ts';
import { DASH } from '../missing.ts';
import { axisText, valueScale } from '../scale.ts';
import { el, join, type Markup } from '../svg/element.ts';
import { FAINT_INK, heightOf, line, lines, SIZE, widest, wrapped } from '../svg/text.ts';
import { baseOf, extentOf, type Grouped, type GroupedLook } from './extent.ts';
import { bar, sign, whisker } from './marks.ts';
import { uprightAxis } from './plane.ts';

const LINES = 4;
const LEAST = 8;
const MOST = { bars: 46, dots: 32 };

const plotHeight = (width: number) => Math.min(Math.max(width * 0.46, 200), 320);

function measured(figure: Grouped, sheet: Sheet) {
	const height = plotHeight(sheet.width);
	const scale = valueScale(extentOf(figure), height, figure.axis, sheet.locale, { reversed: true, ticks: Math.round(height / 65), ...(figure.kind === 'bars' && { from: baseOf(figure) }) });
	const left = widest(scale.ticks.map((t) => t.text), SIZE.small) + 10;
	const slot = (sheet.width - left) / figure.labels.length;
	return { height, scale, left, slot, width: Math.min((slot * 0.8) / figure.series.length, MOST[figure.kind]) };
}

/** Whether every word has room below its group, in four lines, and bars are wide enough to tell apart. */
export function fitsStanding(figure: Grouped, sheet: Sheet): boolean {
	const { slot, width } = measured(figure, sheet);
	const room = slot - 8;
	const words = figure.labels.flatMap((label) => label.split(/[\s-]+/));
	return figure.series.length <= 6 && width >= LEAST && widest(words, SIZE.small) <= room && figure.labels.every((label) => wrapped(label, room, SIZE.small).length <= LINES);
}

export function standingGroups(figure: Grouped, sheet: Sheet, look: GroupedLook): { body: Markup; height: number } {
	const { height, scale, left, slot, width } = measured(figure, sheet);
	const axis = uprightAxis(scale, figure.axis.label, left, sheet.width, height);
	const texts = figure.labels.map((label) => wrapped(label, slot - 8, SIZE.small));
	const numbers = figure.series.flatMap((s) => s.points.map((p) => (p.value === null ? DASH : axisText(p.value, figure.axis, sheet.locale))));
	const roomy = widest(numbers, SIZE.small) <= width + 1;
	const base = scale.at(figure.kind === 'bars' ? baseOf(figure) : scale.low);
	const lie = { lying: false };
	const marks = figure.series.flatMap((s, series) => s.points.flatMap((point, row) => {
		const middle = left + slot * (row + 0.5) + width * (series - (figure.series.length - 1) / 2);
		const named = { 'data-row': row, 'data-series': series };
		if (point.value === null) return [line(DASH, middle, base - 6, { anchor: 'middle', fill: FAINT_INK, kind: 'missing' })];
		const at = scale.at(point.value);
		const whole = figure.interval && typeof point.low === 'number' && typeof point.high === 'number' ? { low: scale.at(point.low), high: scale.at(point.high) } : null;
		const interval = whole ? [whisker(whole.low, whole.high, middle, Math.min(4, width / 3), lie, { 'data-part': 'interval', ...named })] : [];
		const top = Math.min(at, whole?.high ?? at, base) - (figure.kind === 'dots' && !whole ? 10 : 5);
		const number = roomy ? [line(axisText(point.value, figure.axis, sheet.locale), middle, top, { size: SIZE.small, anchor: 'middle', kind: 'value', halo: true })] : [];
		return figure.kind === 'bars'
			? [bar(base, at, middle, width - 2, lie, look.fill(series), { 'data-part': 'bar', ...named }), ...interval, ...number]
			: [...interval, sign(series, middle, at, look.fill(series), { 'data-part': 'dot', ...named }), ...number];
	}));
	const tallest = texts.reduce((most, t) => Math.max(most, t.length), 1);
	const room = roomy ? 14 : 4;
	return {
		body: el('g', { transform: `translate(0 ${axis.above + room})` }, axis.grid, ...marks, el('line', { x1: left, x2: sheet.width, y1: base, y2: base, stroke: AXIS, 'stroke-width': 1 }),
			join(texts.flatMap((t, i) => lines(t, left + slot * (i + 0.5), height + 5, { size: SIZE.small, anchor: 'middle', kind: 'label' }))), axis.texts(-room)),
		height: axis.above + room + height + 8 + heightOf(tallest, SIZE.small)
	};
}
