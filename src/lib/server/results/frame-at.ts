/** The population list as it was at the end of a day. */
import { inLocale, type Locale } from '#lib/i18n.ts';
import { countFrameAt, readFrameAt } from '#lib/server/db/frame-at.ts';
import { readStrata } from '#lib/server/db/response-counts.ts';
import { DISPOSITIONS, type ResponseDeps } from './response.ts';
import { labels, SEATS_A_PAGE } from './seats.ts';

/** The day in an address, `yyyy-mm-dd`; today in Norway when it is no day. */
export function dayOf(text: string | null, now: Date): string {
	const day = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
	if (text !== null && day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && text > '2000') return text;
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(now);
}

/** How many seats there were in all and by disposition, and a page of them. @param page from 1; beyond the last gives the last */
export async function frameAt(deps: ResponseDeps, surveyId: number, day: string, page: number, locale: Locale) {
	return deps.database.evaluate.db.transaction(async (tx) => {
		const counts = await countFrameAt(tx, surveyId, day);
		const strata = await readStrata(tx, surveyId);
		const population = counts.reduce((n, c) => n + c.seats, 0);
		const pages = Math.max(1, Math.ceil(population / SEATS_A_PAGE));
		const shown = Math.min(page, pages);
		const seats = await readFrameAt(tx, surveyId, day, { offset: (shown - 1) * SEATS_A_PAGE, limit: SEATS_A_PAGE });
		const of = (d: string) => counts.find((c) => c.disposition === d);
		return {
			day, pages, page: shown, population, sampled: counts.reduce((n, c) => n + c.sampled, 0),
			dispositions: DISPOSITIONS.map((disposition) => ({ disposition, seats: of(disposition)?.seats ?? 0, sampled: of(disposition)?.sampled ?? 0 })),
			strata: strata.map((s) => inLocale(s.label, locale)),
			seats: seats.map(({ codes, ...seat }) => ({ ...seat, strata: labels(strata, codes, locale) }))
		};
	}, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}
