/** Seats for the evaluator's pages: key in the list, strata, disposition. No name or address: this room cannot read any. */
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { readStrata, snapshot } from '#lib/server/db/response-counts.ts';
import { readSeat, readSeats, type SeatFilter } from '#lib/server/db/seats.ts';
import { categoryLabel } from './report.ts';
import { DISPOSITIONS, type ResponseDeps, type Stratum } from './response.ts';

export const SEATS_A_PAGE = 50;

/** The categories of a seat in the order of the strata, in words. */
export function labels(strata: Stratum[], codes: Record<string, string>, locale: Locale): { stratum: string; category: string }[] {
	return strata.map((s) => ({
		stratum: inLocale(s.label, locale),
		category: categoryLabel(s.categories.find((c) => c.code === codes[s.name]) ?? { code: null, label: null }, locale)
	}));
}

/** What a reader asked for; a disposition that is none, or a page that is none, is left out. */
export function seatQuery(query: URLSearchParams): { filter: SeatFilter; page: number } {
	const disposition = DISPOSITIONS.find((d) => d === query.get('disposition'));
	const ref = query.get('ref')?.trim().slice(0, 200) || undefined;
	const page = /^[1-9]\d{0,6}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1;
	return { filter: { disposition, ref }, page };
}

/** @param page from 1; beyond the last gives the last */
export async function listSeats(deps: ResponseDeps, surveyId: number, filter: SeatFilter, page: number, locale: Locale) {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const strata = await readStrata(tx, surveyId);
		const read = (p: number) => readSeats(tx, surveyId, filter, { offset: (p - 1) * SEATS_A_PAGE, limit: SEATS_A_PAGE });
		const wanted = await read(page);
		const pages = Math.max(1, Math.ceil(wanted.n / SEATS_A_PAGE));
		const { n, seats } = page > pages ? await read(pages) : wanted;
		return {
			n, pages, page: Math.min(page, pages), strata: strata.map((s) => inLocale(s.label, locale)),
			seats: seats.map(({ codes, ...seat }) => ({ ...seat, strata: labels(strata, codes, locale) }))
		};
	});
}

/** @throws Problem evaluate_problem_no_seat (404) */
export async function showSeat(deps: ResponseDeps, surveyId: number, seatId: string, locale: Locale) {
	const id = /^[1-9]\d{0,8}$/.test(seatId) ? Number(seatId) : 0;
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const seat = await readSeat(tx, surveyId, id);
		if (!seat) throw new Problem('evaluate_problem_no_seat', 404);
		const { codes, ...rest } = seat;
		return { ...rest, strata: labels(await readStrata(tx, surveyId), codes, locale) };
	});
}
