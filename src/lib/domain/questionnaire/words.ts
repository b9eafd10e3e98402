/**
 * The few words that belong to the document format itself: they are piped into texts and written to exports wherever
 * an item type has categories of its own or "vet ikke" without a wording of its own.
 */
import type { Category, Locale, Text } from './schema.ts';

export const YES_NO: readonly Category[] = [
	{ code: 1, label: { nb: 'Ja', nn: 'Ja', en: 'Yes' } },
	{ code: 2, label: { nb: 'Nei', nn: 'Nei', en: 'No' } }
];

export const DONT_KNOW: Text = { nb: 'Vet ikke', nn: 'Veit ikkje', en: 'Don’t know' };

export const SEVERAL_MUNICIPALITIES: Text = { nb: 'flere kommuner', nn: 'fleire kommunar', en: 'several municipalities' };

/** Stands where a piped value is not known. */
export const BLANK = '…';

/** The text in `locale`, else in bokmål, else `BLANK`. A published questionnaire has every language, so the fallback serves drafts. */
export const inLocale = (text: Text, locale: Locale): string => text[locale] ?? text.nb ?? BLANK;
