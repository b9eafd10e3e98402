/** Texts to begin with, in the three languages. An evaluator may change every word. */
import { m } from '../../../i18n.ts';
import { LOCALES, type Locale, type Text } from '../../../domain/questionnaire/schema.ts';
import { MERGE_FIELDS, type MailTexts } from './fields.ts';

export type MailingKind = 'invitation' | 'reminder';

/** Messages have single braces for their own parameters; a merge field is put in as the value of one. */
const FIELDS = Object.fromEntries(MERGE_FIELDS.map((field) => [field, `{{${field}}}`])) as Record<(typeof MERGE_FIELDS)[number], string>;

/** The polite line about not taking part. */
export const optOutText = (locale: Locale): string => m.mail_default_opt_out(FIELDS, { locale });

function body(kind: MailingKind, deadline: boolean, locale: Locale): string {
	const o = { locale };
	return [
		m.mail_default_greeting(FIELDS, o),
		kind === 'invitation' ? m.mail_default_invitation(FIELDS, o) : m.mail_default_reminder(FIELDS, o),
		FIELDS.flere,
		m.mail_default_open({}, o),
		FIELDS.lenke,
		m.mail_default_personal({}, o),
		...(deadline ? [m.mail_default_deadline(FIELDS, o)] : []),
		m.mail_default_responsible(FIELDS, o),
		m.mail_default_questions(FIELDS, o),
		optOutText(locale)
	].join('\n\n');
}

/**
 * Subject and body for a mailing of this kind.
 * @param options.deadline whether the survey has a closing date to mention
 */
export function defaultTexts(kind: MailingKind, options: { deadline: boolean }): MailTexts {
	const each = (text: (locale: Locale) => string): Text => Object.fromEntries(LOCALES.map((locale) => [locale, text(locale)]));
	return {
		subject: each((locale) => (kind === 'invitation' ? m.mail_default_subject(FIELDS, { locale }) : m.mail_default_subject_reminder(FIELDS, { locale }))),
		body: each((locale) => body(kind, options.deadline, locale))
	};
}
