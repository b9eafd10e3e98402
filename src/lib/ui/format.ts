/**
 * Numbers and times as a reader expects them: decimal comma and non-breaking space in Norwegian (`1 362`, `50,3 %`), point and comma in
 * English (`1,362`, `50.3%`). Both forms of Norwegian are formatted alike, since some browsers lack the nynorsk tables.
 */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';

const TAG: Record<Locale, string> = { nb: 'nb-NO', nn: 'nb-NO', en: 'en-GB' };
/** Evaluations are Norwegian: times are shown in Norwegian time wherever server and reader are. */
const TIME_ZONE = 'Europe/Oslo';

/** Making a format is some hundred times as dear as using it, and a page has hundreds of numbers. */
const formats = new Map<string, Intl.NumberFormat>();

function format(style: 'decimal' | 'percent', locale: Locale, decimals: number): Intl.NumberFormat {
	const name = `${style} ${TAG[locale]} ${decimals}`;
	const made = formats.get(name) ?? new Intl.NumberFormat(TAG[locale], { style, minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: 'negative' });
	formats.set(name, made);
	return made;
}

/** @param decimals exactly so many */
export function formatNumber(value: number, locale: Locale, decimals = 0): string {
	return format('decimal', locale, decimals).format(value);
}

/** @param share from 0 to 1 */
export function formatPercent(share: number, locale: Locale, decimals = 1): string {
	return format('percent', locale, decimals).format(share);
}

/** A p-value with three decimals, `0,004`; below 0.001 `< 0,001`. */
export function formatP(value: number, locale: Locale): string {
	return value < 0.001 ? `<\u00a0${formatNumber(0.001, locale, 3)}` : formatNumber(value, locale, 3);
}

/** The p-value as it stands in a sentence: `p = 0,004`, `p < 0,001`, never broken across lines. */
export function phraseP(value: number, locale: Locale): string {
	return value < 0.001 ? `p\u00a0${formatP(value, locale)}` : `p\u00a0=\u00a0${formatP(value, locale)}`;
}

/** An interval: `[0,50; 0,98]`, in English `[0.50, 0.98]`; of shares with per cent after both. */
export function formatInterval(low: number, high: number, locale: Locale, decimals: number, percent = false): string {
	const end = (value: number) => (percent ? formatPercent(value, locale, decimals) : formatNumber(value, locale, decimals));
	return `[${end(low)}${locale === 'en' ? ',' : ';'}\u00a0${end(high)}]`;
}

/** Day and minute: `17.05.2021, 14:32`. */
export function formatTime(value: Date, locale: Locale): string {
	return new Intl.DateTimeFormat(TAG[locale], {
		timeZone: TIME_ZONE, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit'
	}).format(value);
}

/** Time of day with seconds: `14:32:05`. */
export function formatClock(value: Date, locale: Locale): string {
	return new Intl.DateTimeFormat(TAG[locale], { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(value);
}

/** Day: `17.05.2021`. */
export function formatDate(value: Date, locale: Locale): string {
	return new Intl.DateTimeFormat(TAG[locale], { timeZone: TIME_ZONE, day: '2-digit', month: '2-digit', year: 'numeric' }).format(value);
}

/** A label inside a sentence: `Fylke` becomes `fylke`, `UH-institusjon` stays. */
export function midSentence(label: string): string {
	return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
