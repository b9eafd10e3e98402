/**
 * The states a mail goes through as it is sent.
 * Invariants: a seat has at most one mail of a mailing; a mail is 'sending', with the hash of its link committed, before the message leaves; one left
 * 'sending' by a sender that is gone becomes 'uncertain', never 'planned'; the seat's disposition is checked in the transaction that claims the mail;
 * an invitation that is sent makes its seat non_contact, an address refused for good makes it undeliverable. Runs under the fieldwork role.
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
 * Plans one mail a seat that is due and has an address; with `all`, everyone who is not ineligible becomes part of the sample first.
 * A seat that already has its mail of this mailing is left alone. @returns how many were planned now
 */
export async function planMails(sql: postgres.Sql, ref: MailingRef, due: Disposition[], all: boolean, actor: string): Promise<number> {
	return sql.begin(async (tx) => {
		const drawn = all ? (await tx`update seat set sampled = true where survey_id = ${ref.surveyId} and not sampled and disposition <> 'ineligible'`).count : 0;
		const { count: planned } = await tx`
			insert into mail (survey_id, mailing_id, seat_id)
			select survey_id, ${ref.mailingId}, id from seat
			where survey_id = ${ref.surveyId} and sampled and contact_key is not null and disposition = any(${due}::text[])
			on conflict do nothing`;
		await auditRun(tx, ref, actor, 'mailing.plan', { planned, drawn });
		return planned;
	});
}

/** One audit row about a run of the mailing. */
export async function auditRun(sql: Sql, ref: MailingRef, actor: string, action: string, subject: Record<string, string | number | null>): Promise<void> {
	const text = JSON.stringify({ mailing: ref.mailingId, ...subject });
	await sql`insert into audit (actor, action, survey_id, subject) values (${actor}, ${action}, ${ref.surveyId}, ${text}::text::jsonb)`;
}

/** Marks what a vanished sender left half done. Only for the one who holds the mailing. @returns how many */
export async function markUncertain(sql: Sql, ref: MailingRef): Promise<number> {
	return (await sql`
		update mail set state = 'uncertain', reason = 'interrupted', changed_at = now()
		where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and state = 'sending'`).count;
}

export interface DueSeat {
	seatId: number; ref: string; locale: Locale | null; seatsHeld: number; attempts: number;
	name: string; email: string;
	/** Values of all frame variables the list has for the seat. */
	frame: Record<string, string>;
}
interface ClaimRow extends Omit<DueSeat, 'name' | 'email'> { name: string | null; email: string | null; disposition: Disposition; sampled: boolean }
export interface Claim { due: (DueSeat & { token: string })[]; skipped: number }

/**
 * Takes up to `limit` planned mails in hand: those whose seat no longer is to have one become 'skipped', the rest 'sending', each with a link of its own.
 * Null when the survey does not take answers now. When the promise resolves all is committed, so the messages may leave.
 * @param newLink a fresh token and its hash (hex); the token is kept nowhere but in the answer
 */
export async function claimMails(
	sql: postgres.Sql, ref: MailingRef, due: Disposition[], limit: number, newLink: () => { token: string; hash: string }
): Promise<Claim | null> {
	return sql.begin(async (tx): Promise<Claim | null> => {
		const [open] = await tx`select from survey where id = ${ref.surveyId} and state = 'open' and coalesce(opens_at <= now(), true) and coalesce(closes_at > now(), true)`;
		if (!open) return null;
		const rows = await tx<ClaimRow[]>`
			with waiting as (
				select seat_id, attempts from mail
				where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and state = 'planned' and coalesce(not_before <= now(), true)
				order by seat_id limit ${limit} for update skip locked)
			select s.id as "seatId", s.ref, s.locale, s.seats_held as "seatsHeld", s.disposition, s.sampled, w.attempts + 1 as attempts, p.name, p.email,
				s.particulars || coalesce((select jsonb_object_agg(t.variable, t.code) from seat_stratum t where t.survey_id = s.survey_id and t.seat_id = s.id), '{}') as frame
			from waiting w join seat s on s.survey_id = ${ref.surveyId} and s.id = w.seat_id
			left join contact.link l on l.contact_key = s.contact_key left join contact.person p on p.id = l.person_id
			order by s.id`;
		const reason = (r: ClaimRow) => (!due.includes(r.disposition) ? r.disposition : !r.sampled ? 'not_sampled' : r.email === null ? 'no_contact' : null);
		const skipped = rows.filter((r) => reason(r) !== null);
		const sending = rows.filter((r) => reason(r) === null).map(({ disposition: _, sampled: __, name, email, ...r }) => ({ ...r, name: name ?? '', email: email ?? '', ...newLink() }));
		const ids = sending.map((r) => r.seatId);
		await tx`
			update mail m set state = 'skipped', reason = x.reason, changed_at = now() from unnest(${skipped.map((r) => r.seatId)}::int[], ${skipped.map(reason)}::text[]) x (seat_id, reason)
			where m.survey_id = ${ref.surveyId} and m.mailing_id = ${ref.mailingId} and m.seat_id = x.seat_id`;
		await tx`
			update mail set state = 'sending', reason = null, attempts = attempts + 1, changed_at = now()
			where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and seat_id = any(${ids}::int[])`;
		await tx`
			insert into invitation_link (survey_id, seat_id, token_hash)
			select ${ref.surveyId}, x.seat_id, decode(x.hash, 'hex') from unnest(${ids}::int[], ${sending.map((r) => r.hash)}::text[]) x (seat_id, hash)`;
		return { due: sending.map(({ hash: _, ...r }) => r), skipped: skipped.length };
	});
}

/** What became of a claimed mail. `planned` again has a moment before which it is not tried. */
export interface Settled { seatId: number; state: 'sent' | 'failed' | 'uncertain' | 'planned'; reason: string | null; notBefore: Date | null; undeliverable: boolean; counted: boolean }

/** Writes down outcomes. A mail that another run has meanwhile called uncertain gets its known outcome. */
export async function settleMails(sql: postgres.Sql, ref: MailingRef, settled: Settled[]): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`
			update mail m set state = x.state, reason = x.reason, not_before = x."notBefore", attempts = m.attempts - (not x.counted)::int, changed_at = now()
			from json_to_recordset(${JSON.stringify(settled)}::text::json) x ("seatId" int, state text, reason text, "notBefore" timestamptz, counted boolean)
			where m.survey_id = ${ref.surveyId} and m.mailing_id = ${ref.mailingId} and m.seat_id = x."seatId"
				and (m.state = 'sending' or (m.state = 'uncertain' and x.state <> 'planned'))`;
		const sent = settled.filter((s) => s.state === 'sent').map((s) => s.seatId);
		await tx`update seat set disposition = 'non_contact' where survey_id = ${ref.surveyId} and id = any(${sent}::int[]) and disposition = 'not_invited' and sampled`;
		const dead = settled.filter((s) => s.undeliverable).map((s) => s.seatId);
		await tx`update seat set disposition = 'undeliverable' where survey_id = ${ref.surveyId} and id = any(${dead}::int[]) and disposition in ('not_invited', 'non_contact') and sampled`;
	});
}

/** How many mails wait, and when the next of them may be tried; null when none waits. */
export async function waitingMails(sql: Sql, ref: MailingRef): Promise<{ waiting: number; at: Date } | null> {
	const [row] = await sql<{ waiting: number; at: string | null }[]>`
		select count(*)::int as waiting, to_char(min(coalesce(not_before, now())) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from mail
		where survey_id = ${ref.surveyId} and mailing_id = ${ref.mailingId} and state = 'planned'`;
	return row?.at ? { waiting: row.waiting, at: new Date(row.at) } : null;
}
