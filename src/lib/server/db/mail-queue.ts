/**
 * Where the sending of a mailing stands, and which mailings want a sender.
 * Invariants: an order and the mails it plans are committed together; a paused, stopped or finished mailing has none taken in hand (see claimMails); a mailing is done
 * only when no mail of it waits; every decision of a person leaves an audit row. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import { auditRun, planMails, type MailingRef } from './mail-send.ts';
import type { Disposition, MailingState } from './schema.ts';

type Sql = postgres.Sql | postgres.TransactionSql;

async function lockState(tx: postgres.TransactionSql, ref: MailingRef): Promise<MailingState | null> {
	const [row] = await tx<{ state: MailingState }[]>`select state from mailing where survey_id = ${ref.surveyId} and id = ${ref.mailingId} for update`;
	return row?.state ?? null;
}

/** A mailing's kind and number by its id; null when the survey has none such. */
export async function readMailingKey(sql: Sql, surveyId: number, mailingId: number): Promise<{ kind: 'invitation' | 'reminder'; number: number } | null> {
	const [row] = await sql<{ kind: 'invitation' | 'reminder'; number: number }[]>`select kind, number from mailing where survey_id = ${surveyId} and id = ${mailingId}`;
	return row ?? null;
}

export interface Order { ref: MailingRef; due: Disposition[]; all: boolean; actor: string; now: Date }

/**
 * Plans the mails and puts the mailing in line. One that is under way stays so, with the new mails; a paused one is left as it is.
 * @param as 'sending' for a caller that is the sender itself, also of a paused mailing
 * @returns how many were planned, or null where it is paused
 */
export async function orderMailing(sql: postgres.Sql, order: Order, as: 'queued' | 'sending'): Promise<number | null> {
	return sql.begin(async (tx) => {
		const state = await lockState(tx, order.ref);
		if (as === 'queued' && state === 'paused') return null;
		const planned = await planMails(tx, order.ref, order.due, order.all, order.actor);
		const next = as === 'queued' && state === 'sending' ? state : as;
		if (next !== state) await setState(tx, order.ref, next, null, order.now);
		return planned;
	});
}

async function setState(sql: Sql, ref: MailingRef, state: MailingState, problem: string | null, now: Date): Promise<void> {
	await sql`update mailing set state = ${state}, problem = ${problem}, state_at = ${now.toISOString()}::timestamptz where survey_id = ${ref.surveyId} and id = ${ref.mailingId}`;
}

/** What a person decides of a mailing, from which states, and what it then is. */
const DECISIONS = {
	pause: { from: ['queued', 'sending'], to: 'paused' },
	resume: { from: ['paused', 'done', 'stopped'], to: 'queued' },
	stop: { from: ['queued', 'sending', 'paused'], to: 'stopped' }
} as const satisfies Record<string, { from: MailingState[]; to: MailingState }>;
export type Decision = keyof typeof DECISIONS;

async function someWait(tx: postgres.TransactionSql, ref: MailingRef): Promise<boolean> {
	return (await tx`select from mail where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and state = 'planned' limit 1`).length > 0;
}

/**
 * Stopping makes what waits skipped. A stopped mailing goes on for those that a person has put back in line since, and for nobody else.
 * @returns whether the mailing was in a state the decision is for
 */
export async function decideMailing(sql: postgres.Sql, ref: MailingRef, decision: Decision, actor: string, now: Date): Promise<boolean> {
	return sql.begin(async (tx) => {
		const state = await lockState(tx, ref);
		const { from, to } = DECISIONS[decision];
		if (state === null || !(from as readonly MailingState[]).includes(state)) return false;
		if (state === 'stopped' && !(await someWait(tx, ref))) return false;
		await setState(tx, ref, to, null, now);
		const skipped = decision !== 'stop' ? 0 : (await tx`
			update mail set state = 'skipped', reason = 'stopped', changed_at = now() where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and state = 'planned'`).count;
		await auditRun(tx, ref, actor, `mailing.${decision}`, { ...(decision === 'stop' && { skipped }) });
		return true;
	});
}

/** The sender begins: a mailing in line is being sent. @returns false when it is not to be sent now */
export async function beginMailing(sql: Sql, ref: MailingRef, now: Date): Promise<boolean> {
	const rows = await sql`
		update mailing set state_at = case when state = 'queued' then ${now.toISOString()}::timestamptz else state_at end, state = 'sending'
		where survey_id = ${ref.surveyId} and id = ${ref.mailingId} and state in ('queued', 'sending') returning 1`;
	return rows.length > 0;
}

/** The sender ends: done when none waits; with a problem that a person must see to, paused. A mailing that a person has meanwhile paused or stopped stays so. @returns its state */
export async function endMailing(sql: postgres.Sql, ref: MailingRef, end: 'done' | 'paused', problem: string | null, now: Date): Promise<MailingState | null> {
	return sql.begin(async (tx) => {
		// looked up after the lock is held, so that mails that are planned at this moment are seen
		const state = await lockState(tx, ref);
		if (state !== 'sending') return state;
		const { count } = await tx`
			update mailing g set state = ${end}, problem = ${problem}, state_at = ${now.toISOString()}::timestamptz where survey_id = ${ref.surveyId} and id = ${ref.mailingId}
				and (${end} = 'paused' or not exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state in ('planned', 'sending')))`;
		return count > 0 ? end : state;
	});
}

/** What keeps the server from taking more, for the page; null when it takes mail again. */
export async function noteProblem(sql: Sql, ref: MailingRef, problem: string | null): Promise<void> {
	await sql`update mailing set problem = ${problem} where survey_id = ${ref.surveyId} and id = ${ref.mailingId} and state = 'sending' and problem is distinct from ${problem}`;
}

/** Mailings that are to be sent, that have something to do at the time, and that nobody is at; and stopped ones of which a sender that is gone had mails in hand. */
export async function mailingsWithoutSender(sql: postgres.Sql, now: Date): Promise<MailingRef[]> {
	return sql<MailingRef[]>`
		select g.survey_id as "surveyId", g.id as "mailingId" from mailing g
		where (g.state in ('queued', 'sending') or g.state = 'stopped' and exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state = 'sending'))
			and (not exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state = 'planned')
				or exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state = 'planned' and coalesce(m.not_before <= ${now.toISOString()}::timestamptz, true))
				or exists (select from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state = 'sending'))
			and not exists (
				select from pg_locks k where k.locktype = 'advisory' and k.granted and k.objsubid = 1 and k.database = (select oid from pg_database where datname = current_database())
					and (k.classid::bigint << 32 | k.objid::bigint) = hashtextextended('mailing ' || g.survey_id || ' ' || g.id, 0))
		order by g.survey_id, g.id`;
}

export interface ProgressRow { id: number; state: MailingState; stateAt: Date; problem: string | null; lastMinute: number; nextAt: Date | null }

/** How a mailing stands. lastMinute: how many were sent in the minute before `now`; nextAt: when the first of those that wait may be tried, where none may be now. */
export async function readProgress(sql: Sql, ref: MailingRef, now: Date): Promise<ProgressRow | null> {
	const [row] = await sql<(Omit<ProgressRow, 'stateAt' | 'nextAt'> & { stateAt: string; nextAt: string | null })[]>`
		select g.id, g.state, g.state_at as "stateAt", g.problem,
			(select count(*)::int from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state = 'sent' and m.changed_at > now() - interval '1 minute') as "lastMinute",
			(select min(m.not_before) from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state = 'planned'
				having count(*) filter (where coalesce(m.not_before <= ${now.toISOString()}::timestamptz, true)) = 0) as "nextAt"
		from mailing g where g.survey_id = ${ref.surveyId} and g.id = ${ref.mailingId}`;
	return row ? { ...row, stateAt: new Date(row.stateAt), nextAt: row.nextAt === null ? null : new Date(row.nextAt) } : null;
}

export interface MailingLine extends MailingRef { kind: 'invitation' | 'reminder'; number: number; state: MailingState; sent: number; waiting: number; failed: number; uncertain: number }

/** Every mailing of the survey with how its messages stand, the invitation first. */
export async function readMailings(sql: Sql, surveyId: number): Promise<MailingLine[]> {
	return sql<MailingLine[]>`
		select g.survey_id as "surveyId", g.id as "mailingId", g.kind, g.number, g.state, (count(*) filter (where m.state = 'sent'))::int as sent,
			(count(*) filter (where m.state in ('planned', 'sending')))::int as waiting, (count(*) filter (where m.state = 'failed'))::int as failed,
			(count(*) filter (where m.state = 'uncertain'))::int as uncertain
		from mailing g left join mail m on (m.survey_id, m.mailing_id) = (g.survey_id, g.id) where g.survey_id = ${surveyId} group by g.survey_id, g.id order by g.number`;
}
