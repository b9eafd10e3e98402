/** A survey's lists as their pages show them. */
import { Problem } from '../../../domain/problem.ts';
import { inLocale, type Locale } from '../../../i18n.ts';
import { readLists, type ListWithCounts } from '../../db/lists-read.ts';
import { readStrata } from './create.ts';
import { openLinkOf, type ListDeps } from './list.ts';

export interface ListView extends Omit<ListWithCounts, 'seed' | 'strata'> {
	/** Of an open list. */
	link: string | null;
	/** Members still asked: the rate's denominator. */
	asked: number;
	/** Sent in, of those asked (AAPOR RR1); null: nobody is asked. */
	rate: number | null;
	/** Strata with the category that all its seats have, or how many categories they have. */
	strata: { label: string; value: string | null; categories: number }[];
	/** An open list whose time has come and gone. */
	over: boolean;
}

export async function listsOverview(deps: ListDeps, surveyId: number, locale: Locale, listId: number | null = null): Promise<ListView[]> {
	const { sql } = deps.database.fieldwork;
	const strata = await readStrata(sql, surveyId);
	return (await readLists(sql, surveyId, listId)).map(({ seed, strata: codes, ...list }) => {
		const asked = list.counts.seats - list.counts.ineligible;
		return {
			...list, asked, rate: asked > 0 ? list.counts.complete / asked : null, link: seed === null ? null : openLinkOf(deps, surveyId, seed),
			over: list.closesAt !== null && list.closesAt <= new Date(),
			strata: strata.flatMap((s) => {
				const own = codes.filter((c) => c.variable === s.name);
				const [first] = own;
				if (!first) return [];
				const category = s.categories.find((c) => c.code === first.code);
				const all = own.length === 1 && first.n === list.counts.seats;
				return [{ label: inLocale(s.label, locale) || s.name, value: all ? (category && inLocale(category.label, locale)) || first.code : null, categories: own.length }];
			})
		};
	});
}

/** @throws Problem lists_problem_no_list (404) */
export async function listView(deps: ListDeps, surveyId: number, listId: number, locale: Locale): Promise<ListView> {
	const [view] = await listsOverview(deps, surveyId, locale, listId);
	if (!view) throw new Problem('lists_problem_no_list', 404);
	return view;
}

/** The list's id in an address. @throws Problem lists_problem_no_list (404) */
export function listParam(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem('lists_problem_no_list', 404);
	return Number(text);
}
