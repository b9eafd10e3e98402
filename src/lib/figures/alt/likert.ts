import { m } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';
import type { Of } from '../drawing.ts';
import { known } from '../kind/likert.ts';
import { axisText } from '../scale.ts';
import { ends, missingWords, nWords } from './words.ts';

/** The upper part of the scale is what lies above its middle. */
export function likertWords(figure: Of<'likert'>): string[] {
	const words = { locale: figure.locale };
	const from = Math.ceil(figure.categories.length / 2);
	const categories = figure.categories.slice(Math.min(from, figure.categories.length - 1)).join(' + ');
	const rows = figure.shares.flatMap((row, i) => {
		const shares = known(row);
		return shares ? [{ label: figure.labels[i] ?? '', value: shares.slice(Math.min(from, shares.length - 1)).reduce((sum, s) => sum + s, 0) }] : [];
	});
	const found = ends(rows);
	const written = (value: number) => axisText(value, { decimals: 0, percent: true }, figure.locale);
	const without = missingWords(figure.labels.filter((_, i) => !known(figure.shares[i] ?? [null])), figure.locale);
	if (!found) return [m.figure_alt_none({}, words)];
	return [
		m.figure_alt_rows({ rows: formatNumber(figure.labels.length, figure.locale) }, words),
		m.figure_alt_categories({ list: figure.categories.join('; ') }, words),
		rows.length === 1
			? m.figure_alt_top_one({ label: found.high.label, value: written(found.high.value), categories }, words)
			: m.figure_alt_top({ categories, high: found.high.label, highValue: written(found.high.value), low: found.low.label, lowValue: written(found.low.value) }, words),
		nWords(figure.n, figure.locale),
		without
	];
}
