/** What has come back, for the page: codes and counts; and replies that wait, whose words only the fieldwork role can read. */
import type { SourceCheck } from './mail-returns.ts';
import type { Disposition } from './schema.ts';
import type { EventSql } from './seat-events.ts';

export type ReturnKind = 'hard' | 'soft' | 'delayed' | 'delivered' | 'auto' | 'reply';
interface Mail { mailingKind: 'invitation' | 'reminder'; number: number }

/** Messages a kind. */
export async function readReturnKinds(sql: EventSql, surveyId: number): Promise<{ kind: ReturnKind; n: number }[]> {
	return sql`select kind, count(*)::int as n from mail_return where survey_id = ${surveyId} group by kind`;
}

/** Messages a day in Norway and kind, of the last `days` on which any came; newest first. */
export async function readReturnDays(sql: EventSql, surveyId: number, days: number): Promise<{ day: string; kind: ReturnKind; n: number }[]> {
	return sql`
		with dated as (select to_char(at at time zone 'Europe/Oslo', 'YYYY-MM-DD') as day, kind from mail_return where survey_id = ${surveyId}),
		latest as (select distinct day from dated order by day desc limit ${days})
		select day, kind, count(*)::int as n from dated join latest using (day) group by day, kind order by day desc, kind`;
}

/** What was ignored, by reason. @param surveyId null: it named none of our mails */
export async function readIgnored(sql: EventSql, surveyId: number | null): Promise<{ reason: string; n: number; last: string }[]> {
	return sql`
		select reason, sum(n)::int as n, to_char(max(day), 'YYYY-MM-DD') as last from mail_return_count where survey_id is not distinct from ${surveyId}::int group by reason order by 2 desc, 1`;
}

export interface BouncedRow extends Mail {
	id: number; seatId: number; ref: string; disposition: Disposition; kind: 'hard' | 'soft'; code: string | null; cause: string; effect: string; at: Date;
}

/** Mails that could not be delivered, newest first. */
export async function readBounced(sql: EventSql, surveyId: number, page: { offset: number; limit: number }): Promise<BouncedRow[]> {
	const rows = await sql<(Omit<BouncedRow, 'at'> & { at: string })[]>`
		select r.id::float8 as id, r.seat_id as "seatId", s.ref, s.disposition, r.kind, r.code, r.cause, r.effect, r.at, g.kind as "mailingKind", g.number
		from mail_return r join seat s on (s.survey_id, s.id) = (r.survey_id, r.seat_id) join mailing g on (g.survey_id, g.id) = (r.survey_id, r.mailing_id)
		where r.survey_id = ${surveyId} and r.kind in ('hard', 'soft') order by r.id desc limit ${page.limit} offset ${page.offset}`;
	return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

export interface ReplyRow extends Mail {
	id: number; seatId: number; ref: string; disposition: Disposition; text: string; suggestion: 'refusal' | 'left' | null; at: Date;
}

/** Replies that wait for a person, oldest first. `total` counts all of them. */
export async function readReplies(sql: EventSql, surveyId: number, limit: number): Promise<{ total: number; rows: ReplyRow[] }> {
	const rows = await sql<(Omit<ReplyRow, 'at'> & { at: string; total: number })[]>`
		select count(*) over ()::int as total, r.id::float8 as id, r.seat_id as "seatId", s.ref, s.disposition, w.text, r.suggestion, r.at, g.kind as "mailingKind", g.number
		from mail_return r join contact.mail_reply w on (w.survey_id, w.return_id) = (r.survey_id, r.id)
		join seat s on (s.survey_id, s.id) = (r.survey_id, r.seat_id) join mailing g on (g.survey_id, g.id) = (r.survey_id, r.mailing_id)
		where r.survey_id = ${surveyId} and r.kind = 'reply' and r.filed_as is null order by r.id limit ${limit}`;
	return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => ({ ...row, at: new Date(row.at) })) };
}

/** One audit row an hour for a reader of replies, which says that they were read and never whose. */
export async function auditReplies(sql: EventSql, surveyId: number, actor: string): Promise<void> {
	await sql`
		insert into audit (actor, action, survey_id) select ${actor}, 'mail_reply.read', ${surveyId}
		where not exists (select from audit where actor = ${actor} and action = 'mail_reply.read' and survey_id = ${surveyId} and at > now() - interval '1 hour')`;
}

/** How the last reading of the mailbox went; null: it has not been read. */
export async function readCheck(sql: EventSql): Promise<SourceCheck | null> {
	const [row] = await sql<(Omit<SourceCheck, 'at'> & { at: string })[]>`select at, handled, waiting, problem from mail_return_check`;
	return row ? { ...row, at: new Date(row.at) } : null;
}
