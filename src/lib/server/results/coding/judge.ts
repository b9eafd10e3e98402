/** The page where answers are read and given codes. */
import { Problem } from '#lib/domain/problem.ts';
import { saveJudged, type Place } from '#lib/server/db/codings.ts';
import type { Locale } from '#lib/i18n.ts';
import type { ResponseDeps } from '../response.ts';
import { readCoded, stale } from './read.ts';

export const PER_PAGE = 20;
export const SHOWN = ['left', 'all', 'mine', 'changed'] as const;
export type Shown = (typeof SHOWN)[number];
export interface Asked { shown: Shown; search: string; code: number | null; page: number }

/** What an address asks for; what is none of it is the usual. */
export function askedOf(query: URLSearchParams): Asked {
	const shown = SHOWN.find((s) => s === query.get('vis')) ?? 'left';
	const number = (name: string) => (/^\d{1,9}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : null);
	return { shown, search: (query.get('sok') ?? '').trim().slice(0, 200), code: number('kode'), page: Math.max(1, number('side') ?? 1) };
}

const folded = (text: string): string => text.normalize('NFC').toLocaleLowerCase('nb');

/** One page of answers for a coder, with the codes he has given each. What another coder gave is not told: the two are to judge alone. */
export async function judgePage(deps: ResponseDeps, place: Place, coder: string, asked: Asked, locale: Locale) {
	const { question, answers, codes, judged } = await readCoded(deps, place, locale);
	const under = new Set(codes.filter((c) => asked.code !== null && c.path.includes(asked.code)).map((c) => c.id));
	const mine = (id: number) => judged.get(id)?.get(coder);
	const found = answers.filter((a) => {
		const own = mine(a.responseId);
		if (asked.shown === 'left' && own && !stale(a, own)) return false;
		if (asked.shown === 'mine' && !own) return false;
		if (asked.shown === 'changed' && !stale(a, own)) return false;
		if (asked.code !== null && !own?.codes.some((c) => under.has(c))) return false;
		return asked.search === '' || folded(a.text).includes(folded(asked.search));
	});
	const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
	const page = Math.min(asked.page, pages);
	return {
		question, codes, asked: { ...asked, page }, pages, found: found.length, total: answers.length, done: answers.filter((a) => mine(a.responseId)).length,
		answers: found.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((a) => ({
			id: a.responseId, hash: a.hash, text: a.text, judged: mine(a.responseId) !== undefined, changed: stale(a, mine(a.responseId)), codes: mine(a.responseId)?.codes ?? []
		}))
	};
}

/**
 * Stores what the form of a page says of its answers: `answer` names each judged one with its text's hash, `code_<id>` its codes.
 * @returns how many were stored, and how many have another text by now
 */
export async function judge(deps: ResponseDeps, place: Place, coder: string, form: FormData): Promise<{ stored: number; changed: number }> {
	const given = form.getAll('answer').flatMap((value) => {
		const [, id = '', hash = ''] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(typeof value === 'string' ? value : '') ?? [];
		const codes = form.getAll(`code_${id}`).filter((c): c is string => typeof c === 'string' && /^\d{1,9}$/.test(c)).map(Number);
		// an answer nobody said anything of is not judged; that no code fits is said by a box of its own
		return hash && (codes.length > 0 || form.has(`none_${id}`)) ? [{ responseId: Number(id), hash, codes }] : [];
	});
	if (given.length === 0) throw new Problem('coding_problem_nothing', 400);
	if (given.some((g) => g.codes.length > 0 && form.has(`none_${g.responseId}`))) throw new Problem('coding_problem_none_and_code', 400);
	const stored = await saveJudged(deps.database.evaluate.db, place, coder, given);
	return { stored, changed: given.length - stored };
}
