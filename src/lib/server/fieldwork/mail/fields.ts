/** Merge fields of mail texts, and what is wrong with a text that uses them. */
import { nearest } from './nearest.ts';
import { LOCALES, type Locale, type Text } from '../../../domain/questionnaire/schema.ts';

/**
 * navn: the person's name. lenke: the personal link. undersokelse: the survey's title. frist: closing date. kontakt, ansvarlig, varighet: the study's
 * contact, responsible institution and duration as the questionnaire has them. flere: to a person with several seats, why, and which this one is.
 * avmeld: where the person can say that they will not take part.
 */
export const MERGE_FIELDS = ['navn', 'lenke', 'undersokelse', 'frist', 'kontakt', 'ansvarlig', 'varighet', 'flere', 'avmeld'] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];

export const SUBJECT_LENGTH = 200;
export const BODY_LENGTH = 20_000;

export interface MailTexts { subject: Text; body: Text }
/** `path` is /subject/nb, /body/nn ...; `code` a message key. */
export interface MailFault { path: string; code: string; params: Record<string, string | number> }

export type Token = { text: string } | { field: string };

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The text as stretches of plain text and merge fields, in order. */
export function tokenise(text: string): Token[] {
	const tokens: Token[] = [];
	let end = 0;
	for (const match of text.matchAll(FIELD)) {
		if (match.index > end) tokens.push({ text: text.slice(end, match.index) });
		tokens.push({ field: match[1] ?? '' });
		end = match.index + match[0].length;
	}
	if (end < text.length) tokens.push({ text: text.slice(end) });
	return tokens;
}

export const fieldsIn = (text: string): string[] => tokenise(text).flatMap((t) => ('field' in t ? [t.field] : []));

/** One form of line break; the ends trimmed. */
export const normalise = (text: string | undefined): string => (text ?? '').normalize('NFC').replace(/\r\n?/g, '\n').trim();

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_BUT_BREAKS = /(?![\n\t])[\p{Cc}\u2028\u2029]/u;

export interface Known {
	/** Names of the survey's frame variables. */
	variables: ReadonlySet<string>;
	/** Whether the survey has a closing date. */
	deadline: boolean;
}

/** The field that was probably meant; variables are compared by their own names, with or without the prefix. */
function meantBy(field: string, known: Known): string | null {
	const own = field.startsWith('frame:') ? [] : [...MERGE_FIELDS];
	const word = field.replace(/^frame:/, '');
	const meant = nearest(word, [...own, ...known.variables]);
	return meant === null || (own as string[]).includes(meant) ? meant : `frame:${meant}`;
}

function fieldFaults(path: string, text: string, known: Known): MailFault[] {
	const isKnown = (field: string) => (MERGE_FIELDS as readonly string[]).includes(field) || (field.startsWith('frame:') && known.variables.has(field.slice(6)));
	const unknown = [...new Set(fieldsIn(text))].filter((field) => !isKnown(field));
	const faults = unknown.map((field): MailFault => {
		const meant = meantBy(field, known);
		return meant === null ? { path, code: 'mail_fault_unknown_field', params: { field: `{{${field}}}` } }
			: { path, code: 'mail_fault_unknown_field_near', params: { field: `{{${field}}}`, near: `{{${meant}}}` } };
	});
	if (tokenise(text).some((t) => 'text' in t && /\{\{|\}\}/.test(t.text))) faults.push({ path, code: 'mail_fault_braces', params: {} });
	if (!known.deadline && fieldsIn(text).includes('frist')) faults.push({ path, code: 'mail_fault_no_deadline', params: {} });
	return faults;
}

function subjectFaults(locale: Locale, subject: string, known: Known): MailFault[] {
	const path = `/subject/${locale}`;
	const text = subject.trim();
	if (text === '') return [{ path, code: 'mail_fault_empty', params: {} }];
	const faults = fieldFaults(path, text, known);
	if (CONTROL.test(text)) faults.push({ path, code: 'mail_fault_control', params: {} });
	if (text.length > SUBJECT_LENGTH) faults.push({ path, code: 'mail_fault_too_long', params: { max: SUBJECT_LENGTH } });
	const fields = fieldsIn(text);
	for (const field of ['lenke', 'flere', 'avmeld']) if (fields.includes(field)) faults.push({ path, code: 'mail_fault_not_in_subject', params: { field: `{{${field}}}` } });
	return faults;
}

function bodyFaults(locale: Locale, body: string, known: Known): MailFault[] {
	const path = `/body/${locale}`;
	const text = normalise(body);
	if (text === '') return [{ path, code: 'mail_fault_empty', params: {} }];
	const faults = fieldFaults(path, text, known);
	if (CONTROL_BUT_BREAKS.test(text)) faults.push({ path, code: 'mail_fault_control', params: {} });
	if (text.length > BODY_LENGTH) faults.push({ path, code: 'mail_fault_too_long', params: { max: BODY_LENGTH } });
	if (!fieldsIn(text).includes('lenke')) faults.push({ path, code: 'mail_fault_no_link', params: { field: '{{lenke}}' } });
	return faults;
}

/** Every fault of the texts in all languages; none means that they can be sent. */
export function checkTexts(texts: MailTexts, known: Known): MailFault[] {
	return LOCALES.flatMap((locale) => [...subjectFaults(locale, texts.subject[locale] ?? '', known), ...bodyFaults(locale, texts.body[locale] ?? '', known)]);
}

const isBlank = (texts: MailTexts, locale: Locale): boolean => !(texts.subject[locale] ?? '').trim() && !normalise(texts.body[locale]);

/** As `checkTexts`, for a variant, that may leave a language out: readers of that language get it in another. One language is needed. */
export function checkVariantTexts(texts: MailTexts, known: Known): MailFault[] {
	const written = LOCALES.filter((locale) => !isBlank(texts, locale));
	if (written.length === 0) return [{ path: '/subject/nb', code: 'mail_fault_empty', params: {} }];
	return checkTexts(texts, known).filter(({ path }) => written.some((locale) => path.endsWith(`/${locale}`)));
}
