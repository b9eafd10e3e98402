/** Surveys with their titles and counts, for the evaluator's pages. */
import { desc, eq, sql } from './drizzle.ts';
import type { Text } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { evaluation, questionnaireVersion, survey, wave } from './schema.ts';

function heads(tx: Tx) {
	return tx.select({
		id: survey.id, key: survey.key, state: survey.state, wave: wave.name, evaluation: evaluation.name, evaluationKey: evaluation.key,
		// a draft is text, finished or not
		title: sql<Text | null>`coalesce(${questionnaireVersion.document} -> 'title', case when pg_input_is_valid(${survey.draft}, 'jsonb') then ${survey.draft}::jsonb -> 'title' end)`
	}).from(survey)
		.innerJoin(wave, eq(wave.id, survey.waveId)).innerJoin(evaluation, eq(evaluation.id, wave.evaluationId))
		.leftJoin(questionnaireVersion, sql`${questionnaireVersion.surveyId} = ${survey.id} and ${questionnaireVersion.id} = ${survey.versionId}`);
}

/** All surveys: the newest wave first, in it the order they were made in. */
export async function readSurveys(tx: Tx) {
	return heads(tx).orderBy(desc(wave.id), survey.id);
}

export async function readSurvey(tx: Tx, surveyId: number) {
	const [row] = await heads(tx).where(eq(survey.id, surveyId));
	return row ?? null;
}
