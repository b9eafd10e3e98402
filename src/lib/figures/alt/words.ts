/** Parts of sentences that several kinds of figure say. */
import { m, type Locale } from '#lib/i18n.ts';
import { formatNumber } from '#lib/ui/format.ts';

export interface Named { label: string; value: number }

/** The first of the largest and the first of the smallest; null when there is none. */
export function ends(values: readonly Named[]): { high: Named; low: Named } | null {
	const [first] = values;
	if (!first) return null;
	return values.reduce((found, v) => ({ high: v.value > found.high.value ? v : found.high, low: v.value < found.low.value ? v : found.low }), { high: first, low: first });
}

/** Highest and lowest of `values`, with `series` before where there are several. `written`: how a number is written; equal as written is equal. */
export function spanWords(values: readonly Named[], series: string | null, written: (value: number) => string, locale: Locale): string {
	const found = ends(values);
	if (!found) return '';
	const words = { locale };
	const [high, low] = [written(found.high.value), written(found.low.value)];
	if (values.length === 1) return m.figure_alt_one({ label: series === null ? found.high.label : `${series}, ${found.high.label}`, value: high }, words);
	if (high === low) return series === null ? m.figure_alt_same({ value: high }, words) : m.figure_alt_series_same({ series, value: high }, words);
	const params = { high: found.high.label, highValue: high, low: found.low.label, lowValue: low };
	return series === null ? m.figure_alt_span(params, words) : m.figure_alt_series_span({ ...params, series }, words);
}

/** `n = 86`, or from the least to the most; nothing where no n is known. */
export function nWords(ns: readonly (number | undefined)[], locale: Locale): string {
	const known = ns.filter((n): n is number => n !== undefined && Number.isFinite(n));
	if (!known.length) return '';
	const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
	return low === high ? m.figure_alt_n({ n: formatNumber(low, locale) }, { locale }) : m.figure_alt_n_span({ low: formatNumber(low, locale), high: formatNumber(high, locale) }, { locale });
}

export const missingWords = (labels: readonly string[], locale: Locale): string => (labels.length ? m.figure_alt_missing({ list: labels.join('; ') }, { locale }) : '');
