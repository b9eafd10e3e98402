import { translate, type Locale } from '#lib/i18n.ts';

const OWN: Record<string, string> = { 'person.name': 'frame_use_name', 'person.email': 'frame_use_email', 'seat.locale': 'frame_use_locale', 'seat.sampled': 'frame_use_sampled' };

/** What a changed field is called: contact columns in words, frame variables by their name. */
export function fieldLabel(field: string, locale: Locale): string {
	const key = OWN[field];
	return key ? translate(key, {}, locale) : field;
}

/** A stored value of a field as it is read: drawn or not in words. */
export function fieldValue(field: string, value: string, locale: Locale): string {
	return field === 'seat.sampled' ? translate(value === 'true' ? 'common_yes' : 'common_no', {}, locale) : value;
}
