/** What a line of a seat's history says. */
import { RETURNED_MAIL, type HandDisposition, type SeatEventKind } from '#lib/domain/disposition.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';

export interface Happened { kind: SeatEventKind; disposition: HandDisposition | null; reason: string | null }

/** What a person did with a seat, in words. */
export function happenedText({ kind, disposition, reason }: Happened, locale: Locale): string {
	if (kind === 'disposition') return translate(`disposition_reason_${disposition}_${reason}`, {}, locale);
	if (kind === 'contact') return m.disposition_event_contact({ how: translate(`disposition_contact_${reason}`, {}, locale) }, { locale });
	return translate(`disposition_event_${kind}`, {}, locale);
}

/** Who stands behind a line: a name, the respondent, or mail and answers. */
export function whoText(event: { actor: string } | null, name: string | null, locale: Locale): string {
	if (!event) return m.disposition_by_mail_or_answer({}, { locale });
	if (event.actor === 'respondent') return m.disposition_by_respondent({}, { locale });
	if (event.actor === RETURNED_MAIL) return m.disposition_by_returned_mail({}, { locale });
	return name ?? m.disposition_by_unknown({}, { locale });
}
