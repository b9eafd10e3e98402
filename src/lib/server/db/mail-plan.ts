/**
 * The plan of a survey's mail: its steps, when they are sent, and what became of them.
 * Invariants: one plan a survey, one step a mailing; a step is queued or skipped once and does not change after it (a trigger holds this); a mailing of which a
 * mail was planned is not removed (the mails' key holds it); every change leaves one audit row in its transaction. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { MailAudience } from '../../domain/mail-audience.ts';
import type { Text } from '../../domain/questionnaire/schema.ts';
import type { PlanState, MailingState, SkipReason, SurveyState } from './schema.ts';

export type PlanSql = postgres.Sql | postgres.TransactionSql;

export interface StepRow {
	mailingId: number; kind: 'invitation' | 'reminder'; number: number; audience: MailAudience | null;
	/** Of the mailing, as the sender has it, and since when. */
	state: MailingState; stateAt: Date; problem: string | null;
	/** False: a mailing that is in no plan; what follows is then empty. */
	planned: boolean;
	afterDays: number | null; sendAt: Date | null; weekdays: number[]; from: number; to: number; skipHolidays: boolean;
	queuedAt: Date | null; skippedAt: Date | null; skipReason: SkipReason | null; heldBy: string | null;
}
export interface ClosedDays { id: number; first: string; last: string; reason: string }
export interface PlanRow { state: PlanState; gapHours: number; changedAt: Date | null; changedBy: string | null; deadline: Date | null; opensAt: Date | null; surveyState: SurveyState; steps: StepRow[]; closed: ClosedDays[] }

/** So that a step the day after another may begin earlier in the day. */
export const DEFAULT_GAP_HOURS = 20;

const time = (value: string | null): Date | null => (value === null ? null : new Date(value));
type Raw<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };

/** The survey's plan as it is; one that was never touched is a draft without steps of its own. Null: no such survey. */
export async function readPlan(sql: PlanSql, surveyId: number): Promise<PlanRow | null> {
	const [head] = await sql<Raw<Omit<PlanRow, 'steps' | 'closed'>>[]>`
		select coalesce(p.state, 'draft') as state, coalesce(p.gap_hours, ${DEFAULT_GAP_HOURS}::smallint) as "gapHours", p.changed_at as "changedAt", p.changed_by as "changedBy",
			s.closes_at as deadline, s.opens_at as "opensAt", s.state as "surveyState"
		from survey s left join mail_plan p on p.survey_id = s.id where s.id = ${surveyId}`;
	if (!head) return null;
	const steps = await sql<Raw<StepRow>[]>`
		select g.id as "mailingId", g.kind, g.number, g.audience, g.state, g.state_at as "stateAt", g.problem, t.mailing_id is not null as planned,
			t.after_days as "afterDays", t.send_at as "sendAt", coalesce(t.weekdays, '{}') as weekdays, coalesce(t.from_minute, 0) as "from", coalesce(t.to_minute, 0) as "to",
			coalesce(t.skip_holidays, true) as "skipHolidays", coalesce(t.queued_at, case when g.state <> 'draft' then (
				select coalesce(min(m.changed_at), g.state_at) from mail m where (m.survey_id, m.mailing_id) = (g.survey_id, g.id) and m.state not in ('planned', 'skipped')) end) as "queuedAt",
			t.skipped_at as "skippedAt", t.skip_reason as "skipReason", t.held_by as "heldBy"
		from mailing g left join mail_step t on (t.survey_id, t.mailing_id) = (g.survey_id, g.id) where g.survey_id = ${surveyId} order by g.number, g.kind`;
	const closed = await sql<ClosedDays[]>`
		select id, to_char(first_day, 'YYYY-MM-DD') as first, to_char(last_day, 'YYYY-MM-DD') as last, reason from mail_plan_closed where survey_id = ${surveyId} order by first_day, id`;
	return {
		...head, changedAt: time(head.changedAt), deadline: time(head.deadline), opensAt: time(head.opensAt), closed: [...closed],
		steps: steps.map((s) => ({ ...s, stateAt: new Date(s.stateAt), sendAt: time(s.sendAt), queuedAt: time(s.queuedAt), skippedAt: time(s.skippedAt) }))
	};
}

/** The survey's plan is there. */
export async function ensurePlan(sql: PlanSql, surveyId: number): Promise<void> {
	await sql`insert into mail_plan (survey_id, gap_hours) values (${surveyId}, ${DEFAULT_GAP_HOURS}) on conflict do nothing`;
}

/** Holds the plan until the transaction ends. False when another one has it: whoever waits for it must not hold a connection meanwhile. */
export async function tryLockPlan(tx: PlanSql, surveyId: number): Promise<boolean> {
	return (await tx`select from mail_plan where survey_id = ${surveyId} for update skip locked`).length > 0;
}

/** As `tryLockPlan`, of a plan that runs. */
export async function tryLockRunning(tx: PlanSql, surveyId: number): Promise<boolean> {
	return (await tx`select from mail_plan where survey_id = ${surveyId} and state = 'running' for update skip locked`).length > 0;
}

export const runningPlans = async (sql: PlanSql): Promise<number[]> =>
	(await sql<{ id: number }[]>`select survey_id as id from mail_plan where state = 'running' order by 1`).map((row) => row.id);

export async function auditPlan(tx: PlanSql, surveyId: number, actor: string, action: string, subject: object = {}): Promise<void> {
	await tx`insert into audit (actor, action, survey_id, subject) values (${actor}, ${action}, ${surveyId}, ${JSON.stringify(subject)}::text::jsonb)`;
}

export async function setPlan(tx: PlanSql, surveyId: number, to: { state?: PlanState; gapHours?: number }, actor: string, at: Date): Promise<void> {
	await tx`
		update mail_plan set state = coalesce(${to.state ?? null}::text, state), gap_hours = coalesce(${to.gapHours ?? null}::smallint, gap_hours), changed_at = ${at.toISOString()}::timestamptz, changed_by = ${actor}
		where survey_id = ${surveyId}`;
}

export interface StepTimes { afterDays: number | null; sendAt: Date | null; weekdays: readonly number[]; from: number; to: number; skipHolidays: boolean }

/** Puts the mailing in the plan, or changes when it is sent. */
export async function writeStep(tx: PlanSql, surveyId: number, mailingId: number, step: StepTimes): Promise<void> {
	await tx`
		insert into mail_step (survey_id, mailing_id, after_days, send_at, weekdays, from_minute, to_minute, skip_holidays)
		values (${surveyId}, ${mailingId}, ${step.afterDays}, ${step.sendAt?.toISOString() ?? null}::text::timestamptz, ${[...step.weekdays]}::int[]::smallint[], ${step.from}, ${step.to}, ${step.skipHolidays})
		on conflict (survey_id, mailing_id) do update set after_days = excluded.after_days, send_at = excluded.send_at, weekdays = excluded.weekdays,
			from_minute = excluded.from_minute, to_minute = excluded.to_minute, skip_holidays = excluded.skip_holidays, held_by = null`;
}

/** A mailing made for a plan, with texts to begin with. @returns its id */
export async function insertPlanned(
	tx: PlanSql, key: { surveyId: number; kind: 'invitation' | 'reminder'; number: number }, texts: { subject: Text; body: Text }, actor: string, audience: MailAudience | null = null
): Promise<number> {
	const [made] = await tx<{ id: number }[]>`
		insert into mailing (survey_id, kind, number, subject, body, created_by, audience)
		values (${key.surveyId}, ${key.kind}, ${key.number}, ${JSON.stringify(texts.subject)}::text::jsonb, ${JSON.stringify(texts.body)}::text::jsonb, ${actor}, ${audience ? JSON.stringify(audience) : null}::text::jsonb) returning id`;
	if (!made) throw new Error('the mailing was not stored');
	await auditPlan(tx, key.surveyId, actor, 'mailing.create', { mailing: made.id, kind: key.kind, number: key.number, ...(audience && { audience }) });
	return made.id;
}

/** Takes a reminder and its texts out of the plan. */
export async function deleteMailing(tx: PlanSql, surveyId: number, mailingId: number): Promise<boolean> {
	return (await tx`delete from mailing where survey_id = ${surveyId} and id = ${mailingId} and kind = 'reminder' and state = 'draft'`).count > 0;
}

export async function nextReminder(tx: PlanSql, surveyId: number): Promise<number> {
	const [row] = await tx<{ n: number }[]>`select coalesce(max(number), 0) + 1 as n from mailing where survey_id = ${surveyId} and kind = 'reminder'`;
	return row?.n ?? 1;
}

/** Marks the step as handed to the sender. False: it was already done. */
export async function markQueued(tx: PlanSql, surveyId: number, mailingId: number, at: Date): Promise<boolean> {
	return (await tx`
		update mail_step set queued_at = ${at.toISOString()}::timestamptz, held_by = null where survey_id = ${surveyId} and mailing_id = ${mailingId} and queued_at is null and skipped_at is null`).count > 0;
}

export async function markSkipped(tx: PlanSql, surveyId: number, mailingId: number, reason: SkipReason, at: Date): Promise<boolean> {
	return (await tx`
		update mail_step set skipped_at = ${at.toISOString()}::timestamptz, skip_reason = ${reason}, held_by = null
		where survey_id = ${surveyId} and mailing_id = ${mailingId} and queued_at is null and skipped_at is null`).count > 0;
}

/** Why the step has not gone though it is due: a message key, or null. */
export async function markHeld(tx: PlanSql, surveyId: number, mailingId: number, heldBy: string | null): Promise<void> {
	await tx`
		update mail_step set held_by = ${heldBy} where survey_id = ${surveyId} and mailing_id = ${mailingId} and queued_at is null and skipped_at is null and held_by is distinct from ${heldBy}`;
}

export async function addClosed(tx: PlanSql, surveyId: number, days: Omit<ClosedDays, 'id'>): Promise<void> {
	await tx`insert into mail_plan_closed (survey_id, first_day, last_day, reason) values (${surveyId}, ${days.first}::text::date, ${days.last}::text::date, ${days.reason})`;
}

export async function removeClosed(tx: PlanSql, surveyId: number, id: number): Promise<boolean> {
	return (await tx`delete from mail_plan_closed where survey_id = ${surveyId} and id = ${id}`).count > 0;
}

/** For each mailing: how many seats would get it if it were sent now, by what the seats are now. */
export async function readDueCounts(sql: PlanSql, surveyId: number): Promise<Map<number, number>> {
	const due = sql`s.sampled and s.contact_key is not null and s.disposition = any(case g.kind when 'invitation' then array['not_invited'] else array['non_contact', 'partial'] end) and not opted_out(s.survey_id, s.id)`;
	const rows = await sql<{ id: number; n: number }[]>`
		select g.id, case when g.audience is null then (select count(*)::int from seat s where s.survey_id = g.survey_id and ${due})
			else (select count(*)::int from audience_seats(g.survey_id, g.audience) x join seat s on s.survey_id = g.survey_id and s.id = x where ${due}) end as n
		from mailing g where g.survey_id = ${surveyId}`;
	return new Map(rows.map((row) => [row.id, row.n]));
}

/** For each mailing that has mails: how many are in each state. */
export async function readMailCounts(sql: PlanSql, surveyId: number): Promise<Map<number, Record<string, number>>> {
	const rows = await sql<{ id: number; state: string; n: number }[]>`select mailing_id as id, state, count(*)::int as n from mail where survey_id = ${surveyId} group by 1, 2`;
	const counts = new Map<number, Record<string, number>>();
	for (const { id, state, n } of rows) counts.set(id, { ...counts.get(id), [state]: n });
	return counts;
}

/**
 * Whether someone waits for an invitation that has been sent to the others: a seat that came later, has another person after a mail that failed, or is to be invited after all.
 * A change less than an hour old waits, so that a mistake can be undone.
 */
export async function someoneIsLate(sql: PlanSql, surveyId: number, mailingId: number, now: Date): Promise<boolean> {
	const [row] = await sql<{ late: boolean }[]>`
		select coalesce(max(coalesce(m.changed_at, s.added_at)) <= ${now.toISOString()}::timestamptz - interval '1 hour', false) as late
		from seat s join contact.link l on l.contact_key = s.contact_key join contact.person p on p.id = l.person_id
		left join mail m on (m.survey_id, m.mailing_id, m.seat_id) = (s.survey_id, ${mailingId}, s.id)
		where s.survey_id = ${surveyId} and s.sampled and s.disposition = 'not_invited' and coalesce(m.state in ('planned', 'skipped'), true)
			and ((select audience from mailing where survey_id = ${surveyId} and id = ${mailingId}) is null
				or s.id in (select audience_seats(${surveyId}, (select audience from mailing where survey_id = ${surveyId} and id = ${mailingId}))))`;
	return row?.late ?? false;
}
