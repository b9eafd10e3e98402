/** The figures of a result as a page gets them: drawn, and no data that a table does not show. */
import type { Figure } from '#lib/domain/figure/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { figureView, type FigureOnPage } from '#lib/figures/view.ts';
import type { Presented } from '../present/types.ts';

/** Figures beside a result, the best first; the others are there as files. */
const MOST_FIGURES = 3;

export interface Shown { presented: Omit<Presented, 'figures'>; figures: FigureOnPage[] }

/** One that cannot be drawn is left out, since the table says the same. */
export function drawn(figures: readonly Figure[]): FigureOnPage[] {
	return figures.slice(0, MOST_FIGURES).flatMap((figure, i) => {
		try {
			return [figureView(figure, { id: `figur-${i}` })];
		} catch (error) {
			if (error instanceof Problem) return [];
			throw error;
		}
	});
}

export function shownOf({ figures, ...presented }: Presented): Shown {
	return { presented, figures: drawn(figures) };
}
