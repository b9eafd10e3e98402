/** What figures of an entry a report may print: a block names the kind, and which of the kind where the entry has several. */
import type { Figure, FigureKind } from '#lib/domain/figure/types.ts';
import type { Presented } from '../present/types.ts';
import type { FigureBlock } from './numbering.ts';

type WithFigures = Pick<Presented, 'figures'>;

/** Kinds of figure that a result has, each once, the best first. */
export const kindsOf = ({ figures }: WithFigures): FigureKind[] => [...new Set(figures.map((figure) => figure.kind))];

/** A figure as a block names it: `bars` is the first of its kind, `bars.2` the second. */
export interface FigureChoice { value: string; kind: FigureKind; title: string }

/** The figures of a result as they are chosen, the best first. */
export function choicesOf({ figures }: WithFigures): FigureChoice[] {
	const seen = new Map<FigureKind, number>();
	return figures.map(({ kind, title }) => {
		const which = (seen.get(kind) ?? 0) + 1;
		seen.set(kind, which);
		return { value: which === 1 ? kind : `${kind}.${which}`, kind, title };
	});
}

/** The figures of the kind that a block names; the block's own is the one at its place. */
export const ofKind = ({ figures }: WithFigures, { figure }: Pick<FigureBlock, 'figure'>): Figure[] => figures.filter((one) => one.kind === figure);

/** The figure that a block names. */
export const chosenFigure = (presented: WithFigures | undefined, block: Pick<FigureBlock, 'figure' | 'which'>): Figure | undefined => (presented ? ofKind(presented, block)[(block.which ?? 1) - 1] : undefined);
