/** Two axes with a field between them. */
import type { Axis } from '#lib/domain/figure/types.ts';
import { AXIS, GRID } from '../colour/palette.ts';
import type { Sheet } from '../drawing.ts';
import { valueScale, type ValueScale } from '../scale.ts';
import { el, join, type Markup } from '../svg/element.ts';
import { FAINT_INK, heightOf, line, lines, LINE, SIZE, widest, wrapped } from '../svg/text.ts';
import { spaced } from './lying.ts';

/** An axis upwards at `left`: grid, ticks, and its name above, where it is read without turning the head. */
export function uprightAxis(scale: ValueScale, label: string, left: number, width: number, height: number) {
	const name = label ? wrapped(label, width, SIZE.small) : [];
	const above = name.length ? 8 + heightOf(name.length, SIZE.small) : 4;
	return {
		above,
		grid: el('g', { stroke: GRID, 'stroke-width': 1 }, ...scale.ticks.map((t) => el('line', { x1: left, x2: width, y1: t.at, y2: t.at, 'data-part': 'grid' }))),
		/** `lift`: how far above the field the name's room ends; `start`: where the name begins. */
		texts: (lift: number, start = 0): Markup => join(
			scale.ticks.filter((t) => t.at >= -0.5 && t.at <= height + 0.5).map((t) => line(t.text, left - 6, t.at + 4, { size: SIZE.small, anchor: 'end', fill: FAINT_INK, kind: 'tick' })),
			lines(name, start, lift - above, { size: SIZE.small, kind: 'axis' })
		)
	};
}

export interface Plane {
	x: ValueScale;
	y: ValueScale;
	left: number;
	/** Of the field. */
	width: number;
	height: number;
	/** Puts what is drawn in the field's own coordinates between its grid and its texts; `head`: room above the field. */
	frame: (marks: readonly Markup[], head?: number) => { body: Markup; height: number };
}

export function plane(sheet: Sheet, x: Axis, y: Axis, xs: readonly number[], ys: readonly number[], options: { fromZero?: boolean; height?: number; exact?: boolean } = {}): Plane {
	const height = options.height ?? Math.min(Math.max(sheet.width * 0.5, 200), 340);
	const upright = valueScale(ys, height, y, sheet.locale, { reversed: true, ticks: Math.round(height / 65), ...(options.fromZero && { from: 0 }) });
	const left = widest(upright.ticks.map((t) => t.text), SIZE.small) + 10;
	const width = Math.max(sheet.width - left - 12, 60);
	const ends = options.exact ? { min: Math.min(...xs), max: Math.max(...xs) } : {};
	const level = valueScale(xs, width, { ...x, ...ends }, sheet.locale);
	const name = x.label ? wrapped(x.label, sheet.width, SIZE.small) : [];
	const axis = uprightAxis(upright, y.label, 0, width, height);
	const frame = (marks: readonly Markup[], head = 0) => ({
		body: el('g', { transform: `translate(${left} ${axis.above + head})` }, axis.grid, ...marks,
			el('path', { d: `M0 0V${height}H${Math.round(width)}`, fill: 'none', stroke: AXIS, 'stroke-width': 1 }),
			...spaced(level.ticks).map((t) => line(t.text, t.at, height + 16, { size: SIZE.small, anchor: 'middle', fill: FAINT_INK, kind: 'tick' })),
			axis.texts(-head, -left), ...lines(name, Math.max(-left, width / 2 - widest(name, SIZE.small) / 2), height + 21, { size: SIZE.small, kind: 'axis' })),
		height: axis.above + head + height + 24 + name.length * SIZE.small * LINE
	});
	return { x: level, y: upright, left, width, height, frame };
}

/** Lines upwards with their names in rows above the field, so that no two names meet. Gives the room that the names take. */
export function marked(marks: readonly { at: number; label: string }[], field: Plane): { lines: Markup[]; head: number } {
	const ends: number[] = [];
	const step = SIZE.small * LINE;
	const shown = marks.filter((mark) => mark.at >= field.x.low && mark.at <= field.x.high).toSorted((a, b) => a.at - b.at);
	const placed = shown.map((mark) => {
		const [text = ''] = wrapped(mark.label, field.width * 0.9, SIZE.small, { lines: 1 });
		const [at, wide] = [field.x.at(mark.at), widest([text], SIZE.small)];
		const start = Math.min(Math.max(at - wide / 2, -4), field.width + 12 - wide);
		const free = ends.findIndex((end) => end + 8 <= start);
		const row = free < 0 ? ends.length : free;
		ends[row] = start + wide;
		return { text, at, start, row };
	});
	const head = ends.length ? ends.length * step + 5 : 0;
	return {
		head,
		lines: placed.flatMap(({ text, at, start, row }, i) => {
			const base = -head + row * step + SIZE.small;
			return [
				el('line', { x1: at, x2: at, y1: base + 3, y2: field.height, stroke: '#4a4f55', 'stroke-width': 1.25, 'stroke-dasharray': '4 3', 'data-part': 'mark', 'data-row': i }),
				line(text, start, base, { size: SIZE.small, kind: 'mark-label', halo: true })
			];
		})
	};
}
