/** What has come back, in words. */
import { m, translate, type Locale } from '#lib/i18n.ts';
import { formatDate } from '#lib/ui/format.ts';

export const mailName = (kind: 'invitation' | 'reminder', number: number, locale: Locale): string =>
	kind === 'invitation' ? m.returns_invitation({}, { locale }) : m.returns_reminder({ number }, { locale });

/** `Adressen finnes ikke (kode 5.1.1)`. */
export function causeText(cause: string, code: string | null, locale: Locale): string {
	const words = translate(`returns_cause_${cause}`, {}, locale);
	return code ? `${words} (${m.returns_code({ code }, { locale })})` : words;
}

/** `2021-05-17` as people write it. */
export const dayText = (day: string, locale: Locale): string => formatDate(new Date(`${day}T12:00:00Z`), locale);
