import type { Locale, Text } from './questionnaire/schema.ts';

/** A document's own text in `locale`; a published document has all three, drafts fall back in the order nb, nn, en. */
export function inLocale(text: Text | undefined, locale: Locale): string {
	return text?.[locale] || text?.nb || text?.nn || text?.en || '';
}

/** A wording on one line as it is without a respondent: what is piped into it is left open. */
export const unpiped = (text: string): string => text.replace(/\{\{[^}]*\}\}/g, '…').replace(/\s+/g, ' ').trim();
