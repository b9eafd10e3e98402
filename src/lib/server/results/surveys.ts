/** Surveys as the evaluator's pages list them. */
import { LOCALES, type Text } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { SurveyHead } from '#lib/evaluate/survey.ts';
import { readSurvey } from '#lib/server/db/survey-list.ts';
import type { ResponseDeps } from './response.ts';

/** The survey id in an address. @throws Problem evaluate_problem_no_survey (404) when it cannot be one */
export function surveyParam(text: string): number {
	const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : NaN;
	if (!(id <= 0x7fffffff)) throw new Problem('evaluate_problem_no_survey', 404);
	return id;
}

type Row = NonNullable<Awaited<ReturnType<typeof readSurvey>>>;

/** A draft's title may be anything that is JSON. */
function titled(title: unknown): title is Text {
	return typeof title === 'object' && title !== null && LOCALES.every((l) => !(l in title) || typeof (title as Text)[l] === 'string') && LOCALES.some((l) => l in title);
}

/** A row as pages show it. */
export function surveyOf({ id, key, title, wave, evaluation, state }: Row): SurveyHead {
	return { id, key, title: titled(title) ? title : { nb: key, nn: key, en: key }, wave, evaluation, state };
}

/** @throws Problem evaluate_problem_no_survey (404) */
export async function surveyHead(deps: ResponseDeps, surveyId: number): Promise<SurveyHead> {
	const row = await readSurvey(deps.database.evaluate.db, surveyId);
	if (!row) throw new Problem('evaluate_problem_no_survey', 404);
	return surveyOf(row);
}
