/** Norwegian days and hours: when mail may be sent. Days are `2026-10-14`, minutes are counted from midnight by the clock on the wall. */
import { fromLocal, toLocal } from '../local-time.ts';

/** When a step may be sent. */
export interface SendWindow {
	/** 1 is Monday. */
	weekdays: readonly number[];
	/** First minute of the day. */
	from: number;
	/** First minute that is too late. */
	to: number;
	/** Public holidays are left out. */
	skipHolidays: boolean;
}
/** Days without mail: `holiday` counts where a step leaves holidays out, `closed` always. */
export interface Calendar { holiday(day: string): boolean; closed(day: string): boolean }

export const dayOf = (at: Date): string => toLocal(at).slice(0, 10);
export const minuteOf = (at: Date): number => Number(toLocal(at).slice(11, 13)) * 60 + Number(toLocal(at).slice(14, 16));
export const addDays = (day: string, days: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** 1 is Monday. */
export const weekdayOf = (day: string): number => ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;

const two = (n: number): string => String(n).padStart(2, '0');
/** 9:05 as `09:05`; the end of the day is `24:00`. */
export const clockText = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** The moment the wall clock first shows the minute that day; of an hour that is skipped in spring, as much later. */
export function momentOn(day: string, minute: number): Date {
	const at = minute < 1440 ? fromLocal(`${day}T${clockText(minute)}`) : fromLocal(`${addDays(day, 1)}T00:00`);
	if (!at) throw new Error(`no such day: ${day}`);
	return at;
}

export function isDayAllowed(window: SendWindow, calendar: Calendar, day: string): boolean {
	return window.weekdays.includes(weekdayOf(day)) && !calendar.closed(day) && !(window.skipHolidays && calendar.holiday(day));
}

/** Whether mail of the step may be sent at this moment. */
export function isAllowed(window: SendWindow, calendar: Calendar, at: Date): boolean {
	const minute = minuteOf(at);
	return minute >= window.from && minute < window.to && isDayAllowed(window, calendar, dayOf(at));
}

/** Longest stretch of days without mail that is looked past. */
const HORIZON = 800;

/** The first allowed moment, `at` itself or later; null where there is none in two years. */
export function nextAllowed(window: SendWindow, calendar: Calendar, at: Date): Date | null {
	if (isAllowed(window, calendar, at)) return at;
	const first = dayOf(at);
	for (let i = 0; i < HORIZON; i++) {
		const day = addDays(first, i);
		if (!isDayAllowed(window, calendar, day)) continue;
		const start = momentOn(day, window.from);
		// on the day the clock is put forward a narrow window may not exist
		if (start > at && isAllowed(window, calendar, start)) return start;
	}
	return null;
}
