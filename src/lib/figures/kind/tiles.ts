/** Norway's counties as tiles of the same size, with name and number in each: colour says the same once more, in five steps. */
import { m } from '#lib/i18n.ts';
import { inkOn } from '../colour/contrast.ts';
import { EDGE, ramp } from '../colour/palette.ts';
import { COUNTIES, divisionOf } from '../counties.ts';
import type { Drawn, Of, Sheet } from '../drawing.ts';
import { square } from '../legend.ts';
import { DASH, missingNotes } from '../missing.ts';
import { axisText } from '../scale.ts';
import { el, type Markup } from '../svg/element.ts';
import { heightOf, line, lines, SIZE, wrapped } from '../svg/text.ts';

type Tiles = Of<'tiles'>;
const [COLUMNS, ROWS, GAP, TALL] = [4, 7, 4, 62];
const NAME = 11;
const STEPS = 5;
const EMPTY = '#f4f4f4';

/** Limits of steps of equal width from the lowest to the highest, or the axis' own ends; a value on a limit belongs to the step above it. */
export function stepsOf(figure: Tiles): number[] {
	const values = figure.values.flatMap((v) => (v.value === null ? [] : [v.value]));
	const low = Math.min(figure.axis.min ?? Infinity, ...values);
	const high = Math.max(figure.axis.max ?? -Infinity, ...values);
	if (!values.length) return [];
	if (high - low <= Math.abs(high) * 1e-9) return [low, high];
	return Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
}

export function drawTiles(figure: Tiles, sheet: Sheet): Drawn {
	const limits = stepsOf(figure);
	const colours = ramp(Math.max(limits.length - 1, 1), sheet.theme);
	const stepOf = (value: number) => Math.max(0, Math.min(limits.filter((limit) => limit <= value).length - 1, colours.length - 1));
	const wide = Math.min((sheet.width - GAP * (COLUMNS - 1)) / COLUMNS, 104);
	const counties = COUNTIES[divisionOf(figure.values.map((v) => v.code))];
	const without: ('suppressed' | 'not_asked' | 'not_answered' | 'dont_know' | undefined)[] = [];
	const tiles = counties.map((county): Markup => {
		const given = figure.values.find((v) => v.code === county.code);
		const value = given?.value ?? null;
		if (value === null) without.push(given?.missing);
		const fill = value === null ? EMPTY : colours[stepOf(value)] ?? EMPTY;
		const ink = inkOn(fill);
		const name = wrapped(county.name, wide - 8, NAME, { lines: 3 });
		const top = (TALL - heightOf(name.length, NAME) - 18) / 2;
		return el('g', { transform: `translate(${Math.round(county.column * (wide + GAP) * 100) / 100} ${county.row * (TALL + GAP)})`, 'data-part': 'tile', 'data-code': county.code },
			el('rect', { width: wide, height: TALL, rx: 3, fill, stroke: EDGE, 'stroke-width': 0.75, 'stroke-dasharray': value === null ? '3 3' : undefined }),
			...lines(name, wide / 2, top, { size: NAME, anchor: 'middle', fill: ink, kind: 'label' }),
			line(value === null ? DASH : axisText(value, figure.axis, sheet.locale), wide / 2, top + heightOf(name.length, NAME) + 14, { size: 14, weight: 600, anchor: 'middle', fill: ink, kind: 'value' }));
	});
	const text = (value: number) => axisText(value, figure.axis, sheet.locale);
	// the upper left is sea
	const name = wrapped(figure.axis.label, wide * 2 - 8, SIZE.small, { lines: 5 });
	const head = heightOf(name.length, SIZE.small) + 6;
	const keys = colours.flatMap((fill, i): Markup[] => {
		const [from, to] = [limits[i], limits[i + 1]];
		if (from === undefined || to === undefined) return [];
		const label = text(from) === text(to) ? text(from) : m.figure_to({ from: text(from), to: text(to) }, { locale: sheet.locale });
		const middle = head + 9 + i * 19;
		return [square(fill, EDGE)(0, middle), line(label, 19, middle + SIZE.small * 0.36, { size: SIZE.small, kind: 'key' })];
	});
	return {
		body: el('g', {}, ...lines(name, 0, 0, { size: SIZE.small, kind: 'axis' }), ...keys, ...tiles),
		height: ROWS * (TALL + GAP) - GAP + 4, keys: [], defs: [], notes: missingNotes(without, sheet.locale)
	};
}
