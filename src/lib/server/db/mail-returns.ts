/**
 * What came back, as it is kept.
 * Invariants: only a mail that has left can come back; a message is recorded once, by its key, and at most so many a mail; only codes are kept here, and a
 * person's words with the contacts, from where they go when filed, with the linkage key, with another person in the seat, or by age. Runs under the fieldwork role.
 */
import type { EventSql } from './seat-events.ts';

export interface MailKey { surveyId: number; mailingId: number; seatId: number }
export type Effect = 'undeliverable' | 'counted' | 'answered' | 'decided' | 'former' | 'already' | 'none';
export type FiledAs = 'refusal' | 'left' | 'nothing';

export interface ReturnedMail {
	state: string;
	/** It went to another person, or to an address since corrected. */
	former: boolean;
	/** How many messages about it have been recorded. */
	recorded: number;
}

/** The mail that something came back for; null: there is none. The seat must be held. */
export async function readReturnedMail(sql: EventSql, { surveyId, mailingId, seatId }: MailKey): Promise<ReturnedMail | null> {
	const [row] = await sql<ReturnedMail[]>`
		select m.state, exists (select from mail_former f where (f.survey_id, f.mailing_id, f.seat_id) = (m.survey_id, m.mailing_id, m.seat_id)) as former,
			(select count(*)::int from mail_return r where (r.survey_id, r.seat_id, r.mailing_id) = (m.survey_id, m.seat_id, m.mailing_id)) as recorded
		from mail m where (m.survey_id, m.mailing_id, m.seat_id) = (${surveyId}, ${mailingId}, ${seatId})`;
	return row ?? null;
}

/** What came back proves that a mail of unknown outcome was taken, and its seat invited. */
export async function callReturnedSent(sql: EventSql, { surveyId, mailingId, seatId }: MailKey): Promise<void> {
	const { count } = await sql`
		update mail set state = 'sent', reason = null, changed_at = now()
		where (survey_id, mailing_id, seat_id) = (${surveyId}, ${mailingId}, ${seatId}) and state = 'uncertain'`;
	if (count > 0) await sql`update seat set disposition = 'non_contact' where survey_id = ${surveyId} and id = ${seatId} and disposition = 'not_invited' and sampled`;
}

export interface NewReturn extends MailKey {
	key: Uint8Array;
	kind: string;
	code: string | null;
	cause: string | null;
	suggestion: string | null;
	effect: Effect;
}

/** Whether a message with this key has been recorded. */
export async function isRecorded(sql: EventSql, surveyId: number, key: Uint8Array): Promise<boolean> {
	const [row] = await sql`select from mail_return where survey_id = ${surveyId} and key = decode(${Buffer.from(key).toString('hex')}, 'hex')`;
	return row !== undefined;
}

/** @returns the row's id; null when the message was there already */
export async function insertReturn(sql: EventSql, row: NewReturn): Promise<number | null> {
	const [made] = await sql<{ id: number }[]>`
		insert into mail_return (survey_id, mailing_id, seat_id, kind, code, cause, suggestion, effect, key)
		values (${row.surveyId}, ${row.mailingId}, ${row.seatId}, ${row.kind}, ${row.code}, ${row.cause}, ${row.suggestion}, ${row.effect}, decode(${Buffer.from(row.key).toString('hex')}, 'hex'))
		on conflict (survey_id, key) do nothing returning id::float8 as id`;
	return made?.id ?? null;
}

/** Keeps a reply's words with the seat's contact. */
export async function insertReply(sql: EventSql, surveyId: number, returnId: number, contactKey: string, text: string): Promise<void> {
	await sql`insert into contact.mail_reply (survey_id, return_id, contact_key, text) values (${surveyId}, ${returnId}, ${contactKey}, ${text})`;
}

/** How many of the seat's mails have come back soft with this one, of those that went to who has it now. */
export async function countSoft(sql: EventSql, { surveyId, seatId, mailingId }: MailKey): Promise<number> {
	const [row] = await sql<{ n: number }[]>`
		select 1 + count(distinct r.mailing_id)::int as n from mail_return r
		where (r.survey_id, r.seat_id) = (${surveyId}, ${seatId}) and r.mailing_id <> ${mailingId} and r.kind = 'soft'
			and not exists (select from mail_former f where (f.survey_id, f.mailing_id, f.seat_id) = (r.survey_id, r.mailing_id, r.seat_id))`;
	return row?.n ?? 0;
}

/** Counts what was ignored, by day in Norway. @param surveyId null: it named none of our mails */
export async function countIgnored(sql: EventSql, surveyId: number | null, reason: string, n = 1): Promise<void> {
	await sql`
		insert into mail_return_count (survey_id, day, reason, n) values (${surveyId}, (now() at time zone 'Europe/Oslo')::date, ${reason}, ${n})
		on conflict (survey_id, day, reason) do update set n = mail_return_count.n + excluded.n`;
}

export interface WaitingReply { seatId: number; suggestion: FiledAs | null; filed: boolean }

/** A reply, whether or not it waits; null: the survey has none with this id. */
export async function readReply(sql: EventSql, surveyId: number, id: number): Promise<WaitingReply | null> {
	const [row] = await sql<WaitingReply[]>`
		select seat_id as "seatId", suggestion, filed_as is not null as filed from mail_return where survey_id = ${surveyId} and id = ${id} and kind = 'reply'`;
	return row ?? null;
}

/** Files the reply, removes its words and leaves an audit row. @returns false when it was filed before, or is of somebody who has the seat no longer */
export async function markFiled(sql: EventSql, surveyId: number, id: number, as: FiledAs, actor: string): Promise<boolean> {
	const { count } = await sql`
		update mail_return set filed_as = ${as}, filed_at = now(), filed_by = ${actor} where survey_id = ${surveyId} and id = ${id} and kind = 'reply' and filed_as is null
			and exists (select from contact.mail_reply w where (w.survey_id, w.return_id) = (mail_return.survey_id, mail_return.id))`;
	if (count === 0) return false;
	await sql`delete from contact.mail_reply where survey_id = ${surveyId} and return_id = ${id}`;
	const subject = JSON.stringify({ return: id, as });
	await sql`insert into audit (actor, action, survey_id, subject) values (${actor}, 'mail_reply.file', ${surveyId}, ${subject}::text::jsonb)`;
	return true;
}

/** Removes words that nobody has filed within `days`. @returns how many */
export async function expireReplies(sql: EventSql, days: number): Promise<number> {
	const { count } = await sql`
		with gone as (delete from contact.mail_reply where at < now() - make_interval(days => ${days}) returning survey_id, return_id)
		update mail_return r set filed_as = 'expired', filed_at = now() from gone g where (r.survey_id, r.id) = (g.survey_id, g.return_id) and r.filed_as is null`;
	return count;
}

export interface SourceCheck { at: Date; handled: number; waiting: number; problem: string | null }

/** Notes how the last reading of the mailbox went. */
export async function noteCheck(sql: EventSql, { at, handled, waiting, problem }: SourceCheck): Promise<void> {
	await sql`
		insert into mail_return_check (at, handled, waiting, problem) values (${at.toISOString()}, ${handled}, ${waiting}, ${problem})
		on conflict (one) do update set at = excluded.at, handled = excluded.handled, waiting = excluded.waiting, problem = excluded.problem`;
}
