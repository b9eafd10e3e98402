/** Making evaluations, waves and surveys. Repeatable: what is already there is found by its key and left as it is. */
import { Problem } from '../../domain/problem.ts';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { Database } from '../db/connection.ts';
import { insertEvaluation, insertSurvey, insertWave, type Made } from '../db/surveys.ts';

export interface SurveyDeps { database: Pick<Database, 'evaluate'> }

const EVALUATION_KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;
const SURVEY_KEY = /^[a-z][a-z0-9_]{0,62}$/;
const NAME_LENGTH = 200;

function cleanName(name: string): string {
	const clean = name.normalize('NFC').replace(/\p{C}+/gu, ' ').trim();
	if (clean === '' || clean.length > NAME_LENGTH) throw new Problem('survey_problem_name', 400, { max: NAME_LENGTH });
	return clean;
}
function cleanKey(key: string, shape: RegExp, code: string): string {
	if (!shape.test(key)) throw new Problem(code);
	return key;
}

/**
 * The evaluation with this key, made if it is not there.
 * @param input.key a-z, 0-9 and hyphen, at most 63 characters
 * @throws Problem survey_problem_name, survey_problem_key
 */
export async function createEvaluation(deps: SurveyDeps, input: { key: string; name: string; actor: string }): Promise<Made> {
	const value = { key: cleanKey(input.key, EVALUATION_KEY, 'survey_problem_key'), name: cleanName(input.name) };
	return deps.database.evaluate.db.transaction((tx) => insertEvaluation(tx, value, input.actor));
}

/**
 * The evaluation's wave with this key, made if it is not there.
 * @throws Problem survey_problem_name, survey_problem_key, survey_problem_no_evaluation
 */
export async function createWave(deps: SurveyDeps, input: { evaluationId: number; key: string; name: string; actor: string }): Promise<Made> {
	const value = { evaluationId: input.evaluationId, key: cleanKey(input.key, EVALUATION_KEY, 'survey_problem_key'), name: cleanName(input.name) };
	const made = await deps.database.evaluate.db.transaction((tx) => insertWave(tx, value, input.actor));
	if (!made) throw new Problem('survey_problem_no_evaluation', 404);
	return made;
}

/**
 * The wave's survey with this key, made as a draft if it is not there. Its title is the questionnaire's.
 * @param input.key a-z, 0-9 and underscore, starting with a letter, at most 63 characters
 * @throws Problem survey_problem_survey_key, survey_problem_no_wave
 */
export async function createSurvey(deps: SurveyDeps, input: { waveId: number; key: string; defaultLocale?: Locale; actor: string }): Promise<Made> {
	const value = { waveId: input.waveId, key: cleanKey(input.key, SURVEY_KEY, 'survey_problem_survey_key'), defaultLocale: input.defaultLocale ?? 'nb' };
	const made = await deps.database.evaluate.db.transaction((tx) => insertSurvey(tx, value, input.actor));
	if (!made) throw new Problem('survey_problem_no_wave', 404);
	return made;
}
