/** A value of a result as a cell: how many decimals, and what stands where there is no number. */
import type { Value } from '#analysis/result.ts';
import type { Cell } from '#analysis/report/table.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';

/** `share`: from 0 to 1, `hundred`: from 0 to 100, both shown in per cent. `auto`: decimals by size. `df`: one decimal unless whole. `word`: a word of the library's own. `method`: a method by its title. A number: so many decimals. */
export type Format = 'count' | 'p' | 'share' | 'hundred' | 'auto' | 'df' | 'word' | 'method' | 'text' | 0 | 1 | 2 | 3 | 4;

/** What stands in the place of a number that so few people are behind that it is not shown. */
export const SUPPRESSED = 'suppressed';

export const NONE: Cell = { kind: 'missing', reason: 'not_applicable' };
const HIDDEN: Cell = { kind: 'missing', reason: 'suppressed' };

/** Three figures or two decimals, whichever is more; decimals of a column go by its largest number. */
export function decimalsOf(values: readonly (Value | undefined)[]): number {
	const largest = Math.max(0, ...values.flatMap((v) => (typeof v === 'number' ? [Math.abs(v)] : [])));
	return largest >= 10_000 ? 0 : largest >= 1000 ? 1 : 2;
}

function numberCell(value: number, format: Format, decimals: number): Cell {
	switch (format) {
		case 'count': return Number.isInteger(value) ? { kind: 'count', value } : { kind: 'number', value, decimals: 1 };
		case 'p': return { kind: 'p', value };
		case 'share': return { kind: 'percent', value, decimals: 1 };
		case 'hundred': return { kind: 'percent', value: value / 100, decimals: 1 };
		case 'df': return { kind: 'number', value, decimals: Number.isInteger(value) ? 0 : 1 };
		case 'auto': case 'word': case 'method': case 'text': return Number.isInteger(value) && format !== 'auto' ? { kind: 'count', value } : { kind: 'number', value, decimals };
		default: return { kind: 'number', value, decimals: format };
	}
}

const infinity = (value: string): string => (value === 'Inf' ? '∞' : value === '-Inf' ? '−∞' : value);

/** @param decimals of a column whose format is `auto` */
export function cellOf(value: Value | undefined, format: Format, locale: Locale, decimals = decimalsOf([value])): Cell {
	if (value === null || value === undefined) return NONE;
	if (value === SUPPRESSED) return HIDDEN;
	if (typeof value === 'number') return numberCell(value, format, decimals);
	if (typeof value === 'boolean') return { kind: 'text', value: value ? m.common_yes({}, { locale }) : m.common_no({}, { locale }) };
	if (typeof value === 'string') return { kind: 'text', value: format === 'word' ? wordOf(value, locale) : format === 'method' ? translate(`workbench_method_${value}`, {}, locale) : infinity(value) };
	if (Array.isArray(value)) return listCell(value as readonly Value[], format, locale);
	return NONE;
}

/** Making a format is dear, and a table has many numbers. */
const formats = new Map<string, Intl.NumberFormat>();

/** No more decimals than the number has, and at most so many. */
export function shortNumber(value: number, locale: Locale, most: number): string {
	const key = `${locale} ${most}`;
	const made = formats.get(key) ?? new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'nb-NO', { maximumFractionDigits: most });
	formats.set(key, made);
	return made.format(value);
}

function listCell(values: readonly Value[], format: Format, locale: Locale): Cell {
	if (values.length === 0) return NONE;
	return { kind: 'text', value: values.map((v) => (typeof v === 'number' ? shortNumber(v, locale, typeof format === 'number' ? format : format === 'df' ? 1 : 4) : typeof v === 'string' ? (format === 'word' ? wordOf(v, locale) : v) : '–')).join(locale === 'en' ? ', ' : '; ') };
}

/** A word of the library's own in the reader's language: a verdict, a check, an extraction. */
export function wordOf(word: string, locale: Locale): string {
	return translate(word.startsWith('proof_sure_') ? `analysis_note_${word}` : `result_word_${slug(word)}`, {}, locale);
}

/** Both ends in one cell; an end that is not defined leaves the sign of infinity out of it: there is no interval. */
export function intervalCell(low: Value | undefined, high: Value | undefined, format: Format, decimals: number): Cell {
	if (low === SUPPRESSED || high === SUPPRESSED) return HIDDEN;
	if (typeof low !== 'number' || typeof high !== 'number') return NONE;
	if (format === 'share') return { kind: 'interval', low, high, decimals: 1, percent: true };
	if (format === 'hundred') return { kind: 'interval', low: low / 100, high: high / 100, decimals: 1, percent: true };
	return { kind: 'interval', low, high, decimals: typeof format === 'number' ? format : format === 'count' ? 0 : decimals };
}

/** The name as part of a message key: capitals told from small letters, since keys are not always. */
export function slug(name: string): string {
	return name.replace(/[A-Z]+/g, (capitals) => `${capitals.toLowerCase()}_cap`).replace(/[^a-z0-9_]+/g, '_');
}
