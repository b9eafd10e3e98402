/** An open question's answers with what coders have made of them, read in one moment. */
import { compile, type Field } from '#lib/domain/questionnaire/fields.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { unpiped } from '#lib/domain/text.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';
import { countOpenAnswers, readCodes, readJudged, readOpenAnswers, type Judged, type OpenAnswer, type Place } from '#lib/server/db/codings.ts';
import { snapshot } from '#lib/server/db/response-counts.ts';
import { readCurrentDocument } from '#lib/server/db/status-read.ts';
import type { ResponseDeps } from '../response.ts';
import { treeOf, type CodeNode } from './tree.ts';

const OPEN = new Set(['short_text', 'long_text']);
const openFields = (document: unknown): Field[] => (document ? compile(document as Questionnaire).fields.filter((f) => OPEN.has(f.item.type)) : []);
const textOf = (field: Field, locale: Locale): string => unpiped(inLocale(field.item.text, locale)) || field.key;

export interface OpenItem { item: string; question: string; answers: number }

/** The open questions of the survey's questionnaire, each with how many have answered it. */
export function openItems(deps: ResponseDeps, surveyId: number, locale: Locale): Promise<OpenItem[]> {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const counts = await countOpenAnswers(tx, surveyId);
		return openFields(await readCurrentDocument(tx, surveyId)).map((f) => ({ item: f.key, question: textOf(f, locale), answers: counts.get(f.key) ?? 0 }));
	});
}

export interface Coded { place: Place; question: string; answers: OpenAnswer[]; codes: CodeNode[]; /** By answer, then by coder. */ judged: Map<number, Map<string, Judged>>; coders: string[] }

/** @throws Problem coding_problem_no_item (404) for what is no open question of the survey's questionnaire */
export function readCoded(deps: ResponseDeps, place: Place, locale: Locale): Promise<Coded> {
	return snapshot(deps.database.evaluate.db, async (tx) => {
		const field = openFields(await readCurrentDocument(tx, place.surveyId)).find((f) => f.key === place.item);
		if (!field) throw new Problem('coding_problem_no_item', 404);
		const judged = new Map<number, Map<string, Judged>>();
		for (const one of await readJudged(tx, place)) judged.set(one.responseId, (judged.get(one.responseId) ?? new Map<string, Judged>()).set(one.coder, one));
		return {
			place, question: textOf(field, locale), answers: await readOpenAnswers(tx, place), codes: treeOf(await readCodes(tx, place), locale), judged,
			coders: [...new Set([...judged.values()].flatMap((by) => [...by.keys()]))].sort()
		};
	});
}

/** Whether the answer has been changed since a coder judged it. */
export const stale = (answer: OpenAnswer, judged: Judged | undefined): boolean => judged !== undefined && judged.hash !== answer.hash;
