/** Short names of parts that are set beside each other. */
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { LOCALES, type Text } from '#lib/domain/questionnaire/schema.ts';

type Titled = Pick<Dataset, 'key' | 'title'>;

/** Number of words from `side` that all of them share. */
function shared(all: readonly (readonly string[])[], side: 'start' | 'end'): number {
	const [first = [], ...others] = side === 'start' ? all : all.map((words) => words.toReversed());
	const at = first.findIndex((word, i) => others.some((words) => words[i] !== word));
	return at < 0 ? first.length : at;
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('nb') + text.slice(1);

function short(titles: readonly string[]): readonly string[] {
	const all = titles.map((title) => title.split(/\s+/));
	const from = shared(all, 'start');
	const rest = all.map((words) => words.slice(from));
	const less = shared(rest, 'end');
	const made = rest.map((words) => words.slice(0, words.length - less).join(' '));
	return made.every((text) => /\p{L}/u.test(text)) ? made.map(capital) : titles;
}

/**
 * The titles without the words that all of them begin and end with, in each language: of "Survey of schools: members of networks" and "Survey of schools: members
 * of forums" the names "Networks" and "Forums". Where nothing would be left of one, all stand whole. A title missing in a language is taken in bokmål, else the key.
 */
export function shortTitles(parts: readonly Titled[]): Text[] {
	const by = LOCALES.map((locale) => ({ locale, made: short(parts.map((part) => part.title[locale] || part.title.nb || part.key)) }));
	return parts.map((_, p) => Object.fromEntries(by.map(({ locale, made }) => [locale, made[p] ?? ''])) as Text);
}
