/**
 * Piping: an earlier answer or a frame variable written into a text, `{{item:key}}` or `{{frame:name}}`.
 */
import { answerTo, type Answer, type Answers, type Frame } from './answer.ts';
import type { Compiled, Field } from './fields.ts';
import { isDate } from './parse.ts';
import type { Locale } from './schema.ts';
import { BLANK, inLocale, SEVERAL_MUNICIPALITIES } from './words.ts';

export interface Reference { kind: 'item' | 'frame'; name: string }

const REFERENCE = /\{\{\s*(item|frame)\s*:\s*([^{}\s]+)\s*\}\}/g;

/** Every reference in a text, in order, repeated ones too. */
export const references = (text: string): Reference[] =>
	[...text.matchAll(REFERENCE)].map(([, kind, name]) => ({ kind: kind as Reference['kind'], name: name ?? '' }));

/** What is left in a text when its references are taken out: braces here mean a reference that is written wrong. */
export const withoutReferences = (text: string): string => text.replace(REFERENCE, '');

/** Making one costs more than a whole page, and there are three languages. */
const formats = new Map<Locale, { list: Intl.ListFormat; number: Intl.NumberFormat; date: Intl.DateTimeFormat }>();

function formatsFor(locale: Locale) {
	const known = formats.get(locale);
	if (known) return known;
	const made = {
		list: new Intl.ListFormat(locale, { type: 'conjunction' }),
		/* Years are numbers too, so no grouping. */
		number: new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }),
		date: new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' })
	};
	formats.set(locale, made);
	return made;
}

function codeLabel(field: Field, code: number, locale: Locale): string {
	const category = field.categories?.find((c) => c.code === code);
	return category ? inLocale(category.label, locale) : BLANK;
}

function textLabel(field: Field, text: string, locale: Locale): string {
	const { item } = field;
	if (item.type === 'date' && isDate(text)) return formatsFor(locale).date.format(new Date(`${text}T00:00:00Z`));
	if (item.type !== 'municipality') return text;
	if (item.several && text === 'several') return inLocale(SEVERAL_MUNICIPALITIES, locale);
	return item.list.find((m) => m.number === text)?.name ?? text;
}

/** An answer in words, as a respondent would recognise it: labels of categories, a written date, a municipality's name. */
export function answerLabel(field: Field, answer: Answer, locale: Locale): string {
	if (answer.state === 'dont_know') return field.dontKnowLabel ? inLocale(field.dontKnowLabel, locale) : BLANK;
	if ('code' in answer) return codeLabel(field, answer.code, locale);
	if ('codes' in answer) return formatsFor(locale).list.format(answer.codes.map((code) => codeLabel(field, code, locale)));
	if ('number' in answer) return formatsFor(locale).number.format(answer.number);
	return textLabel(field, answer.text, locale);
}

function frameLabel(c: Compiled, name: string, frame: Frame, locale: Locale): string {
	const value = Object.hasOwn(frame, name) ? frame[name] : null;
	if (value === null || value === undefined || value === '') return BLANK;
	const category = c.frame.get(name)?.categories?.find((x) => x.code === value);
	return category ? inLocale(category.label, locale) : value;
}

/**
 * The text with each reference replaced by the label or value it stands for, or by '…' where there is none. The result is PLAIN
 * text: the caller escapes it (Svelte does; for HTML mail `escapeHtml`). What a respondent typed is never read as a reference.
 * `answers` should be the `effective` ones: an answer to a field that is no longer asked must not be shown.
 */
export function pipe(text: string, c: Compiled, answers: Answers, frame: Frame, locale: Locale): string {
	if (!text.includes('{{')) return text;
	let piped = text.replace(REFERENCE, (_, kind: string, name: string) => {
		if (kind === 'frame') return frameLabel(c, name, frame, locale);
		const field = c.byKey.get(name);
		const answer = field && answerTo(answers, name);
		return answer ? answerLabel(field, answer, locale) : BLANK;
	});
	while (piped.includes('{{') && piped.search(REFERENCE) >= 0) piped = piped.replace(REFERENCE, BLANK);
	return piped;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text put into HTML outside Svelte, between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
