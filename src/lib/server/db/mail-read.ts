/** Reads for the pages about mail. Runs under the fieldwork role; only `readRecipient` touches contacts, and it leaves an audit row. */
import type postgres from 'postgres';
import type { MailAudience } from '../../domain/mail-audience.ts';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { Disposition, MailState } from './schema.ts';

export interface Audience {
	/** Seats by what can be said of them before sending; `sampled` = dispositions of the sample summed. toInvite: would get the invitation if it were sent now; one that failed or is uncertain is for a person to decide about. */
	population: number; sampled: number; notInvited: number; toInvite: number; noContact: number;
	/** People of the sample with more than one seat in it, and how many seats they hold. */
	peopleWithSeveral: number; theirSeats: number;
}

export async function readAudience(sql: postgres.Sql, surveyId: number): Promise<Audience> {
	const [row] = await sql<Audience[]>`
		with people as (select l.person_id, count(*) as n from seat s join contact.link l on l.contact_key = s.contact_key where s.survey_id = ${surveyId} and s.sampled group by 1 having count(*) > 1)
		select count(*)::int as population, (count(*) filter (where sampled))::int as sampled,
			(count(*) filter (where sampled and disposition = 'not_invited' and contact_key is not null))::int as "notInvited",
			(count(*) filter (where sampled and disposition = 'not_invited' and contact_key is not null and id not in (
				select m.seat_id from mail m join mailing g on (g.survey_id, g.id) = (m.survey_id, m.mailing_id)
				where m.survey_id = ${surveyId} and g.kind = 'invitation' and m.state not in ('planned', 'skipped'))))::int as "toInvite",
			(count(*) filter (where sampled and contact_key is null and list_id is null))::int as "noContact",
			(select count(*)::int from people) as "peopleWithSeveral", (select coalesce(sum(n), 0)::int from people) as "theirSeats"
		from seat where survey_id = ${surveyId}`;
	if (!row) throw new Error('a count gave no row');
	return row;
}

export type MailStates = Record<MailState, number>;

/** How many mails of the mailing are in each state, zero too. */
export async function readStates(sql: postgres.Sql, surveyId: number, mailingId: number): Promise<MailStates> {
	const rows = await sql<{ state: MailState; n: number }[]>`select state, count(*)::int as n from mail where survey_id = ${surveyId} and mailing_id = ${mailingId} group by 1`;
	const states: MailStates = { planned: 0, sending: 0, sent: 0, failed: 0, uncertain: 0, skipped: 0 };
	for (const { state, n } of rows) states[state] = n;
	return states;
}

export interface Trouble { ref: string; state: 'failed' | 'uncertain'; reason: string | null; disposition: Disposition; attempts: number; at: Date }

/** Mails that someone must look at, by the seat's key in the list: no name, no address. */
export async function readTroubles(sql: postgres.Sql, surveyId: number, mailingId: number, limit: number): Promise<Trouble[]> {
	const rows = await sql<(Omit<Trouble, 'at'> & { at: string })[]>`
		select s.ref, m.state, m.reason, s.disposition, m.attempts, m.changed_at as at from mail m join seat s on s.survey_id = m.survey_id and s.id = m.seat_id
		where m.survey_id = ${surveyId} and m.mailing_id = ${mailingId} and m.state in ('failed', 'uncertain') order by m.state desc, s.ref limit ${limit}`;
	return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

export interface PersonRow { ref: string; name: string; locale: Locale | null; seatsHeld: number; frame: Record<string, string> }

/** The seat with this ref, or without one the sample's first (of the audience, where one is given), with the name of who holds it. Audited once an hour for a reader and a seat. Null: no such seat. */
export async function readRecipient(sql: postgres.Sql, surveyId: number, ref: string | null, actor: string, audience: MailAudience | null = null): Promise<PersonRow | null> {
	return sql.begin(async (tx) => {
		const [row] = await tx<PersonRow[]>`
			select s.ref, s.locale, s.seats_held as "seatsHeld", coalesce(p.name, '') as name,
				s.particulars || coalesce((select jsonb_object_agg(t.variable, t.code) from seat_stratum t where t.survey_id = s.survey_id and t.seat_id = s.id), '{}') as frame
			from seat s left join contact.link l on l.contact_key = s.contact_key left join contact.person p on p.id = l.person_id
			where s.survey_id = ${surveyId} and (s.ref = ${ref ?? ''} or ${ref === null})
				and (${ref !== null || audience === null} or s.id in (select audience_seats(${surveyId}, ${JSON.stringify(audience ?? {})}::text::jsonb))) order by s.sampled desc, s.id limit 1`;
		if (!row) return null;
		await tx`
			insert into audit (actor, action, survey_id, subject) select ${actor}, 'mail.preview', ${surveyId}, jsonb_build_object('ref', ${row.ref}::text)
			where not exists (select from audit where actor = ${actor} and action = 'mail.preview' and survey_id = ${surveyId} and subject ->> 'ref' = ${row.ref} and at > now() - interval '1 hour')`;
		return row;
	});
}

/** Refs of the seats among `ids`. */
export async function readRefs(sql: postgres.Sql, surveyId: number, ids: number[]): Promise<Map<number, string>> {
	const rows = await sql<{ id: number; ref: string }[]>`select id, ref from seat where survey_id = ${surveyId} and id = any(${ids}::int[])`;
	return new Map(rows.map((row) => [row.id, row.ref]));
}

/** Ids of seats whose ref contains `text`, whatever the case. */
export async function findSeats(sql: postgres.Sql, surveyId: number, text: string): Promise<Set<number>> {
	const rows = await sql<{ id: number }[]>`select id from seat where survey_id = ${surveyId} and position(lower(${text}) in lower(ref)) > 0`;
	return new Set(rows.map((row) => row.id));
}
