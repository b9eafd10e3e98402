/** A figure in words, written from its data: kind, what is highest and lowest, the pattern, n, and what has no number. */
import type { Figure } from '#lib/domain/figure/types.ts';
import { m, translate } from '#lib/i18n.ts';
import { clean } from '../svg/element.ts';
import { groupedWords } from './grouped.ts';
import { likertWords } from './likert.ts';
import { curveWords, histogramWords, scatterWords } from './plane.ts';
import { tilesWords } from './tiles.ts';

function words(figure: Figure): string[] {
	switch (figure.kind) {
		case 'bars':
		case 'dots': return groupedWords(figure);
		case 'likert': return likertWords(figure);
		case 'histogram': return histogramWords(figure);
		case 'scatter': return scatterWords(figure);
		case 'curve': return curveWords(figure);
		case 'tiles': return tilesWords(figure);
	}
}

/** Sentences in the figure's language for those who do not see it. Every number in them is the figure's own, as its axis writes it. */
export function altText(figure: Figure): string {
	const start = m.figure_alt_start({ kind: translate(`figure_kind_${figure.kind}`, {}, figure.locale), title: figure.title.replace(/[.\s]+$/, '') }, { locale: figure.locale });
	return clean([start, ...words(figure)].filter(Boolean).join(' '));
}
