/** Reads of surveys and questionnaire versions. No contact is reachable from here. */
import { and, count, desc, eq } from './drizzle.ts';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { Db } from './connection.ts';
import { evaluation, questionnaireVersion, response, survey, wave, type SurveyState } from './schema.ts';

export interface SurveyRow {
	id: number; key: string; state: SurveyState; opensAt: Date | null; closesAt: Date | null; defaultLocale: Locale;
	versionId: number | null; draft: string | null; draftSavedAt: Date | null;
	wave: { id: number; key: string; name: string }; evaluation: { id: number; key: string; name: string };
}

export async function readSurvey(db: Db, surveyId: number): Promise<SurveyRow | null> {
	const [row] = await db.select({
		id: survey.id, key: survey.key, state: survey.state, opensAt: survey.opensAt, closesAt: survey.closesAt, defaultLocale: survey.defaultLocale,
		versionId: survey.versionId, draft: survey.draft, draftSavedAt: survey.draftSavedAt,
		wave: { id: wave.id, key: wave.key, name: wave.name }, evaluation: { id: evaluation.id, key: evaluation.key, name: evaluation.name }
	}).from(survey).innerJoin(wave, eq(wave.id, survey.waveId)).innerJoin(evaluation, eq(evaluation.id, wave.evaluationId)).where(eq(survey.id, surveyId));
	return row ?? null;
}

export interface VersionRow { id: number; number: number; hash: string; publishedAt: Date; publishedBy: string | null; responses: number; document: unknown }

const columns = {
	id: questionnaireVersion.id, number: questionnaireVersion.number, hash: questionnaireVersion.hash,
	publishedAt: questionnaireVersion.publishedAt, publishedBy: questionnaireVersion.publishedBy
};

/** All versions of the survey, newest first, with how many responses each has; without the documents. */
export async function readVersions(db: Db, surveyId: number): Promise<Omit<VersionRow, 'document'>[]> {
	return db.select({ ...columns, responses: count(response.id) }).from(questionnaireVersion)
		.leftJoin(response, and(eq(response.surveyId, questionnaireVersion.surveyId), eq(response.versionId, questionnaireVersion.id)))
		.where(eq(questionnaireVersion.surveyId, surveyId))
		.groupBy(questionnaireVersion.surveyId, questionnaireVersion.id).orderBy(desc(questionnaireVersion.number));
}

export async function readVersion(db: Db, surveyId: number, number: number): Promise<Omit<VersionRow, 'responses'> | null> {
	const [row] = await db.select({ ...columns, document: questionnaireVersion.document }).from(questionnaireVersion)
		.where(and(eq(questionnaireVersion.surveyId, surveyId), eq(questionnaireVersion.number, number)));
	return row ?? null;
}

export interface EvaluationRow { id: number; key: string; name: string; waves: { id: number; key: string; name: string }[] }

/** Every evaluation with its waves, by name. */
export async function readEvaluations(db: Db): Promise<EvaluationRow[]> {
	const rows = await db.select({ id: evaluation.id, key: evaluation.key, name: evaluation.name, wave: { id: wave.id, key: wave.key, name: wave.name } })
		.from(evaluation).leftJoin(wave, eq(wave.evaluationId, evaluation.id)).orderBy(evaluation.name, evaluation.id, wave.id);
	const byId = new Map<number, EvaluationRow>();
	for (const { wave: w, ...e } of rows) {
		const entry = byId.get(e.id) ?? { ...e, waves: [] };
		if (w) entry.waves.push(w);
		byId.set(e.id, entry);
	}
	return [...byId.values()];
}
