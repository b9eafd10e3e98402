/**
 * Writes of evaluations, waves and surveys.
 * Invariants: every write leaves one audit row in the same transaction, and a write that changes nothing leaves none;
 * making what is already there finds it instead. Runs under the evaluate role.
 */
import { and, eq, sql } from './drizzle.ts';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { Tx } from './connection.ts';
import { audit, evaluation, survey, wave, type SurveyState } from './schema.ts';

export interface Made { id: number; created: boolean }

export interface AuditEntry { actor: string; action: string; surveyId?: number; subject?: Record<string, unknown> }

/** One audit row; belongs in the transaction of what it tells of. */
export async function record(tx: Tx, entry: AuditEntry): Promise<void> {
	await tx.insert(audit).values({ ...entry, surveyId: entry.surveyId ?? null, subject: entry.subject ?? {} });
}

export async function insertEvaluation(tx: Tx, value: { key: string; name: string }, actor: string): Promise<Made> {
	const [made] = await tx.insert(evaluation).values(value).onConflictDoNothing({ target: evaluation.key }).returning({ id: evaluation.id });
	if (made) {
		await record(tx, { actor, action: 'evaluation.create', subject: { evaluation: value.key } });
		return { id: made.id, created: true };
	}
	const [there] = await tx.select({ id: evaluation.id }).from(evaluation).where(eq(evaluation.key, value.key));
	if (!there) throw new Error('the evaluation neither was made nor is there');
	return { id: there.id, created: false };
}

/** Null when there is no such evaluation. */
export async function insertWave(tx: Tx, value: { evaluationId: number; key: string; name: string }, actor: string): Promise<Made | null> {
	const [owner] = await tx.select({ id: evaluation.id }).from(evaluation).where(eq(evaluation.id, value.evaluationId));
	if (!owner) return null;
	const [made] = await tx.insert(wave).values(value).onConflictDoNothing({ target: [wave.evaluationId, wave.key] }).returning({ id: wave.id });
	if (made) {
		await record(tx, { actor, action: 'wave.create', subject: { evaluationId: value.evaluationId, wave: value.key } });
		return { id: made.id, created: true };
	}
	const [there] = await tx.select({ id: wave.id }).from(wave).where(and(eq(wave.evaluationId, value.evaluationId), eq(wave.key, value.key)));
	if (!there) throw new Error('the wave neither was made nor is there');
	return { id: there.id, created: false };
}

/** Null when there is no such wave. */
export async function insertSurvey(tx: Tx, value: { waveId: number; key: string; defaultLocale: Locale }, actor: string): Promise<Made | null> {
	const [owner] = await tx.select({ id: wave.id }).from(wave).where(eq(wave.id, value.waveId));
	if (!owner) return null;
	const [made] = await tx.insert(survey).values(value).onConflictDoNothing({ target: [survey.waveId, survey.key] }).returning({ id: survey.id });
	if (made) {
		await record(tx, { actor, action: 'survey.create', surveyId: made.id, subject: { survey: value.key } });
		return { id: made.id, created: true };
	}
	const [there] = await tx.select({ id: survey.id }).from(survey).where(and(eq(survey.waveId, value.waveId), eq(survey.key, value.key)));
	if (!there) throw new Error('the survey neither was made nor is there');
	return { id: there.id, created: false };
}

export interface LockedSurvey { state: SurveyState; opensAt: Date | null; closesAt: Date | null; versionId: number | null; draft: string | null }

/** The survey's row, held until the transaction ends, so that two who change it wait for each other. Null: no such survey. */
export async function lockSurvey(tx: Tx, surveyId: number): Promise<LockedSurvey | null> {
	const [row] = await tx.select({ state: survey.state, opensAt: survey.opensAt, closesAt: survey.closesAt, versionId: survey.versionId, draft: survey.draft })
		.from(survey).where(eq(survey.id, surveyId)).for('update');
	return row ?? null;
}

export async function updateDraft(tx: Tx, surveyId: number, draft: string, actor: string): Promise<void> {
	await tx.update(survey).set({ draft, draftSavedAt: sql`now()` }).where(eq(survey.id, surveyId));
	await record(tx, { actor, action: 'survey.draft', surveyId, subject: { characters: draft.length } });
}

export interface Lifecycle { state: SurveyState; opensAt: Date | null; closesAt: Date | null }

export async function updateLifecycle(tx: Tx, surveyId: number, to: Lifecycle, actor: string): Promise<void> {
	await tx.update(survey).set(to).where(eq(survey.id, surveyId));
	const at = (date: Date | null) => date?.toISOString() ?? null;
	await record(tx, { actor, action: `survey.${to.state === 'open' ? 'open' : 'close'}`, surveyId, subject: { opensAt: at(to.opensAt), closesAt: at(to.closesAt) } });
}
