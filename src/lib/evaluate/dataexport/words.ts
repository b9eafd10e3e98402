import type { Locale } from '#lib/i18n.ts';

/** Formats in the order of the page; the first is chosen. */
export const FORMAT_NAMES = ['xlsx', 'sav', 'csv', 'r', 'dta', 'parquet', 'ddi', 'archive'] as const;

/** Each language by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' };
