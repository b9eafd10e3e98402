/** What the pages of a survey's questionnaire read. */
import * as v from 'valibot';
import { Problem } from '../../domain/problem.ts';
import { Questionnaire } from '../../domain/questionnaire/schema.ts';
import { readEvaluations, readSurvey, readVersion, readVersions, type EvaluationRow, type SurveyRow, type VersionRow } from '../db/surveys-read.ts';
import type { SurveyDeps } from './create.ts';

export type { EvaluationRow, SurveyRow };
export type Version = Omit<VersionRow, 'document' | 'responses'>;

/** @throws Problem survey_problem_no_survey */
export async function getSurvey(deps: SurveyDeps, surveyId: number): Promise<SurveyRow> {
	const row = await readSurvey(deps.database.evaluate.db, surveyId);
	if (!row) throw new Problem('survey_problem_no_survey', 404);
	return row;
}

/** Newest first, with how many responses each has. */
export const listVersions = (deps: SurveyDeps, surveyId: number) => readVersions(deps.database.evaluate.db, surveyId);

/** Every evaluation with its waves. */
export const listEvaluations = (deps: SurveyDeps): Promise<EvaluationRow[]> => readEvaluations(deps.database.evaluate.db);

/**
 * A published version with its document, the properties in the order of the format: the database keeps content, not order.
 * @throws Problem survey_problem_no_version
 */
export async function getVersion(deps: SurveyDeps, surveyId: number, number: number): Promise<Version & { questionnaire: Questionnaire }> {
	const row = await readVersion(deps.database.evaluate.db, surveyId, number);
	if (!row) throw new Problem('survey_problem_no_version', 404);
	const { document, ...version } = row;
	const ordered = v.safeParse(Questionnaire, document);
	return { ...version, questionnaire: ordered.success ? ordered.output : (document as Questionnaire) };
}

/** The questionnaire as a file: readable, and the same content as was published. */
export const documentText = (questionnaire: Questionnaire): string => `${JSON.stringify(questionnaire, null, 2)}\n`;
