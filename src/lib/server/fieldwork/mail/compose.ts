/** One seat's message: the survey's and the seat's values merged into the mailing's texts. */
import { inLocale, m } from '../../../i18n.ts';
import { compile } from '../../../domain/questionnaire/fields.ts';
import { pipe } from '../../../domain/questionnaire/pipe.ts';
import { LOCALES, type Locale, type Questionnaire, type Text } from '../../../domain/questionnaire/schema.ts';
import { isOf, type MailAudience } from '../../../domain/mail-audience.ts';
import type { FrameRow, MailSource } from '../../db/mail-texts.ts';
import type { MailTexts } from './fields.ts';
import { oneLine, render, type Rendered } from './render.ts';
import { optOutText } from './templates.ts';

export interface Recipient { ref: string; name: string; locale: Locale | null; seatsHeld: number; frame: Record<string, string> }
export interface Message extends Rendered { locale: Locale; /** The name for the To header, on one line. */ name: string }
/** @param link the address to write where the personal link goes */
/** A mailing's texts, with other texts for some: of those that fit a seat, the first. */
export interface MailingTexts extends MailTexts { variants?: readonly (MailTexts & { condition: MailAudience })[] }
export type Compose = (recipient: Recipient, link: string, locale?: Locale) => Message;

/** Dates are the ones of the country that is asked. */
const deadline = (date: Date | null, locale: Locale): string =>
	date ? new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Oslo' }).format(date) : '';

function label(variable: FrameRow, value: string, locale: Locale): string {
	const category = variable.categories.get(value);
	return category ? inLocale(category, locale) : value;
}

/** Which of a person's seats this is, by the strata of the list: `Fylke: Agder, Rolle: Kommunal skoleeier`. */
function seatInWords(frame: FrameRow[], recipient: Recipient, locale: Locale): string {
	return frame.flatMap((variable) => {
		const value = recipient.frame[variable.name];
		return variable.stratum && value ? [`${inLocale(variable.label, locale)}: ${label(variable, value, locale)}`] : [];
	}).join(', ');
}

function several(frame: FrameRow[], recipient: Recipient, locale: Locale): string {
	if (recipient.seatsHeld < 2) return '';
	const seat = oneLine(seatInWords(frame, recipient, locale));
	const text = seat ? m.mail_several : m.mail_several_unnamed;
	return text({ antall: recipient.seatsHeld, plass: seat || oneLine(recipient.ref) }, { locale });
}

/** The texts that the seat gets: those of the first variant that fits, else the mailing's own. */
export const textsFor = (texts: MailingTexts, recipient: Recipient): MailTexts => texts.variants?.find((variant) => isOf(variant.condition, recipient)) ?? texts;

/** The wished language, or where the texts lack it the first that they have: the whole message is in one. */
const writtenIn = (texts: MailTexts, wished: Locale): Locale => [wished, ...LOCALES].find((locale) => texts.subject[locale] && texts.body[locale]) ?? wished;

/** Makes the function that writes one message after another for the survey. Before publishing, what the questionnaire would give is '…'. */
export function composer(source: MailSource, texts: MailingTexts): Compose {
	const document = source.document as Questionnaire | null;
	const compiled = document ? compile(document) : null;
	const deadlines = Object.fromEntries(LOCALES.map((locale) => [locale, deadline(source.closesAt, locale)])) as Record<Locale, string>;
	return (recipient, link, chosen) => {
		const own = textsFor(texts, recipient);
		const locale = writtenIn(own, chosen ?? recipient.locale ?? source.defaultLocale);
		const study = (text: Text | undefined) => (compiled && text ? pipe(inLocale(text, locale), compiled, {}, recipient.frame, locale) : '…');
		const frame = Object.fromEntries(source.frame.flatMap((variable) => {
			const value = recipient.frame[variable.name];
			return value ? [[variable.name, label(variable, value, locale)]] : [];
		}));
		const fields = {
			navn: oneLine(recipient.name), lenke: link, undersokelse: oneLine(study(document?.title)), frist: deadlines[locale],
			kontakt: study(document?.study.contact), ansvarlig: study(document?.study.responsible), varighet: study(document?.study.duration),
			flere: several(source.frame, recipient, locale), avmeld: `${link}/avmeld`
		};
		const values = { fields, frame, button: m.mail_button({}, { locale }), optOut: optOutText(locale) };
		return { locale, name: fields.navn, ...render(inLocale(own.subject, locale), inLocale(own.body, locale), values, locale) };
	};
}
