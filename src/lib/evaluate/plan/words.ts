/** Moments, days and faults of a plan in words. Names of days and months are messages: not every browser knows the nynorsk ones. */
import { toLocal } from '#lib/domain/local-time.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';
import { midSentence } from '#lib/ui/format.ts';

/** `onsdag 14. oktober`, with the year where it is not the present one. */
export function dayWords(day: string, locale: Locale, now = new Date()): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const weekday = translate(`plan_weekday_${((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1}`, {}, locale);
	const words = m.plan_day({ weekday, date, month: translate(`plan_month_${month}`, {}, locale) }, { locale });
	return year === Number(toLocal(now).slice(0, 4)) ? words : `${words} ${year}`;
}

/** `onsdag 14. oktober kl. 09.00` of `2026-10-14T09:00`. */
export function localWords(local: string, locale: Locale): string {
	return m.plan_moment({ day: dayWords(local.slice(0, 10), locale), hour: local.slice(11, 13), minute: local.slice(14, 16) }, { locale });
}
export const momentWords = (at: Date, locale: Locale): string => localWords(toLocal(at), locale);

export const nameOf = (number: number, locale: Locale): string => (number === 0 ? m.plan_name_invitation({}, { locale }) : m.plan_name_reminder({ number }, { locale }));

type Told = { code: string; step?: number; params?: Record<string, string | number> };

/** A fault or problem as a sentence: steps by name, moments in words. */
export function told(fault: Told, locale: Locale): string {
	const params = Object.fromEntries(Object.entries(fault.params ?? {}).map(([name, value]) => {
		if (name === 'other') return [name, midSentence(nameOf(Number(value), locale))];
		return [name, typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) ? localWords(value, locale) : value];
	}));
	return translate(fault.code, { ...params, ...(fault.step !== undefined && { step: nameOf(fault.step, locale) }) }, locale);
}

/** `mandag–fredag`, or the days one by one. */
export function weekdaysWords(weekdays: readonly number[], locale: Locale): string {
	const name = (d: number) => translate(`plan_weekday_${d}`, {}, locale);
	const [first, last] = [weekdays[0], weekdays.at(-1)];
	if (first !== undefined && last !== undefined && weekdays.length > 2 && last - first === weekdays.length - 1) return m.plan_weekdays_range({ first: name(first), last: name(last) }, { locale });
	return weekdays.map(name).join(', ');
}


/** `09.00` of `09:00`, as the language has it. */
export const hourWords = (hour: string, locale: Locale): string => (locale === 'en' ? hour : hour.replace(':', '.'));
