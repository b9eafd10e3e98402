/** What stands where there is no number, and why. */
import type { Missing } from '#analysis/report/table.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { midSentence } from '#lib/ui/format.ts';

export const DASH = '–';

/** A sentence that names each reason among `reasons` once; undefined: nothing is known. */
export function missingNotes(reasons: readonly (Missing | null | undefined)[], locale: Locale): string[] {
	const texts = reasons.map((reason) => midSentence(reason ? translate(`common_missing_${reason}`, {}, locale) : m.figure_no_number_known({}, { locale })));
	if (!texts.length) return [];
	return [m.figure_no_number({ reason: [...new Set(texts)].join('; ') }, { locale })];
}
