/** Figures of the rows behind a result: points of two variables, and how the values of one lie. They come before those of the result's own numbers. */
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import { translate, type Locale } from '#lib/i18n.ts';
import { engineTable } from '../../snapshot/engine-table.ts';
import { names, readerOf, variableLabel, type Reader } from '../reader.ts';
import type { Presented } from '../types.ts';
import { rowsOf } from './columns.ts';
import { histogramOf, isHidden } from './histogram.ts';
import { pairOf, scatterOf } from './scatter.ts';

interface Made { figures: Figure[]; notes: string[] }

const RECODING = new Set(['bands', 'quantile_groups', 'natural_breaks']);

function pointsOf(result: Result, reader: Reader, dataset: Dataset, limit: number): Made {
	const pair = pairOf(result, reader);
	if (!pair) return { figures: [], notes: [] };
	if (limit > 0) return { figures: [], notes: [translate('result_note_no_scatter', { limit }, reader.locale)] };
	const table = engineTable(dataset, reader.locale);
	const [xs, ys] = rowsOf(table, result.spec, [pair.x, pair.y], result.method === 'ols' ? names(reader.spec.cluster) : []) ?? [];
	const figure = xs && ys ? scatterOf(result, reader, pair, [xs, ys], table) : null;
	return { figures: figure ? [figure] : [], notes: [] };
}

function barsOf(result: Result, reader: Reader, dataset: Dataset, limit: number): Made {
	const made: Made = { figures: [], notes: [] };
	const variables = result.method === 'describe' || RECODING.has(result.method) ? names(reader.spec.x) : [];
	variables.forEach((name, i) => {
		const [values] = rowsOf(engineTable(dataset, reader.locale), result.spec, [name]) ?? [];
		const figure = !values ? null : result.method === 'describe' && isHidden(result, i) ? 'hidden' : histogramOf(result, reader, name, values, limit);
		if (figure === 'hidden') made.notes.push(translate('result_note_no_histogram', { variable: variableLabel(reader, name), limit }, reader.locale));
		else if (figure) made.figures.push(figure);
	});
	return made;
}

/**
 * @param result suppressed already; @param dataset what it was made on, null for methods that read none
 * @param limit fewest people that a number may rest on
 * @returns the same with the figures of its rows, and a note for each that the limit forbids
 */
export function withFiguresOfRows(presented: Presented, result: Result | Violation, dataset: Dataset | null, limit: number, locale: Locale): Presented {
	if (!dataset || isViolation(result)) return presented;
	const reader = readerOf(result, dataset, locale);
	const made = [pointsOf(result, reader, dataset, limit), barsOf(result, reader, dataset, limit)];
	return { ...presented, figures: [...made.flatMap((m) => m.figures), ...presented.figures], notes: [...presented.notes, ...made.flatMap((m) => m.notes)] };
}
