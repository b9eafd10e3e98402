/** Shares of the answers, laid end to end; centred: the middle of the scale on one line, so that both sides are compared from it. */
import { inkOn } from '../colour/contrast.ts';
import { fills } from '../colour/pattern.ts';
import { AXIS, EDGE, ramp } from '../colour/palette.ts';
import type { Drawn, Of, Sheet } from '../drawing.ts';
import { square } from '../legend.ts';
import { DASH, missingNotes } from '../missing.ts';
import { axisText, valueScale } from '../scale.ts';
import { el, type Markup } from '../svg/element.ts';
import { FAINT_INK, heightOf, line, lines, SIZE, widest, wrapped } from '../svg/text.ts';
import { NARROW, valueAxis } from './lying.ts';
import { textWidth } from '../text/measure.ts';

type Likert = Of<'likert'>;
const [BAR, GAP, TOP] = [22, 9, 4];
const PERCENT = { decimals: 0, percent: true };

/** The next whole tenth outwards. */
const tenth = (share: number, way: 1 | -1) => (way * Math.max(Math.ceil(way * share * 10 - 1e-9), 1)) / 10;

/** Shares of a row, or null when one of them is not known: what is left could lie anywhere. */
export function known(row: readonly (number | null)[]): number[] | null {
	const shares = row.filter((s): s is number => s !== null);
	if (shares.length < row.length) return null;
	// rounded shares may be a little more than the whole
	const sum = shares.reduce((a, s) => a + s, 0);
	return sum > 1 ? shares.map((s) => s / sum) : shares;
}

/** How much of a row lies before the line: all below the middle of the scale, and half of a middle category. */
export function before(row: readonly number[], centred: boolean): number {
	if (!centred) return 0;
	const half = Math.floor(row.length / 2);
	const below = row.slice(0, half).reduce((sum, s) => sum + s, 0);
	return row.length % 2 ? below + (row[half] ?? 0) / 2 : below;
}

export function drawLikert(figure: Likert, sheet: Sheet): Drawn {
	const colours = ramp(figure.categories.length, sheet.theme);
	const { defs, fill } = fills(colours, sheet.patterns, sheet.id);
	const above = sheet.width < NARROW;
	const ns = figure.n.map((n) => `n = ${axisText(n, { decimals: 0 }, sheet.locale)}`);
	const right = widest(ns, SIZE.small) + 10;
	const left = above ? 0 : Math.min(widest(figure.labels) + 1, sheet.width * 0.4) + 10;
	const length = Math.max(sheet.width - left - right - 8, 60);
	const rows = figure.shares.map(known);
	const values = rows.flatMap((row) => (row ? [-before(row, figure.centred), row.reduce((sum, s) => sum + s, 0) - before(row, figure.centred)] : []));
	const ends = figure.centred ? { min: tenth(Math.min(0, ...values), -1), max: tenth(Math.max(0, ...values), 1) } : { min: 0, max: 1 };
	const scale = valueScale([], length, { label: '', ...PERCENT, ...ends }, sheet.locale, { ticks: Math.min(Math.round(length / 60), 10) });
	const ticks = scale.ticks.map((t) => ({ ...t, text: t.text.replace('−', '') }));

	const [texts, marks, bands]: [Markup[], Markup[], [number, number][]] = [[], [], []];
	let y = TOP;
	rows.forEach((row, i) => {
		const label = wrapped(figure.labels[i] ?? '', above ? sheet.width : left - 10, SIZE.body, { lines: 6 });
		const tall = heightOf(label.length);
		const room = above ? BAR : Math.max(BAR, tall);
		texts.push(...lines(label, 0, above ? y : y + (room - tall) / 2, { kind: 'label' }));
		if (above) y += tall + 3;
		const middle = y + room / 2;
		texts.push(line(ns[i] ?? '', sheet.width, middle + SIZE.small * 0.36, { size: SIZE.small, anchor: 'end', kind: 'n' }));
		if (!row) marks.push(line(DASH, scale.at(0) + 4, middle + 4, { fill: FAINT_INK, kind: 'missing' }));
		else marks.push(...segments(row, i, middle));
		bands.push([y - 2, y + room + 2]);
		y += room + GAP;
	});
	function segments(row: readonly number[], i: number, middle: number): Markup[] {
		let from = -before(row, figure.centred);
		return row.flatMap((share, k) => {
			const [start, end] = [scale.at(from), scale.at(from + share)];
			from += share;
			if (share === 0) return [];
			// bare, as the axis says that they are per cent
			const text = axisText(share * 100, { decimals: 0 }, sheet.locale);
			const colour = colours[k] ?? '#ffffff';
			const wide = textWidth(text, SIZE.small);
			const written = wide + 5 <= end - start
				? [...(sheet.patterns ? [el('rect', { x: (start + end) / 2 - wide / 2 - 2, y: middle - 7.5, width: wide + 4, height: 15, fill: colour })] : []),
					line(text, (start + end) / 2, middle + SIZE.small * 0.36, { size: SIZE.small, anchor: 'middle', fill: inkOn(colour), kind: 'value' })] : [];
			return [el('rect', { x: start, y: middle - BAR / 2, width: end - start, height: BAR, fill: fill(k), stroke: EDGE, 'stroke-width': 0.75, 'data-part': 'share', 'data-row': i, 'data-series': k }), ...written];
		});
	}
	const height = y - GAP + 4;
	const axis = valueAxis({ ticks }, { height, length, left, width: sheet.width, bands: above ? bands : [[0, height]] }, '');
	const zero = scale.at(0);
	return {
		body: el('g', { transform: `translate(0 ${axis.above})` }, ...texts, el('g', { transform: `translate(${left} 0)` }, axis.grid,
			...(above ? bands : [[0, height] as const]).map(([y1, y2]) => el('line', { x1: zero, x2: zero, y1, y2, stroke: figure.centred ? '#000000' : AXIS, 'stroke-width': figure.centred ? 1.5 : 1, 'data-part': 'centre' })), ...marks), axis.texts),
		height: axis.above + height + axis.below,
		defs,
		keys: figure.categories.map((label, k) => ({ label, width: 13, sample: square(fill(k), EDGE) })),
		notes: missingNotes(rows.flatMap((row, i) => (row ? [] : [figure.missing?.[i]])), sheet.locale)
	};
}
