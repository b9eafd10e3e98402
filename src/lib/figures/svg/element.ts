/** SVG as text. Whatever comes in as text leaves escaped, and a number that is none stops the drawing rather than spoil it. */

/** Text that is SVG already; made here only, so that a label can never be taken for it. */
export class Markup {
	readonly svg: string;
	constructor(svg: string) {
		this.svg = svg;
	}
	toString(): string {
		return this.svg;
	}
}

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// what XML 1.0 has no place for, and signs that turn the direction of the text after them
const UNFIT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A text as it may stand in SVG, in an element or an attribute. Line breaks are blanks; other control characters are left out. */
export function escaped(text: string): string {
	return clean(text).replace(/[&<>"']/g, (character) => ENTITY[character] ?? '');
}

/** A text without control characters; tab and line breaks are blanks. */
export function clean(text: string): string {
	return text.replace(/[\t\r\n]+/g, ' ').replace(UNFIT, '');
}

/** A coordinate with two decimals at most. @throws when it is no finite number */
export function number(value: number): string {
	if (!Number.isFinite(value)) throw new RangeError('a figure got a coordinate that is no number');
	return String(Math.round(value * 100) / 100 + 0);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. Attributes that are undefined are left out; strings among the children are text. */
export function el(name: string, attributes: Attributes = {}, ...children: readonly (Markup | string)[]): Markup {
	const set = Object.entries(attributes)
		.flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${typeof value === 'number' ? number(value) : escaped(value)}"`]))
		.join('');
	const inside = children.map((child) => (child instanceof Markup ? child.svg : escaped(child))).join('');
	return new Markup(inside ? `<${name}${set}>${inside}</${name}>` : `<${name}${set}/>`);
}

export const join = (...parts: readonly (Markup | readonly Markup[])[]): Markup => new Markup(parts.flat().map((p) => p.svg).join(''));
export const NOTHING = new Markup('');
