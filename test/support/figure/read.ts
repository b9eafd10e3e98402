/** What stands in a drawing, read back from its text: elements with their place on the sheet. */
import { textWidth } from '../../../src/lib/figures/text/measure.ts';

export interface Element {
	name: string;
	attributes: Record<string, string>;
	/** Of a text: its characters. */
	text: string;
	/** Where its own coordinates begin on the sheet. */
	dx: number;
	dy: number;
}

const UNESCAPED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const plain = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => UNESCAPED[entity]!);

/** Every element in the order of the text. */
export function elementsOf(svg: string): Element[] {
	const found: Element[] = [];
	const stack: Element[] = [];
	for (const [, close, name, rest, self, text] of svg.matchAll(/<(\/)?([a-zA-Z]+)((?:\s[^<>]*?)?)(\/)?>([^<]*)/g)) {
		if (close) {
			stack.pop();
			continue;
		}
		const attributes = Object.fromEntries([...rest!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, plain(value!)]));
		const moved = /^translate\(([-\d.]+)[ ,]([-\d.]+)\)$/.exec(attributes.transform ?? '');
		const outer = stack.at(-1);
		const element: Element = {
			name: name!, attributes, text: plain(text!), dx: (outer?.dx ?? 0) + Number(moved?.[1] ?? 0), dy: (outer?.dy ?? 0) + Number(moved?.[2] ?? 0)
		};
		found.push(element);
		if (!self) stack.push(element);
	}
	return found;
}

export const parts = (svg: string, part: string): Element[] => elementsOf(svg).filter((e) => e.attributes['data-part'] === part);

export const num = (element: Element, attribute: string): number => Number(element.attributes[attribute]);

export interface Box { text: string; left: number; right: number; top: number; bottom: number }

/** Where each text lies on the sheet. */
export function textBoxes(svg: string): Box[] {
	return elementsOf(svg).filter((e) => e.name === 'text').map((e) => {
		const size = num(e, 'font-size');
		const wide = textWidth(e.text, size, e.attributes['font-weight'] === '600' ? 600 : 400);
		const x = e.dx + num(e, 'x');
		const left = x - { start: 0, middle: wide / 2, end: wide }[e.attributes['text-anchor'] ?? 'start']!;
		const y = e.dy + num(e, 'y');
		return { text: e.text, left, right: left + wide, top: y - size * 0.75, bottom: y + size * 0.2 };
	});
}

/** Pixels for a number by the axis' grid lines and the texts of its ticks: `along` says which way the axis goes. */
export function axisOf(svg: string, along: 'x' | 'y'): (value: number) => number {
	const ticks = elementsOf(svg).filter((e) => e.attributes['data-part'] === 'tick' && (along === 'x' ? e.attributes['text-anchor'] === 'middle' : e.attributes['text-anchor'] === 'end'));
	const places = ticks.map((e) => ({
		at: along === 'x' ? e.dx + num(e, 'x') : e.dy + num(e, 'y') - 4,
		value: Number(e.text.replace(/[\u00a0\s]/g, '').replace(',', '.').replace('−', '-').replace('%', '')) / (e.text.includes('%') ? 100 : 1)
	}));
	const [a, b] = [places[0]!, places.at(-1)!];
	return (value) => a.at + ((value - a.value) / (b.value - a.value)) * (b.at - a.at);
}
