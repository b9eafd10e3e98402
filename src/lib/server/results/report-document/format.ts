/** How a bound number is printed: by what it is, which its name in the result tells. */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { m } from '#lib/i18n.ts';
import { formatNumber, formatP, formatPercent, phraseP } from '#lib/ui/format.ts';

export type Kind = 'p' | 'percent' | 'share' | 'count' | 'number';

const P = /^(?:\w+_)?p(?:_(?:holm|hochberg|bonferroni|bh|by))?$/i;
const PERCENT = /(?:^|_)(?:pct|percent)(?:_|$)|^pct_|^ci95_/;
const SHARE = /(?:^|_)(?:share|rate)(?:_|$)|^wilson95_/;
const COUNT = /^(?:n|count|df|population|respondents|table|rows|tests|n_\w+|row_totals|column_totals|total_n)$/;

/** The names of a path without places in lists, the last first: `exact.p`, `column_pct.0.2`. */
const names = (path: string): string[] => path.split('.').filter((part) => !/^\d+$/.test(part)).reverse();

/** What the number at a path is. */
export function kindOf(path: string): Kind {
	const [name = ''] = names(path);
	if (P.test(name) && !/^log_/.test(name)) return 'p';
	if (PERCENT.test(name)) return 'percent';
	if (SHARE.test(name)) return 'share';
	return COUNT.test(name) ? 'count' : 'number';
}

/** Decimals where the text asks for none: per cent as the report's tables have them, statistics with two. */
const DECIMALS: Record<Kind, number> = { p: 3, percent: 0, share: 1, count: 0, number: 2 };

/**
 * A value as it stands in running text: p as `p = 0,004` or `p < 0,001`, bare with decimals given (`0,004`); per cent and shares as `38 %`; counts whole; else two decimals. Whole
 * numbers of no kind are printed whole. A minus sign, never a hyphen.
 */
export function formatValue(value: number | string | boolean, path: string, decimals: number | null, locale: Locale): string {
	if (typeof value === 'boolean') return value ? m.common_yes({}, { locale }) : m.common_no({}, { locale });
	if (value === 'Inf' || value === '-Inf') return value === 'Inf' ? '∞' : '−∞';
	if (typeof value === 'string') return value;
	const kind = kindOf(path);
	if (kind === 'p') return decimals === null ? phraseP(value, locale) : formatP(value, locale);
	const places = decimals ?? (kind === 'number' && Number.isInteger(value) ? 0 : kind === 'count' && !Number.isInteger(value) ? 1 : DECIMALS[kind]);
	const text = kind === 'percent' ? formatPercent(value / 100, locale, places) : kind === 'share' ? formatPercent(value, locale, places) : formatNumber(value, locale, places);
	return text.replace('-', '−');
}
