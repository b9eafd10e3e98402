/** What a single cell may hold, by what its column is for. */
import { LOCALES, type Locale } from '#lib/domain/questionnaire/schema.ts';
import { isEmail } from './email.ts';

export const MAX_REF = 200;
export const MAX_NAME = 200;
/** A stratum's category is a word or two; another variable may be a sentence. */
export const MAX_CODE = 200;
export const MAX_VALUE = 2000;

/** Control characters, and the invisible marks that turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/u;
const YES = new Set(['1', 'ja', 'j', 'x', 'true', 'sann', 'yes', 'y']);
const NO = new Set(['', '0', 'nei', 'n', 'false', 'usann', 'no']);
const LANGUAGES: Record<string, Locale> = { bokmål: 'nb', nynorsk: 'nn', engelsk: 'en', english: 'en', no: 'nb' };

export type Fault = { code: string; params?: Record<string, string | number> };

/** A cell as it is used: trimmed and composed (NFC), halves of surrogate pairs replaced. */
export const clean = (cell: string): string => cell.toWellFormed().trim().normalize('NFC');

/** The fault that any text can have: characters that cannot be seen, or too many. */
export function textFault(value: string, max: number): Fault | null {
	if (HIDDEN.test(value)) return { code: 'frame_issue_control' };
	return value.length > max ? { code: 'frame_issue_long', params: { length: value.length, max } } : null;
}

export function emailFault(value: string): Fault | null {
	if (value === '') return { code: 'frame_issue_email_missing' };
	return isEmail(value) ? null : { code: 'frame_issue_email_malformed' };
}

/** null for a blank cell, undefined when it is no language. */
export function readLocale(value: string): Locale | null | undefined {
	const low = value.toLowerCase();
	if (low === '') return null;
	return LOCALES.find((locale) => locale === low) ?? (Object.hasOwn(LANGUAGES, low) ? LANGUAGES[low] : undefined);
}

/** undefined when it is neither yes nor no. */
export function readSampled(value: string): boolean | undefined {
	const low = value.toLowerCase();
	return YES.has(low) ? true : NO.has(low) ? false : undefined;
}
