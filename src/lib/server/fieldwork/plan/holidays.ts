/** Public holidays of Norway, with Christmas Eve and New Year's Eve, when nobody reads mail about work. */
import Holidays from 'date-holidays';

const norway = new Holidays('NO', { types: ['public', 'bank'] });
const years = new Map<number, Map<string, string>>();

/** The year's holidays by day, each with its rule: `easter -2`, `05-17`. */
function holidaysOf(year: number): Map<string, string> {
	const there = years.get(year);
	if (there) return there;
	// the rule of New Year's Eve has an hour, which is of no concern: the day is left out
	const made = new Map(norway.getHolidays(year).map(({ date, rule }) => [date.slice(0, 10), rule.replace(/\s+\d{2}:\d{2}.*$/, '')]));
	years.set(year, made);
	return made;
}

export const isHoliday = (day: string): boolean => holidaysOf(Number(day.slice(0, 4))).has(day);

/** What the holiday is called in message keys (`plan_holiday_...`): `easter_m2` two days before Easter Sunday, `05_17`; null for another day. */
export function holidayKey(day: string): string | null {
	const rule = holidaysOf(Number(day.slice(0, 4))).get(day);
	if (rule === undefined) return null;
	return rule.startsWith('easter') ? rule.replace('-', 'm').replace(/\s+/g, '_') : rule.replace('-', '_');
}
