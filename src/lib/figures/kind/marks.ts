/** Bars, signs and intervals, lying or standing: `along` is the axis of values, `across` the other. */
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolStar, symbolTriangle } from 'd3-shape';
import { EDGE } from '../colour/palette.ts';
import { el, number, type Attributes, type Markup } from '../svg/element.ts';

const SIGNS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar] as const;

/** The sign of series `index`, another for each of six. */
export function sign(index: number, x: number, y: number, fill: string, attributes: Attributes = {}): Markup {
	const path = symbol(SIGNS[index % SIGNS.length] ?? symbolCircle, 58)() ?? '';
	return el('path', { d: path, transform: `translate(${number(x)} ${number(y)})`, fill, stroke: EDGE, 'stroke-width': 1, ...attributes });
}

export interface Lie { lying: boolean }

/** From `start` to `end` along, `width` across about `middle`. */
export function bar(start: number, end: number, middle: number, width: number, { lying }: Lie, fill: string, attributes: Attributes): Markup {
	const [from, length] = [Math.min(start, end), Math.abs(end - start)];
	return el('rect', {
		...(lying ? { x: from, y: middle - width / 2, width: length, height: width } : { x: middle - width / 2, y: from, width, height: length }),
		fill, stroke: EDGE, 'stroke-width': 0.75, ...attributes
	});
}

/** A line from `low` to `high` with caps, and a white edge so that it is seen on a dark bar. */
export function whisker(low: number, high: number, middle: number, cap: number, { lying }: Lie, attributes: Attributes): Markup {
	const at = (along: number, across: number) => (lying ? `${number(along)} ${number(across)}` : `${number(across)} ${number(along)}`);
	const d = `M${at(low, middle - cap)}L${at(low, middle + cap)}M${at(low, middle)}L${at(high, middle)}M${at(high, middle - cap)}L${at(high, middle + cap)}`;
	return el('g', { fill: 'none', ...attributes }, el('path', { d, stroke: '#ffffff', 'stroke-width': 3.5 }), el('path', { d, stroke: '#000000', 'stroke-width': 1.25 }));
}
