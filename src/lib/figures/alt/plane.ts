/** In words: histogram, scatter, curves. */
import type { Axis } from '#lib/domain/figure/types.ts';
import { m } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { Of } from '../drawing.ts';
import { heights } from '../kind/histogram.ts';
import { missingNotes } from '../missing.ts';
import { axisText } from '../scale.ts';

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
const largest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));

function markWords(marks: readonly { at: number; label: string }[] | undefined, axis: Axis, locale: Of<'curve'>['locale']): string {
	if (!marks?.length) return '';
	return m.figure_alt_marks({ list: marks.map((mark) => m.figure_alt_mark({ label: mark.label, at: axisText(mark.at, axis, locale) }, { locale })).join('; ') }, { locale });
}

/** Where half of the counts lie below, as if they lay evenly in their interval. */
export function medianOf(edges: readonly number[], counts: readonly number[]): number {
	let rest = counts.reduce((sum, c) => sum + c, 0) / 2;
	for (const [i, count] of counts.entries()) {
		const [from, to] = [edges[i] ?? 0, edges[i + 1] ?? 0];
		if (count > 0 && rest <= count) return from + ((to - from) * rest) / count;
		rest -= count;
	}
	return edges.at(-1) ?? 0;
}

export function histogramWords(figure: Of<'histogram'>): string[] {
	const words = { locale: figure.locale };
	const counts = figure.counts.map((c) => c ?? 0);
	const n = counts.reduce((sum, c) => sum + c, 0);
	const written = (value: number) => axisText(value, figure.axis, figure.locale);
	const hidden = figure.counts.some((c) => c === null) ? missingNotes(['suppressed'], figure.locale) : [];
	if (n <= 0) return [m.figure_alt_histogram_none({}, words), ...hidden];
	const tall = heights(figure).heights.map((h) => h ?? 0);
	const top = tall.indexOf(largest(tall));
	const filled = counts.flatMap((c, i) => (c > 0 ? [i] : []));
	const told = {
		n: formatNumber(n, figure.locale), low: written(figure.edges[filled[0] ?? 0] ?? 0), high: written(figure.edges[(filled.at(-1) ?? 0) + 1] ?? 0),
		count: formatNumber(counts[top] ?? 0, figure.locale), from: written(figure.edges[top] ?? 0), to: written(figure.edges[top + 1] ?? 0)
	};
	return [
		// where half of them lie is not known when some are hidden
		hidden.length > 0 ? m.figure_alt_histogram_shown(told, words) : m.figure_alt_histogram({ ...told, median: written(medianOf(figure.edges, counts)) }, words),
		markWords(figure.marks, figure.axis, figure.locale), ...hidden
	];
}

export function scatterWords(figure: Of<'scatter'>): string[] {
	const words = { locale: figure.locale };
	const [xs, ys] = [figure.points.map((p) => p[0]), figure.points.map((p) => p[1])];
	const [x, y] = [(v: number) => axisText(v, figure.x, figure.locale), (v: number) => axisText(v, figure.y, figure.locale)];
	const { fit } = figure;
	const slope = fit ? axisText(Math.abs(fit.slope), { decimals: slopeDecimals(fit.slope, figure.y) }, figure.locale) : '';
	return [
		m.figure_alt_scatter({
			n: formatNumber(figure.points.length, figure.locale), x: figure.x.label, y: figure.y.label, xLow: x(least(xs)), xHigh: x(largest(xs)), yLow: y(least(ys)), yHigh: y(largest(ys))
		}, words),
		!fit ? '' : fit.slope === 0 ? m.figure_alt_fit_flat({}, words) : fit.slope > 0 ? m.figure_alt_fit_up({ slope }, words) : m.figure_alt_fit_down({ slope }, words),
		fit?.band?.length ? m.figure_alt_forecast({}, words) : ''
	];
}

/** As many decimals as show two figures of a slope, and no fewer than the axis has; ten at most. */
export function slopeDecimals(slope: number, axis: Axis): number {
	const first = slope === 0 ? 0 : -Math.floor(Math.log10(Math.abs(slope)));
	return Math.min(Math.max(first + 1, axis.decimals, 0), 10);
}

export function curveWords(figure: Of<'curve'>): string[] {
	const words = { locale: figure.locale };
	const [x, y] = [(v: number) => axisText(v, figure.x, figure.locale), (v: number) => axisText(v, figure.y, figure.locale)];
	return [
		...figure.series.map((s) => {
			const points = s.points.toSorted((a, b) => a[0] - b[0]);
			const [first, last] = [points[0], points.at(-1)];
			if (!first || !last) return '';
			const top = points.reduce((found, p) => (p[1] > found[1] ? p : found));
			return m.figure_alt_curve({ series: s.label, first: y(first[1]), from: x(first[0]), last: y(last[1]), to: x(last[0]), high: y(top[1]), at: x(top[0]) }, words);
		}),
		markWords(figure.marks, figure.x, figure.locale),
		figure.series.some((s) => s.band?.length) ? m.figure_alt_forecast({}, words) : ''
	];
}
