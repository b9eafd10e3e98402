/** What frafall is reckoned from: every seat with its strata, when answers came, when mail was sent. No contact. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from './connection.ts';
import { mail, mailing, response, seat, seatStratum, survey } from './schema.ts';

/** Evaluations are Norwegian: a day is a Norwegian one. */
const day = (of: unknown) => sql<string>`to_char(${of} at time zone 'Europe/Oslo', 'YYYY-MM-DD')`;

/** Every seat with the codes the list gives it, in the order they came onto it. */
export async function readSeatCodes(tx: Tx, surveyId: number) {
	const codes = sql<Record<string, string>>`coalesce(jsonb_object_agg(${seatStratum.variable}, ${seatStratum.code}) filter (where ${seatStratum.variable} is not null), '{}')`;
	return tx.select({ id: seat.id, ref: seat.ref, sampled: seat.sampled, disposition: seat.disposition, codes }).from(seat)
		.leftJoin(seatStratum, and(eq(seatStratum.surveyId, seat.surveyId), eq(seatStratum.seatId, seat.id)))
		.where(eq(seat.surveyId, surveyId)).groupBy(seat.surveyId, seat.id).orderBy(asc(seat.id));
}

/** The day on which each seat that counts as answered began to answer. */
export async function readAnswerDays(tx: Tx, surveyId: number) {
	return tx.select({ seatId: response.seatId, day: day(response.consentedAt) }).from(response)
		.innerJoin(seat, and(eq(seat.surveyId, response.surveyId), eq(seat.id, response.seatId)))
		.where(and(eq(response.surveyId, surveyId), inArray(seat.disposition, ['complete', 'partial'])));
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
