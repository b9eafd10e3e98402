/** Figures about responses as a whole: how far they came, how long they took, what was left blank. Reads as the evaluate role. */
import { sql } from './drizzle.ts';
import type { Tx } from './connection.ts';

/** Responses begun and not sent in, by the page last saved; block null: only the consent was given. */
export async function countOpenByBlock(tx: Tx, surveyId: number): Promise<{ block: string | null; n: number }[]> {
	return tx.execute<{ block: string | null; n: number }>(sql`
		select block, count(*)::int as n from response where survey_id = ${surveyId} and state = 'open' group by 1`);
}

export interface Progress { started: number; submitted: number; /** Sent in without having been reopened: what the times are of. */ timed: number; seconds: [number, number, number] | null }

/** How many began and sent in, and quartiles of the seconds from consent to sending in. */
export async function readProgress(tx: Tx, surveyId: number): Promise<Progress> {
	const [row] = await tx.execute<Record<string, unknown> & Progress>(sql`
		select count(*)::int as started, (count(*) filter (where state = 'submitted'))::int as submitted,
			(count(*) filter (where state = 'submitted' and reopened = 0))::int as timed,
			to_json(percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from submitted_at - consented_at)::float8)
				filter (where state = 'submitted' and reopened = 0)) as seconds
		from response where survey_id = ${surveyId}`);
	return row ? { started: row.started, submitted: row.submitted, timed: row.timed, seconds: row.seconds } : { started: 0, submitted: 0, timed: 0, seconds: null };
}

export interface ItemRow { item: string; asked: number; notAnswered: number; dontKnow: number; notAsked: number }

/** Of the forms sent in: how many were asked each item, and how many of those left it blank or did not know. */
export async function countItems(tx: Tx, surveyId: number): Promise<ItemRow[]> {
	return tx.execute<ItemRow & Record<string, unknown>>(sql`
		select a.item, (count(*) filter (where a.state <> 'not_asked'))::int as asked, (count(*) filter (where a.state = 'not_answered'))::int as "notAnswered",
			(count(*) filter (where a.state = 'dont_know'))::int as "dontKnow", (count(*) filter (where a.state = 'not_asked'))::int as "notAsked"
		from response r join answer a on a.survey_id = r.survey_id and a.response_id = r.id
		where r.survey_id = ${surveyId} and r.state = 'submitted' group by 1`);
}

/** The questionnaire that new responses start on; null: none is published. */
export async function readCurrentDocument(tx: Tx, surveyId: number): Promise<unknown> {
	const [row] = await tx.execute<{ document: unknown }>(sql`
		select q.document from survey s join questionnaire_version q on (q.survey_id, q.id) = (s.id, s.version_id) where s.id = ${surveyId}`);
	return row?.document ?? null;
}
