/** Publishing: from a document to an immutable, hashed version that responses are given to. */
import { Problem } from '../../domain/problem.ts';
import { check, type Fault } from '../../domain/questionnaire/check.ts';
import { versionHash } from '../../domain/questionnaire/hash.ts';
import type { Questionnaire } from '../../domain/questionnaire/schema.ts';
import { lockSurvey } from '../db/surveys.ts';
import { declareFrame, insertVersion, strataInUse, useVersion, versionByHash } from '../db/surveys-publish.ts';
import type { SurveyDeps } from './create.ts';

export type { Fault };
export interface Published {
	ok: true;
	versionId: number;
	number: number;
	hash: string;
	/** False when the survey already had a version with just this content. */
	created: boolean;
}
export type PublishResult = Published | { ok: false; faults: Fault[] };

const pointer = (path: (string | number)[]): string => path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Texts that the database cannot hold: a NUL, or half of a surrogate pair. */
function unstorable(value: unknown, path: (string | number)[] = []): Fault[] {
	if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [{ path: pointer(path), code: 'survey_fault_character', params: {} }] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, child]) => unstorable(child, [...path, key]));
}

/**
 * Every fault that would stop `document` from being published, as far as the document alone tells.
 * @param document a parsed JSON value
 */
export function checkDocument(document: unknown): { ok: true; questionnaire: Questionnaire } | { ok: false; faults: Fault[] } {
	const characters = unstorable(document);
	const checked = check(document);
	if (checked.ok && characters.length === 0) return checked;
	return { ok: false, faults: [...characters, ...(checked.ok ? [] : checked.faults)] };
}

/**
 * Publishes `document` and makes it the version that new responses start on; responses already begun keep theirs.
 * A document with the content of an earlier version gives that version (same hash: defaults filled in, key order and white space of no account).
 * @param input.document a parsed JSON value of any kind
 * @returns the version, or every fault of the document; with faults nothing is stored
 * @throws Problem survey_problem_no_survey
 */
export async function publish(deps: SurveyDeps, input: { surveyId: number; document: unknown; actor: string }): Promise<PublishResult> {
	const checked = checkDocument(input.document);
	if (!checked.ok) return checked;
	const { questionnaire } = checked;
	const hash = await versionHash(questionnaire);
	return deps.database.evaluate.db.transaction(async (tx): Promise<PublishResult> => {
		const survey = await lockSurvey(tx, input.surveyId);
		if (!survey) throw new Problem('survey_problem_no_survey', 404);
		const inUse = await strataInUse(tx, input.surveyId, questionnaire.frame);
		if (inUse.length > 0) {
			const index = (name: string) => questionnaire.frame.findIndex((x) => x.name === name);
			return { ok: false, faults: inUse.map((name) => ({ path: pointer(['frame', index(name), 'stratum']), code: 'survey_fault_stratum_in_use', params: { variable: name } })) };
		}
		const there = await versionByHash(tx, input.surveyId, hash);
		if (!there) await declareFrame(tx, input.surveyId, questionnaire.frame);
		const version = there ?? (await insertVersion(tx, input.surveyId, questionnaire, hash, input.actor));
		if (survey.versionId !== version.versionId) await useVersion(tx, input.surveyId, version, input.actor);
		return { ok: true, ...version, hash, created: !there };
	});
}
