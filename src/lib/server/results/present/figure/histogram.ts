/**
 * How the values of a variable lie, with the limits that it was cut at. With a limit of people the edges come from the data's tails and never from its ends, bars on fewer people are
 * hidden with those they could be found from, and where hidden bars could be worked out from the mean and the spread there is no histogram.
 */
import type { Result } from '#analysis/result.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import { binsOf, type Bins } from '#lib/figures/bins.ts';
import { translate } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import { SUPPRESSED } from '../cells.ts';
import { variableLabel, variableOf, type Reader } from '../reader.ts';
import { lists } from '../sentence/parts.ts';
import { protectParts } from '../suppress/parts.ts';

type Histogram = Extract<Figure, { kind: 'histogram' }>;
/** Of so few different values, their mean and moments may tell how many have each. */
const FEW_VALUES = 40;
const MOST_DECIMALS = 4;

const decimalsFor = (values: readonly number[]): number => {
	const found = Array.from({ length: MOST_DECIMALS }, (_, d) => d).find((d) => values.every((v) => Math.abs(v * 10 ** d - Math.round(v * 10 ** d)) < 1e-9 * Math.max(1, Math.abs(v * 10 ** d))));
	return found ?? MOST_DECIMALS;
};

const numbersIn = (result: Result, path: string): number[] => lists(result, path).filter((v): v is number => typeof v === 'number');

/** Limits between the bands of a recoding; empty for other results. */
export function limitsOf(result: Result): number[] {
	if (result.method === 'bands') return numbersIn(result, 'limits');
	if (result.method === 'quantile_groups') return [...new Set(numbersIn(result, 'cuts'))];
	return result.method === 'natural_breaks' ? lists(result, 'upper_values').slice(0, -1).filter((v): v is number => typeof v === 'number') : [];
}

function scaleOf(reader: Reader, name: string): readonly [number, number] | null {
	const scores = (variableOf(reader, name)?.categories ?? []).flatMap((c) => c.score ?? []);
	return scores.length > 1 ? [Math.min(...scores), Math.max(...scores)] : null;
}

/** Counts that may be shown; null: none. */
function shownCounts({ counts, distinct }: Bins, limit: number): (number | null)[] | null {
	const { parts, total } = protectParts(counts, limit);
	if (total || (parts.some(Boolean) && distinct <= FEW_VALUES)) return null;
	return counts.map((count, i) => (parts[i] ? null : count));
}

/** The bands of a recoding themselves, with the sizes that its table shows: narrower bars could be taken from them. */
function bandBars(result: Result, limits: readonly number[], bins: Bins): Pick<Histogram, 'edges' | 'counts'> | null {
	const sizes = lists(result, result.method === 'natural_breaks' ? 'sizes' : 'group_sizes');
	const [low = 0, high = 0, first = 0, last = 0] = [bins.edges[0], bins.edges.at(-1), limits[0], limits.at(-1)];
	const room = (last - first) / Math.max(limits.length - 1, 1) || 1;
	const edges = [low < first ? low : first - room, ...limits, high > last ? high : last + room];
	if (sizes.length !== limits.length + 1) return null;
	return { edges, counts: sizes.map((size) => (typeof size === 'number' && size !== null ? size : null)) };
}

/**
 * @param values of the variable in the rows that the result is of
 * @param limit fewest people that a bar may rest on
 * @returns `hidden` where there is a histogram that may not be shown; null where the values make none
 */
export function histogramOf(result: Result, reader: Reader, name: string, values: readonly number[], limit: number): Histogram | 'hidden' | null {
	const { locale } = reader;
	const scale = scaleOf(reader, name);
	const limits = limitsOf(result);
	const bins = binsOf(values, scale, Math.max(limit, 1));
	if (!bins) return limit > 0 && new Set(values).size > 1 ? 'hidden' : null;
	const banded = limit > 0 && limits.length > 0;
	const counts = shownCounts(bins, limit);
	const bars = banded ? bandBars(result, limits, bins) : counts && { edges: bins.edges, counts };
	if (!bars || bars.counts.every((c) => c === null)) return 'hidden';
	const single = bins.single && !banded;
	const left = reader.spec.closed === 'left';
	const label = variableLabel(reader, name);
	const marks = limits.map((limit) => ({ at: single ? (left ? Math.ceil(limit) - 0.5 : Math.floor(limit) + 0.5) : limit, label: translate(`result_figure_limit_${left ? 'below' : 'to'}`, { limit: formatNumber(limit, locale, decimalsFor([limit])) }, locale) }));
	return {
		kind: 'histogram', title: translate('result_figure_histogram', { variable: label }, locale), locale, ...bars, axis: { label, decimals: decimalsFor(bars.edges) }, ...(marks.length > 0 && { marks }),
		notes: [
			...(single || (banded && left) ? [] : [translate('result_figure_closed', {}, locale)]), ...(banded || bins.beyond ? [translate('result_figure_beyond', {}, locale)] : []),
			`n = ${formatNumber(values.length, locale)}`
		]
	};
}

/** Whether the result's own number of people for a variable is hidden. */
export const isHidden = (result: Result, at: number): boolean => lists(result, 'n')[at] === SUPPRESSED;
