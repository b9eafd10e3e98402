/** The page of what the codes show: counts by group, and how alike two coders judged. */
import type { Table } from '#analysis/report/table.ts';
import { inLocale, m, type Locale } from '#lib/i18n.ts';
import { readGroups, readSuppressBelow, type Place } from '#lib/server/db/codings.ts';
import { readStrata, snapshot } from '#lib/server/db/response-counts.ts';
import { readUserNames } from '#lib/server/db/user-names.ts';
import type { Database } from '#lib/server/db/connection.ts';
import { agreementTable, bothJudged } from './agreement.ts';
import { countTable, type Whose } from './counts.ts';
import { readCoded } from './read.ts';

interface Deps { database: Database }

/** What a select of coders sends: `any`, `all`, or the number of one of the coders. */
export function whoseOf(chosen: string | null, coders: readonly string[]): Whose {
	const one = /^\d{1,3}$/.test(chosen ?? '') ? coders[Number(chosen)] : undefined;
	return one !== undefined ? { coder: one } : chosen === 'all' ? 'all' : 'any';
}

export async function resultPage(deps: Deps, place: Place, query: URLSearchParams, locale: Locale) {
	const coded = await readCoded(deps, place, locale);
	const l = { locale };
	const accounts = await readUserNames(deps.database.auth.db, coded.coders);
	const names = coded.coders.map((id) => accounts.get(id) ?? m.coding_coder_gone({}, l));
	const { strata, groups, suppressBelow } = await snapshot(deps.database.evaluate.db, async (tx) => {
		const found = await readStrata(tx, place.surveyId);
		const chosen = found.find((s) => s.name === query.get('gruppe'));
		return { strata: found, groups: chosen ? { stratum: chosen, groups: await readGroups(tx, place.surveyId, chosen.name) } : null, suppressBelow: await readSuppressBelow(tx, place.surveyId) };
	});
	const at = (name: string, usual: number) => (/^\d{1,3}$/.test(query.get(name) ?? '') && Number(query.get(name)) < coded.coders.length ? Number(query.get(name)) : usual);
	const [first, second] = [at('forste', 0), at('andre', 1)];
	const [a, b] = [coded.coders[first], coded.coders[second]];
	const two = a !== undefined && b !== undefined && a !== b && bothJudged(coded, a, b).length > 0;
	const agreement: Table | null = two && coded.codes.length > 0 ? agreementTable(coded, a, b, [names[first] ?? '', names[second] ?? ''], locale) : null;
	return {
		question: coded.question, counts: coded.codes.length > 0 ? countTable(coded, whoseOf(query.get('kodere'), coded.coders), groups, suppressBelow, locale) : null, agreement,
		asked: { gruppe: groups?.stratum.name ?? '', kodere: query.get('kodere') ?? 'any', forste: String(first), andre: String(second) },
		strata: strata.map((s) => ({ value: s.name, label: inLocale(s.label, locale) || s.name })), coders: names.map((label, i) => ({ value: String(i), label }))
	};
}
