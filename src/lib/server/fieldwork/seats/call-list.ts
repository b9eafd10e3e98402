/** The people to call: those who were invited and have not answered. */
import { Problem } from '../../../domain/problem.ts';
import { readVariables, readCategories } from '../../db/frames-read.ts';
import { auditCallList, CALLED, readCallList, type CallFilter, type CallRow } from '../../db/seat-people.ts';
import { inLocale, type Locale } from '../../../i18n.ts';
import type { SeatDeps } from './decide.ts';

export { CALLED };
export type { CallFilter, CallRow };
export const CALLS_A_PAGE = 25;

/** What a reader asked for; a disposition that is none of the list's, or a page that is none, is left out. */
export function callQuery(query: URLSearchParams): { filter: CallFilter; page: number } {
	const disposition = CALLED.find((d) => d === query.get('disposition'));
	const page = /^[1-9]\d{0,6}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1;
	return { filter: { disposition, untried: query.get('untried') === 'ja' }, page };
}

/** What is searched for. It may be an address, so it is posted and never stands in one. @throws Problem disposition_problem_search */
export function searchOf(text: string): string {
	const search = text.trim().slice(0, 254);
	if (search.length < 2) throw new Problem('disposition_problem_search', 422);
	return search;
}

/** @param page from 1; beyond the last gives the last. Names and addresses: leaves an audit row. */
export async function callList(deps: SeatDeps, surveyId: number, filter: CallFilter, page: number, actor: string, locale: Locale = 'nb') {
	return deps.database.fieldwork.sql.begin(async (sql) => {
		const read = (p: number) => readCallList(sql, surveyId, filter, { offset: (p - 1) * CALLS_A_PAGE, limit: CALLS_A_PAGE });
		let shown = page;
		let found = await read(page);
		if (found.rows.length === 0 && page > 1) {
			const { n } = await read(1);
			shown = Math.max(1, Math.ceil(n / CALLS_A_PAGE));
			found = await read(shown);
		}
		const variables = await readVariables(sql, surveyId);
		const categories = await readCategories(sql, surveyId);
		await auditCallList(sql, surveyId, actor);
		const word = (variable: string, code: string) => {
			const category = categories.find((c) => c.variable === variable && c.code === code);
			return (category && inLocale(category.label, locale)) || code;
		};
		return {
			n: found.n, page: shown, pages: Math.max(1, Math.ceil(found.n / CALLS_A_PAGE)),
			rows: found.rows.map(({ frame, ...row }) => ({
				...row,
				frame: variables.filter((v) => Object.hasOwn(frame, v.name)).map((v) => ({ name: v.name, label: inLocale(v.label, locale) || v.name, value: word(v.name, frame[v.name] ?? '') }))
			}))
		};
	});
}
