/** What frafall is reckoned from beside the list: when answers came, when mail was sent. No contact. */
import { and, eq, sql } from './drizzle.ts';
import type { Tx } from './connection.ts';
import { wholeNumbers } from './frame-codes.ts';
import { mail, mailing, survey } from './schema.ts';

/** Evaluations are Norwegian: a day is a Norwegian one. */
const day = (of: unknown) => sql<string>`to_char(${of} at time zone 'Europe/Oslo', 'YYYY-MM-DD')`;

/** The day on which each seat that counts as answered began to answer. */
export async function readAnswerDays(tx: Tx, surveyId: number): Promise<{ day: string; seats: Int32Array }[]> {
	const rows = await tx.execute<{ day: string; seats: string }>(sql`
		select to_char(d.day, 'YYYY-MM-DD') as day, d.seats from (
			select (r.consented_at at time zone 'Europe/Oslo')::date as day, array_agg(r.seat_id)::text as seats
			from response r join seat s on (s.survey_id, s.id) = (r.survey_id, r.seat_id)
			where r.survey_id = ${surveyId} and s.disposition in ('complete', 'partial') group by 1) d order by 1`);
	return rows.map(({ day: of, seats }) => ({ day: of, seats: wholeNumbers(seats) }));
}

/** Each mailing of which anything has been sent: the first day, and how many. */
export async function readSendDays(tx: Tx, surveyId: number) {
	return tx.select({ kind: mailing.kind, number: mailing.number, day: day(sql`min(${mail.changedAt})`), sent: sql<number>`count(*)::int` }).from(mail)
		.innerJoin(mailing, and(eq(mailing.surveyId, mail.surveyId), eq(mailing.id, mail.mailingId)))
		.where(and(eq(mail.surveyId, surveyId), eq(mail.state, 'sent')))
		.groupBy(mailing.id, mailing.kind, mailing.number).orderBy(sql`min(${mail.changedAt})`);
}

/** The survey's deadline as a Norwegian day, and what day it is by the database. */
export async function readDeadline(tx: Tx, surveyId: number) {
	const [row] = await tx.select({ state: survey.state, closes: day(survey.closesAt), today: day(sql`now()`) }).from(survey).where(eq(survey.id, surveyId));
	return row ? { ...row, closes: row.closes as string | null } : null;
}
