import { translate, type Locale } from '#lib/i18n.ts';

const OWN = new Set(['name', 'email', 'locale', 'sampled']);

/** What a changed field is called: contact columns in words, frame variables by their name. */
export function fieldLabel(field: string, locale: Locale): string {
	return OWN.has(field) ? translate(`frame_use_${field}`, {}, locale) : field;
}

/** A stored value of a field as it is read: drawn or not in words. */
export function fieldValue(field: string, value: string, locale: Locale): string {
	return field === 'sampled' ? translate(value === 'true' ? 'common_yes' : 'common_no', {}, locale) : value;
}
