import { m } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { Of } from '../drawing.ts';
import { axisText } from '../scale.ts';
import { missingWords, nWords, spanWords } from './words.ts';

type Grouped = Of<'bars' | 'dots'>;

/** With more series than this only the highest and lowest of all are told. */
const NAMED = 4;

export function groupedWords(figure: Grouped): string[] {
	const words = { locale: figure.locale };
	const several = figure.series.length > 1;
	const written = (value: number) => axisText(value, figure.axis, figure.locale);
	const points = figure.series.flatMap((s) => s.points.map((point, i) => ({ ...point, row: figure.labels[i] ?? '', series: s.label })));
	if (points.every((p) => p.value === null)) return [m.figure_alt_none({}, words)];
	return [
		m.figure_alt_rows({ rows: formatNumber(figure.labels.length, figure.locale) }, words),
		several ? m.figure_alt_series({ list: figure.series.map((s) => s.label).join('; ') }, words) : '',
		...figure.series.length > NAMED ? [spanWords(points.flatMap(({ value, row, series }) => (value === null ? [] : [{ label: `${row}, ${series}`, value }])), null, written, figure.locale)] : figure.series.map((s) => spanWords(s.points.flatMap(({ value }, i) => (value === null ? [] : [{ label: figure.labels[i] ?? '', value }])), several ? s.label : null, written, figure.locale)),
		aboveWords(figure),
		figure.interval ? (figure.interval === 'sd' ? m.figure_alt_sd({}, words) : m.figure_alt_ci({}, words)) : '',
		nWords(points.map((p) => p.n), figure.locale),
		missingWords(points.filter((p) => p.value === null).map((p) => (several ? `${p.row}, ${p.series}` : p.row)), figure.locale)
	];
}

/** Of two series: which of them is higher in most rows, in how many, and where they differ most. */
function aboveWords(figure: Grouped): string {
	const [a, b] = figure.series;
	if (!a || !b || figure.series.length !== 2) return '';
	const rows = figure.labels.flatMap((label, i) => {
		const [x, y] = [a.points[i]?.value ?? null, b.points[i]?.value ?? null];
		return x === null || y === null ? [] : [{ label, difference: x - y }];
	});
	const [more, fewer] = [rows.filter((r) => r.difference > 0), rows.filter((r) => r.difference < 0)];
	const [upper, lower, led] = more.length >= fewer.length ? [a, b, more] : [b, a, fewer];
	if (!led.length) return '';
	const most = led.reduce((found, r) => (Math.abs(r.difference) > Math.abs(found.difference) ? r : found));
	return m.figure_alt_above({
		a: upper.label, b: lower.label, count: formatNumber(led.length, figure.locale), of: formatNumber(rows.length, figure.locale), label: most.label,
		difference: axisText(Math.abs(most.difference), figure.axis, figure.locale)
	}, { locale: figure.locale });
}
