/** The one way to the texts: `m.some_key({}, { locale })`. The language is always passed on, never ambient. */
import * as m from './paraglide/messages/_index.js';
import { LOCALES, type Locale } from './domain/questionnaire/schema.ts';

export { inLocale } from './domain/text.ts';

export { m, LOCALES, type Locale };
export type MessageKey = keyof typeof m;

type Message = (params: Record<string, string | number>, options: { locale: Locale }) => string;

export function isLocale(value: unknown): value is Locale {
	return typeof value === 'string' && (LOCALES as readonly string[]).includes(value);
}

/**
 * The text of a catalogued problem or other key known only at run time.
 * An unknown key gives the key itself: a missing translation must show, not crash an error page.
 */
export function translate(key: string, params: Record<string, string | number>, locale: Locale): string {
	const message = Object.hasOwn(m, key) ? (m as unknown as Record<string, Message>)[key] : undefined;
	return message ? message(params, { locale }) : key;
}
