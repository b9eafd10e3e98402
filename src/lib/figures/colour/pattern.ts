/** Patterns besides colours: lines, crossings and dots over the colour, each of another direction or distance than the one before. */
import { el, type Markup } from '../svg/element.ts';
import { inkOn } from './contrast.ts';

/** Drawn in a square of 8 by 8; the first series has none. */
const DRAWN = ['', 'M-2 2l4 -4M0 8l8 -8M6 10l4 -4', 'M2 2h0.01M6 6h0.01', 'M0 4h8', 'M-2 6l4 4M0 0l8 8M6 -2l4 4', 'M4 0v8', 'M0 4h8M4 0v8', 'M-2 2l4 -4M0 8l8 -8M6 10l4 -4M-2 6l4 4M0 0l8 8M6 -2l4 4', 'M2 0v8M6 0v8', 'M0 2h8M0 6h8', 'M4 4h0.01', 'M2 0v8M6 0v8M0 2h8M0 6h8'] as const;

export interface Fills { defs: Markup[]; fill: (index: number) => string }

/** What each of `colours` is filled with; patterns have ids that begin with `id`. */
export function fills(colours: readonly string[], patterns: boolean, id: string): Fills {
	if (!patterns) return { defs: [], fill: (i) => colours[i] ?? '#ffffff' };
	const idOf = (i: number) => `${id}-p${i}`;
	const defs = colours.map((colour, i) => {
		const path = DRAWN[i % DRAWN.length] ?? '';
		const dots = path.includes('h0.01');
		return el('pattern', { id: idOf(i), width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
			el('rect', { width: 8, height: 8, fill: colour }),
			...(path ? [el('path', { d: path, fill: 'none', stroke: inkOn(colour), 'stroke-width': dots ? 2.4 : 1, 'stroke-linecap': dots ? 'round' : undefined })] : []));
	});
	return { defs, fill: (i) => `url(#${idOf(i)})` };
}
