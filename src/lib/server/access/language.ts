/** Language of an evaluator's page: what was chosen, else what the browser asks for, else bokmål. */
import { isLocale, type Locale } from '#lib/i18n.ts';

export const LANGUAGE_COOKIE = 'grunnlag.language';

const BY_TAG: Record<string, Locale> = { nb: 'nb', no: 'nb', da: 'nb', nn: 'nn', en: 'en' };

/**
 * @param chosen value of the language cookie, if any
 * @param accept the Accept-Language header; tags by falling q, unknown ones passed over
 */
export function languageOf(chosen: string | undefined, accept: string | null): Locale {
	if (isLocale(chosen)) return chosen;
	const wanted = (accept ?? '').slice(0, 500).split(',').map((part, order) => {
		const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
		const q = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find((v) => v !== undefined);
		return { locale: BY_TAG[tag.split('-')[0] ?? ''], q: q === undefined ? 1 : Number(q), order };
	});
	const best = wanted.filter((w) => w.locale && w.q > 0).sort((a, b) => b.q - a.q || a.order - b.order)[0];
	return best?.locale ?? 'nb';
}
