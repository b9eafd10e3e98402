/** Days as ISO texts (`2024-01-01`): they sort as they stand, and no time zone can move them. */

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `value` is a day that exists, from the year 1000 on. */
export function isDay(value: string): boolean {
	const [, year = '', month = '', day = ''] = DAY.exec(value) ?? [];
	if (year < '1000') return false;
	const time = new Date(`${year}-${month}-${day}T00:00:00Z`);
	return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

/** Whether `day` is within [from, to): `from` is the first day, `to` the first day after; null is without an end. */
export const within = (day: string, from: string, to: string | null): boolean => from <= day && (to === null || day < to);

function move(day: string, by: number): string {
	const time = new Date(`${day}T00:00:00Z`);
	time.setUTCDate(time.getUTCDate() + by);
	return time.toISOString().slice(0, 10);
}

export const dayBefore = (day: string): string => move(day, -1);
export const dayAfter = (day: string): string => move(day, 1);
