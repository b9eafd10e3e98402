/** Date and time as an input of type datetime-local has them, in Norwegian time whatever the server's. */

const ZONE = 'Europe/Oslo';
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?)?$/;

const format = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });

/** `2021-04-30T23:59` */
export const toLocal = (date: Date): string => format.format(date).replace(' ', 'T');

/**
 * The moment that `text` means in Norway; a date alone is its first minute, or with `endOfDay` its last.
 * Null when it is not a date. Of an hour that comes twice in autumn, the first; one that is skipped in spring becomes the hour after.
 */
export function fromLocal(text: string, endOfDay = false): Date | null {
	const match = SHAPE.exec(text.trim());
	if (!match) return null;
	const [year = 0, month = 0, day = 0, hour = endOfDay ? 23 : 0, minute = endOfDay ? 59 : 0] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
	const wanted = Date.UTC(year, month - 1, day, hour, minute);
	const date = new Date(wanted);
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCHours() !== hour || date.getUTCMinutes() !== minute) return null;
	// Norway is one hour ahead of UTC, in summer two
	const candidates = [2, 1].map((hours) => new Date(wanted - hours * 3_600_000));
	return candidates.find((c) => Date.parse(`${toLocal(c)}:00Z`) === wanted) ?? candidates[1] ?? null;
}
