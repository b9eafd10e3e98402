/** What figures of an entry a report may print: a block names the kind. */
import type { FigureKind } from '#lib/domain/figure/types.ts';
import type { Presented } from '../present/types.ts';

/** Kinds of figure that a result has, each once, the best first. */
export const kindsOf = ({ figures }: Pick<Presented, 'figures'>): FigureKind[] => [...new Set(figures.map((figure) => figure.kind))];
