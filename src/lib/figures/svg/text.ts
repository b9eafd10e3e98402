/** Texts in a figure: sizes, ink, and lines below one another. */
import { clean, el, type Markup } from './element.ts';
import { textWidth, wrap, type Weight } from '../text/measure.ts';

/** Pixels. In a column of 16 cm drawn 640 wide, 13 is 9 points. */
export const SIZE = { title: 15, body: 13, small: 12 } as const;
export const INK = '#22262a';
/** 5.9:1 on white. */
export const FAINT_INK = '#5b6167';
export const LINE = 1.3;

export interface TextStyle { size?: number; weight?: Weight; anchor?: 'start' | 'middle' | 'end'; fill?: string; halo?: boolean; kind?: string }

/** One line with its baseline at `y`. `halo`: a white edge, where it stands over other marks. */
export function line(text: string, x: number, y: number, style: TextStyle = {}): Markup {
	return el('text', {
		x, y, 'font-size': style.size ?? SIZE.body, 'font-weight': style.weight === 600 ? 600 : undefined, 'text-anchor': style.anchor === 'start' ? undefined : style.anchor,
		fill: style.fill ?? INK, 'data-part': style.kind,
		...(style.halo && { stroke: '#ffffff', 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' })
	}, text);
}

/** Lines below one another, the top of the first at `top`. */
export function lines(texts: readonly string[], x: number, top: number, style: TextStyle = {}): Markup[] {
	const size = style.size ?? SIZE.body;
	return texts.map((text, i) => line(text, x, top + size * (1 + i * LINE), style));
}

export const heightOf = (count: number, size: number = SIZE.body): number => count * size * LINE;

/** `wrap` on a text as it will be drawn. */
export const wrapped = (text: string, width: number, size: number = SIZE.body, options: { weight?: Weight; lines?: number } = {}): string[] =>
	wrap(clean(text), Math.max(width, size), size, options);

export const widest = (texts: readonly string[], size: number = SIZE.body, weight: Weight = 400): number => texts.reduce((most, text) => Math.max(most, textWidth(clean(text), size, weight)), 0);
