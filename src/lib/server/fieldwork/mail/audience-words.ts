/** An audience in words: `Fylke: Agder, Oslo; personer med flere plasser`. */
import type { MailAudience } from '../../../domain/mail-audience.ts';
import { inLocale, m, type Locale } from '../../../i18n.ts';
import type { FrameRow } from '../../db/mail-texts.ts';

export function audienceWords(audience: MailAudience, frame: readonly FrameRow[], locale: Locale): string {
	const strata = (audience.strata ?? []).map(({ variable, codes }) => {
		const row = frame.find((f) => f.name === variable);
		const label = (code: string) => (code === '' ? m.plan_audience_unknown({}, { locale }) : inLocale(row?.categories.get(code), locale) || code);
		return `${inLocale(row?.label, locale) || variable}: ${[...codes].sort((a, b) => Number(a === '') - Number(b === '')).map(label).join(', ')}`;
	});
	return [
		...strata, ...(audience.refs ? [m.plan_audience_refs({ n: audience.refs.length }, { locale })] : []), ...(audience.several ? [m.plan_audience_several({}, { locale })] : [])
	].join('; ');
}
