/** Samples with their names, in lines. */
import type { Key } from './drawing.ts';
import { el, type Markup } from './svg/element.ts';
import { heightOf, line, LINE, SIZE, wrapped, widest } from './svg/text.ts';

const [GAP, BETWEEN] = [6, 18];

/** A filled square with an edge. */
export const square = (fill: string, edge: string) => (x: number, y: number): Markup => el('rect', { x: x + 0.5, y: y - 5.5, width: 12, height: 11, fill, stroke: edge, 'stroke-width': 0.75 });

/** The keys from left to right, in as many lines as `width` needs. */
export function legend(keys: readonly Key[], width: number): { marks: Markup[]; height: number } {
	const marks: Markup[] = [];
	let [x, y] = [0, 0];
	let tallest = 1;
	const step = SIZE.body * LINE + 3;
	for (const key of keys) {
		const texts = wrapped(key.label, width - key.width - GAP);
		const wide = key.width + GAP + widest(texts);
		if (x > 0 && x + wide > width) {
			x = 0;
			y += step * tallest;
			tallest = 1;
		}
		marks.push(key.sample(x, y + step / 2));
		texts.forEach((text, i) => marks.push(line(text, x + key.width + GAP, y + step / 2 + SIZE.body * 0.36 + i * heightOf(1), { kind: 'key' })));
		tallest = Math.max(tallest, texts.length);
		x += wide + BETWEEN;
	}
	return { marks, height: keys.length ? y + step * tallest : 0 };
}
