/**
 * The states a mail goes through as it is sent.
 * Invariants: a seat has at most one mail of a mailing; a mail is 'sending', with the hash of its link committed, before the message leaves; it is checked again, and marked
 * as handed over, at the last moment before a byte of it leaves; one left 'sending' by a run that is gone becomes 'uncertain' if it was handed over, else 'planned';
 * only the run that has a mail in hand can hand it over or say what became of it; an invitation that is sent makes its seat non_contact, an address refused for good
 * makes it undeliverable. Runs under the fieldwork role. What is due is decided by the time given, not by the database's.
 */
import type postgres from 'postgres';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { Disposition } from './schema.ts';

export { asOnlySender } from './mail-lock.ts';

type Sql = postgres.Sql | postgres.TransactionSql;
export interface MailingRef { surveyId: number; mailingId: number }

/** Dispositions that a mail of the kind is for. */
export const DUE: Record<'invitation' | 'reminder', Disposition[]> = { invitation: ['not_invited'], reminder: ['non_contact', 'partial'] };

/**
 * Plans one mail a seat that is due, of the mailing's audience, and has an address; with `all`, everyone who is not ineligible becomes part of the sample first.
 * A seat that already has its mail of this mailing is left alone, unless that was skipped: nothing of it has left, and what kept it back does so no longer. @returns how many were planned now
 */
export async function planMails(tx: postgres.TransactionSql, ref: MailingRef, due: Disposition[], all: boolean, actor: string): Promise<number> {
	const drawn = all ? (await tx`update seat set sampled = true where survey_id = ${ref.surveyId} and not sampled and disposition <> 'ineligible'`).count : 0;
	const { count: planned } = await tx`
		insert into mail (survey_id, mailing_id, seat_id)
		select survey_id, ${ref.mailingId}, id from seat
		where survey_id = ${ref.surveyId} and sampled and contact_key is not null and disposition = any(${due}::text[]) and not opted_out(survey_id, id)
			and ((select audience from mailing where survey_id = ${ref.surveyId} and id = ${ref.mailingId}) is null
				or id in (select audience_seats(${ref.surveyId}, (select audience from mailing where survey_id = ${ref.surveyId} and id = ${ref.mailingId}))))
		on conflict (survey_id, mailing_id, seat_id) do update set state = 'planned', reason = null, not_before = null where mail.state = 'skipped'`;
	await auditRun(tx, ref, actor, 'mailing.plan', { planned, drawn });
	return planned;
}

/** One audit row about a run of the mailing. */
export async function auditRun(sql: Sql, ref: MailingRef, actor: string, action: string, subject: Record<string, string | number | null>): Promise<void> {
	const text = JSON.stringify({ mailing: ref.mailingId, ...subject });
	await sql`insert into audit (actor, action, survey_id, subject) values (${actor}, ${action}, ${ref.surveyId}, ${text}::text::jsonb)`;
}

/** What a vanished run left half done: what was handed over becomes uncertain, the rest waits again, or is skipped where a person has stopped the mailing. Only for the one who holds the mailing. @returns how many became uncertain */
export async function takeOver(sql: Sql, ref: MailingRef): Promise<number> {
	const rows = await sql<{ state: string }[]>`
		update mail m set state = case when handed_at is not null then 'uncertain' when g.state = 'stopped' then 'skipped' else 'planned' end,
			reason = case when handed_at is not null then 'interrupted' when g.state = 'stopped' then 'stopped' end,
			attempts = attempts - (handed_at is null)::int, run = case when handed_at is null then null else run end, changed_at = now()
		from mailing g
		where m.survey_id = ${ref.surveyId} and m.mailing_id = ${ref.mailingId} and m.state = 'sending' and g.survey_id = m.survey_id and g.id = m.mailing_id returning m.state`;
	return rows.filter((r) => r.state === 'uncertain').length;
}

export interface DueSeat {
	seatId: number; ref: string; locale: Locale | null; seatsHeld: number; attempts: number;
	name: string; email: string; contactKey: string;
	/** Values of all frame variables the list has for the seat. */
	frame: Record<string, string>;
}
interface ClaimRow extends Omit<DueSeat, 'name' | 'email' | 'contactKey'> { name: string | null; email: string | null; contactKey: string | null; disposition: Disposition; sampled: boolean; optedOut: boolean }
export interface Claim { due: (DueSeat & { token: string })[]; skipped: number }

/** Who asks, and by what clock. `run` names the sender's run; `due` are the dispositions the mailing is for. */
export interface Sending extends MailingRef { run: string; due: Disposition[]; now: Date }

/** Whether a row of `survey` takes answers at the time. */
export const takesAnswers = (sql: Sql, now: Date) => sql`v.state = 'open' and coalesce(v.opens_at <= ${now.toISOString()}::timestamptz, true) and coalesce(v.closes_at > ${now.toISOString()}::timestamptz, true)`;

/**
 * Takes up to `limit` planned mails in hand: those whose seat no longer is to have one become 'skipped', the rest 'sending', each with a link of its own.
 * When the promise resolves all is committed. `closed`: the survey does not take answers now; `halted`: a person has paused or stopped the mailing.
 * @param newLink a fresh token and its hash (hex); the token is kept nowhere but in the answer
 */
export async function claimMails(sql: postgres.Sql, by: Sending, limit: number, newLink: () => { token: string; hash: string }): Promise<Claim | 'closed' | 'halted'> {
	return sql.begin(async (tx): Promise<Claim | 'closed' | 'halted'> => {
		// the lock lets a pause wait for this, so that nothing is taken in hand after it
		const [mailing] = await tx<{ going: boolean; open: boolean }[]>`
			select g.state = 'sending' as going, ${takesAnswers(tx, by.now)} as open from mailing g join survey v on v.id = g.survey_id where g.survey_id = ${by.surveyId} and g.id = ${by.mailingId} for share of g`;
		if (!mailing?.going) return 'halted';
		if (!mailing.open) return 'closed';
		const rows = await tx<ClaimRow[]>`
			with waiting as (
				select seat_id, attempts from mail
				where survey_id = ${by.surveyId} and mailing_id = ${by.mailingId} and state = 'planned' and coalesce(not_before <= ${by.now.toISOString()}::timestamptz, true)
				order by seat_id limit ${limit} for update skip locked)
			select s.id as "seatId", s.ref, s.locale, s.seats_held as "seatsHeld", s.disposition, s.sampled, opted_out(s.survey_id, s.id) as "optedOut", s.contact_key as "contactKey", w.attempts + 1 as attempts, p.name, p.email,
				s.particulars || coalesce((select jsonb_object_agg(t.variable, t.code) from seat_stratum t where t.survey_id = s.survey_id and t.seat_id = s.id), '{}') as frame
			from waiting w join seat s on s.survey_id = ${by.surveyId} and s.id = w.seat_id
			left join contact.link l on l.contact_key = s.contact_key left join contact.person p on p.id = l.person_id
			order by s.id`;
		const reason = (r: ClaimRow) => (!by.due.includes(r.disposition) ? r.disposition : r.optedOut ? 'refusal' : !r.sampled ? 'not_sampled' : r.email === null ? 'no_contact' : null);
		const skipped = rows.filter((r) => reason(r) !== null);
		const sending = rows.filter((r) => reason(r) === null)
			.map(({ disposition: _, sampled: __, optedOut: ___, name, email, contactKey, ...r }) => ({ ...r, name: name ?? '', email: email ?? '', contactKey: contactKey ?? '', ...newLink() }));
		const ids = sending.map((r) => r.seatId);
		await tx`
			update mail m set state = 'skipped', reason = x.reason, changed_at = now() from unnest(${skipped.map((r) => r.seatId)}::int[], ${skipped.map(reason)}::text[]) x (seat_id, reason)
			where m.survey_id = ${by.surveyId} and m.mailing_id = ${by.mailingId} and m.seat_id = x.seat_id`;
		await tx`
			update mail set state = 'sending', reason = null, attempts = attempts + 1, changed_at = now(), run = ${by.run}::uuid, handed_at = null
			where survey_id = ${by.surveyId} and mailing_id = ${by.mailingId} and seat_id = any(${ids}::int[])`;
		await tx`
			insert into invitation_link (survey_id, seat_id, token_hash)
			select ${by.surveyId}, x.seat_id, decode(x.hash, 'hex') from unnest(${ids}::int[], ${sending.map((r) => r.hash)}::text[]) x (seat_id, hash)`;
		return { due: sending.map(({ hash: _, ...r }) => r), skipped: skipped.length };
	});
}

/** What became of a claimed mail. `planned` again has a moment before which it is not tried. */
export interface Settled { seatId: number; state: 'sent' | 'failed' | 'uncertain' | 'planned'; reason: string | null; notBefore: Date | null; undeliverable: boolean; counted: boolean }

/**
 * Writes down outcomes. A mail that another run has meanwhile called uncertain gets its known outcome; one that is no longer this run's is left alone; what would wait
 * again in a mailing that a person has stopped is skipped.
 */
export async function settleMails(sql: postgres.Sql, by: Pick<Sending, 'surveyId' | 'mailingId' | 'run'>, settled: Settled[]): Promise<void> {
	await sql.begin(async (tx) => {
		const rows = await tx<{ seatId: number; state: string; undeliverable: boolean }[]>`
			update mail m set state = case when x.state = 'planned' and g.state = 'stopped' then 'skipped' else x.state end,
				reason = case when x.state = 'planned' and g.state = 'stopped' then 'stopped' else x.reason end,
				not_before = x."notBefore", attempts = m.attempts - (not x.counted)::int, changed_at = now(), run = case when x.state = 'planned' then null else m.run end
			from json_to_recordset(${JSON.stringify(settled)}::text::json) x ("seatId" int, state text, reason text, "notBefore" timestamptz, counted boolean, undeliverable boolean), mailing g
			where m.survey_id = ${by.surveyId} and m.mailing_id = ${by.mailingId} and m.seat_id = x."seatId" and m.run = ${by.run}::uuid
				and g.survey_id = m.survey_id and g.id = m.mailing_id and (m.state = 'sending' or (m.state = 'uncertain' and x.state <> 'planned'))
			returning m.seat_id as "seatId", m.state, x.undeliverable`;
		const sent = rows.filter((r) => r.state === 'sent').map((r) => r.seatId);
		await tx`update seat set disposition = 'non_contact' where survey_id = ${by.surveyId} and id = any(${sent}::int[]) and disposition = 'not_invited' and sampled`;
		const dead = rows.filter((r) => r.undeliverable).map((r) => r.seatId);
		await tx`update seat set disposition = 'undeliverable' where survey_id = ${by.surveyId} and id = any(${dead}::int[]) and disposition in ('not_invited', 'non_contact') and sampled`;
	});
}

/** How many mails wait, and when the next of them may be tried; null when none waits. */
export async function waitingMails(sql: Sql, ref: MailingRef, now: Date): Promise<{ waiting: number; at: Date } | null> {
	const [row] = await sql<{ waiting: number; at: string | null }[]>`
		select count(*)::int as waiting, to_char(min(coalesce(not_before, ${now.toISOString()}::timestamptz)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from mail
		where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and state = 'planned'`;
	return row?.at ? { waiting: row.waiting, at: new Date(row.at) } : null;
}
