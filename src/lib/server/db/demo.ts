/** What the demo reads back to check itself, beyond what the services give. Runs under the evaluate role: no contact, no link. */
import { and, eq, sql } from './drizzle.ts';
import type { Tx } from './connection.ts';
import { evaluation, questionnaireVersion, survey, wave, type SurveyState } from './schema.ts';

export interface FoundSurvey {
	id: number;
	key: string;
	state: SurveyState;
	/** The questionnaire that new responses start on; null before the first is published. */
	document: unknown;
}

/** Surveys of a wave by key; none when the evaluation or the wave is not there. */
export async function findSurveys(tx: Tx, evaluationKey: string, waveKey: string): Promise<Map<string, FoundSurvey>> {
	const rows = await tx.select({ id: survey.id, key: survey.key, state: survey.state, document: questionnaireVersion.document })
		.from(survey).innerJoin(wave, eq(wave.id, survey.waveId)).innerJoin(evaluation, eq(evaluation.id, wave.evaluationId))
		.leftJoin(questionnaireVersion, and(eq(questionnaireVersion.surveyId, survey.id), eq(questionnaireVersion.id, survey.versionId)))
		.where(and(eq(evaluation.key, evaluationKey), eq(wave.key, waveKey)));
	return new Map(rows.map((row) => [row.key, row]));
}

export interface StoredAnswer {
	ref: string;
	item: string;
	state: string;
	/** The value as text: a code, a number, codes joined by a comma, or the words; null unless answered. */
	value: string | null;
}

/** Every answer of a survey's submitted responses, with the seat's key in the population list. @param among only seats with this code in a stratum */
export async function readAnswers(tx: Tx, surveyId: number, among?: { stratum: string; code: string }): Promise<StoredAnswer[]> {
	const only = among ? sql`and exists (select from seat_stratum t where (t.survey_id, t.seat_id, t.variable, t.code) = (s.survey_id, s.id, ${among.stratum}, ${among.code}))` : sql``;
	return [...await tx.execute<StoredAnswer & Record<string, unknown>>(sql`
		select s.ref, a.item, a.state, coalesce(a.code::text, a.number::text, array_to_string(a.codes, ','), a.text) as value
		from response r join seat s on s.survey_id = r.survey_id and s.id = r.seat_id join answer a on a.survey_id = r.survey_id and a.response_id = r.id
		where r.survey_id = ${surveyId} and r.state = 'submitted' ${only}`)];
}

export interface ResponseSummary {
	/** Rows in `response`. */
	responses: number;
	submitted: number;
	/** Seats with a response. */
	seats: number;
	/** Submitted responses in which some item of the version has no row, or a row is of no item. */
	incomplete: number;
	/** Seats, and seats by disposition added up. */
	population: number;
	dispositions: number;
	/** Seats that are complete or partial without a response, or the other way about. */
	contradictions: number;
}

/** Counts that the demo's checks rest on, of one survey and one moment. */
export async function summariseResponses(tx: Tx, surveyId: number): Promise<ResponseSummary> {
	const [row] = await tx.execute<ResponseSummary & Record<string, unknown>>(sql`
		with held as (
			select r.id, r.seat_id, r.state,
				(select count(*) from version_item v where v.survey_id = r.survey_id and v.version_id = r.version_id) items,
				(select count(*) from answer a where a.survey_id = r.survey_id and a.response_id = r.id) answers
			from response r where r.survey_id = ${surveyId})
		select (select count(*)::int from held) responses, (select count(*)::int from held where state = 'submitted') submitted,
			(select count(distinct seat_id)::int from held) seats, (select count(*)::int from held where state = 'submitted' and answers <> items) incomplete,
			(select count(*)::int from seat where survey_id = ${surveyId}) population,
			(select coalesce(sum(n), 0)::int from (select count(*) n from seat where survey_id = ${surveyId} group by disposition) by_disposition) dispositions,
			(select count(*)::int from seat s left join held h on h.seat_id = s.id where s.survey_id = ${surveyId}
				and (h.id is not null) <> (s.disposition in ('complete', 'partial'))) contradictions`);
	if (!row) throw new Error('the counts were not read');
	return row;
}

/** Seats of a survey that have a response, by the seat's key in the population list, with the response's state. */
export async function respondedSeats(tx: Tx, surveyId: number): Promise<Map<string, 'open' | 'submitted'>> {
	const rows = await tx.execute<{ ref: string; state: 'open' | 'submitted' }>(sql`
		select s.ref, r.state from response r join seat s on s.survey_id = r.survey_id and s.id = r.seat_id where r.survey_id = ${surveyId}`);
	return new Map(rows.map((row) => [row.ref, row.state]));
}
