/** Groups that lie: labels to the left, or above where there is little room; the numbers in a column to the right. */
import { AXIS, GRID } from '../colour/palette.ts';
import type { Sheet } from '../drawing.ts';
import { DASH } from '../missing.ts';
import { axisText, valueScale } from '../scale.ts';
import { el, join, type Markup } from '../svg/element.ts';
import { FAINT_INK, heightOf, line, lines, LINE, SIZE, widest, wrapped } from '../svg/text.ts';
import { baseOf, extentOf, type Grouped, type GroupedLook } from './extent.ts';
import { bar, sign, whisker } from './marks.ts';

/** Below this width labels stand above their bars. */
export const NARROW = 460;
const TOP = 4;
/** Room between groups; single bars of a long list stand closer. */
const gapOf = (figure: Grouped) => (figure.series.length === 1 && figure.labels.length > 12 ? 3 : 10);

interface Place { row: number; series: number; middle: number }
/** `bands`: from where to where bars stand, without the labels above them. */
interface Plan { texts: Markup[]; places: Place[]; bands: [number, number][]; left: number; height: number; width: number }

/** Where each label and each bar goes, from the top downwards. */
function planOf(figure: Grouped, sheet: Sheet, look: GroupedLook): Plan {
	const above = sheet.width < NARROW || look.panels;
	const names = look.panels ? figure.series.map((s) => s.label) : above ? [] : figure.labels;
	const left = names.length ? Math.min(widest(names) + 1, sheet.width * (look.panels ? 0.34 : 0.42)) : 0;
	const step = figure.series.length === 1 ? 20 : 15;
	const [texts, places, bands]: [Markup[], Place[], [number, number][]] = [[], [], []];
	const gap = gapOf(figure);
	let y = TOP;
	figure.labels.forEach((label, row) => {
		const top = y;
		if (above) {
			const head = wrapped(label, sheet.width, SIZE.body, { weight: look.panels ? 600 : 400, lines: 6 });
			texts.push(...lines(head, 0, y, { weight: look.panels ? 600 : 400, kind: 'label' }));
			y += heightOf(head.length) + 2;
		}
		const side = above ? [] : wrapped(label, left, SIZE.body, { lines: 6 });
		if (side.length) {
			const room = Math.max(heightOf(side.length), figure.series.length * step);
			y += (room - figure.series.length * step) / 2;
			texts.push(...lines(side, 0, top + (room - heightOf(side.length)) / 2, { kind: 'label' }));
		}
		const start = y;
		figure.series.forEach((s, series) => {
			const name = look.panels ? wrapped(s.label, left, SIZE.small, { lines: 3 }) : [];
			const own = Math.max(step, heightOf(name.length, SIZE.small));
			texts.push(...lines(name, 0, y + (own - heightOf(name.length, SIZE.small)) / 2, { size: SIZE.small, kind: 'series' }));
			places.push({ row, series, middle: y + own / 2 });
			y += own;
		});
		if (above) bands.push([start - 2, y + 2]);
		y = Math.max(y, top + heightOf(side.length)) + gap;
	});
	const height = y - gap + 4;
	return { texts, places, bands: above ? bands : [[0, height]], left: left ? left + 10 : 0, height, width: figure.series.length === 1 ? 15 : 12 };
}

export function lyingGroups(figure: Grouped, sheet: Sheet, look: GroupedLook): { body: Markup; height: number } {
	const plan = planOf(figure, sheet, look);
	const written = figure.series.flatMap((s) => s.points.map((p) => (p.value === null ? DASH : axisText(p.value, figure.axis, sheet.locale))));
	const right = widest(written, SIZE.small) + 10;
	const length = Math.max(sheet.width - plan.left - right - 6, 60);
	const scale = valueScale(extentOf(figure), length, figure.axis, sheet.locale, figure.kind === 'bars' ? { from: baseOf(figure) } : {});
	const lie = { lying: true };
	const marks = plan.places.flatMap(({ row, series, middle }) => {
		const point = figure.series[series]?.points[row] ?? { value: null };
		const named = { 'data-row': row, 'data-series': series };
		if (point.value === null) return [line(DASH, 4, middle + 4, { fill: FAINT_INK, kind: 'missing' })];
		const at = scale.at(point.value);
		const interval = figure.interval && typeof point.low === 'number' && typeof point.high === 'number'
			? [whisker(scale.at(point.low), scale.at(point.high), middle, 3.5, lie, { 'data-part': 'interval', ...named })] : [];
		return figure.kind === 'bars'
			? [bar(scale.at(baseOf(figure)), at, middle, plan.width, lie, look.fill(series), { 'data-part': 'bar', ...named }), ...interval]
			: [...interval, sign(look.panels ? 0 : series, at, middle, look.fill(series), { 'data-part': 'dot', ...named })];
	});
	const numbers = plan.places.map(({ row, series, middle }) => {
		const value = figure.series[series]?.points[row]?.value ?? null;
		return line(value === null ? DASH : axisText(value, figure.axis, sheet.locale), sheet.width, middle + SIZE.small * 0.36, { size: SIZE.small, anchor: 'end', kind: 'value' });
	});
	const axis = valueAxis(scale, { height: plan.height, length, left: plan.left, width: sheet.width, bands: plan.bands }, figure.axis.label);
	const stand = scale.at(figure.kind === 'bars' ? baseOf(figure) : scale.low);
	const head = axis.above;
	return {
		body: el('g', { transform: `translate(0 ${head})` }, ...plan.texts, el('g', { transform: `translate(${plan.left} 0)` }, axis.grid, ...marks,
			...plan.bands.map(([y1, y2]) => el('line', { x1: stand, x2: stand, y1, y2, stroke: AXIS, 'stroke-width': 1 }))), axis.texts, ...numbers),
		height: head + plan.height + axis.below
	};
}

/** Where an axis of values lies: grid lines in the bands, `length` from `left`, in a sheet `width` wide. */
export interface Lain { height: number; length: number; left: number; width: number; bands: readonly (readonly [number, number])[] }

/** Grid lines, the ticks' texts below (and above a tall figure), and the axis' name. */
export function valueAxis(scale: { ticks: { at: number; text: string }[] }, { height, length, left, width, bands }: Lain, label: string) {
	const both = height > 640;
	const shown = spaced(scale.ticks);
	const grid = el('g', { stroke: GRID, 'stroke-width': 1 }, ...scale.ticks.flatMap((t) => bands.map(([y1, y2]) => el('line', { x1: t.at, x2: t.at, y1, y2, 'data-part': 'grid' }))));
	const row = (y: number) => shown.map((t) => line(t.text, left + t.at, y, { size: SIZE.small, anchor: 'middle', fill: FAINT_INK, kind: 'tick' }));
	const name = label ? wrapped(label, width - Math.min(left, width / 2), SIZE.small) : [];
	const start = Math.max(0, Math.min(left + length / 2 - widest(name, SIZE.small) / 2, width - widest(name, SIZE.small)));
	const below = height + 16;
	return {
		grid,
		texts: join(row(below), both ? row(-6) : [], lines(name, start, below + 5, { size: SIZE.small, kind: 'axis' })),
		above: both ? 18 : 0,
		below: 22 + name.length * SIZE.small * LINE
	};
}

/** Those of the ticks whose texts have room beside one another: all, every second, every third … */
export function spaced<T extends { at: number; text: string }>(ticks: readonly T[]): T[] {
	for (let every = 1; every < ticks.length; every++) {
		const kept = ticks.filter((_, i) => i % every === 0);
		const wide = widest(kept.map((t) => t.text), SIZE.small) + 8;
		if (kept.every((t, i) => i === 0 || Math.abs(t.at - (kept[i - 1]?.at ?? 0)) >= wide)) return kept;
	}
	return ticks.slice(0, 1);
}
