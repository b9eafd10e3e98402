/** Who sits in which seat: for the fieldwork role alone. */
import type { EventSql } from './seat-events.ts';
import type { Disposition } from './schema.ts';

/** Who holds the seat, by normalised address; null when nobody is linked to it. */
export async function readSeatContact(sql: EventSql, surveyId: number, seatId: number): Promise<{ emailKey: string } | null> {
	const [row] = await sql<{ emailKey: string }[]>`
		select p.email_key as "emailKey" from seat s join contact.link l on l.contact_key = s.contact_key join contact.person p on p.id = l.person_id
		where s.survey_id = ${surveyId} and s.id = ${seatId}`;
	return row ?? null;
}

/** The seat with this key in the population list, or null. */
export async function seatIdOf(sql: EventSql, surveyId: number, ref: string): Promise<number | null> {
	const [row] = await sql<{ id: number }[]>`select id from seat where survey_id = ${surveyId} and ref = ${ref}`;
	return row?.id ?? null;
}

/** Those who are called: invited, and not done. */
export const CALLED: Disposition[] = ['non_contact', 'partial', 'undeliverable'];

export interface CallFilter {
	/** One of `CALLED`, or all of them. */
	disposition?: Disposition | undefined;
	/** Only seats that nobody has tried to reach. */
	untried: boolean;
	/** Part of a name, an address or a key in the list, whatever the case. Seats of any disposition are then found. */
	search?: string | undefined;
}
export interface CallRow {
	id: number;
	ref: string;
	disposition: Disposition;
	name: string | null;
	email: string | null;
	seatsHeld: number;
	frame: Record<string, string>;
	attempts: number;
	last: { at: Date; kind: string; disposition: string | null; reason: string | null; note: string | null } | null;
}

/**
 * A page of the people to call, those never tried first and then those tried longest ago. Leaves an audit row an hour and reader, which says that the list
 * was read and never whom it held.
 */
export async function readCallList(sql: EventSql, surveyId: number, filter: CallFilter, page: { offset: number; limit: number }): Promise<{ n: number; rows: CallRow[] }> {
	const like = filter.search === undefined ? null : filter.search.toLowerCase();
	const rows = await sql<(Omit<CallRow, 'last'> & { n: number; last: { at: string; kind: string; disposition: string | null; reason: string | null; note: string | null } | null })[]>`
		with tried as materialized (
			select e.seat_id, (count(*) filter (where e.kind = 'contact'))::int as attempts, max(e.id) as latest from seat_event e where e.survey_id = ${surveyId} group by 1),
		found as (
			select s.survey_id, s.id, s.ref, s.disposition, s.seats_held, s.particulars, p.name, p.email, coalesce(t.attempts, 0) as attempts, t.latest, count(*) over ()::int as n
			from seat s left join contact.link l on l.contact_key = s.contact_key left join contact.person p on p.id = l.person_id
			left join tried t on t.seat_id = s.id
			where s.survey_id = ${surveyId} and s.sampled and (s.list_id is null or ${like}::text is not null)
				and (${like}::text is not null or s.disposition = any(${filter.disposition ? [filter.disposition] : CALLED}::text[]))
				and (${like}::text is null or position(${like} in lower(s.ref)) > 0 or position(${like} in lower(p.name)) > 0 or position(${like} in p.email_key) > 0)
				and (not ${filter.untried} or coalesce(t.attempts, 0) = 0)
			order by t.latest nulls first, s.id limit ${page.limit} offset ${page.offset})
		select f.n, f.id, f.ref, f.disposition, f.name, f.email, f.seats_held as "seatsHeld", f.attempts,
			f.particulars || coalesce((select jsonb_object_agg(k.variable, k.code) from seat_stratum k where k.survey_id = f.survey_id and k.seat_id = f.id), '{}') as frame,
			(select json_build_object('at', e.at, 'kind', e.kind, 'disposition', e.disposition, 'reason', e.reason, 'note', n.note) from seat_event e
				left join contact.seat_note n on (n.survey_id, n.event_id) = (e.survey_id, e.id) where e.survey_id = f.survey_id and e.id = f.latest) as last
		from found f order by f.latest nulls first, f.id`;
	return { n: rows[0]?.n ?? 0, rows: rows.map(({ n: _, ...row }) => ({ ...row, last: row.last && { ...row.last, at: new Date(row.last.at) } })) };
}

/** One row an hour for a reader. */
export async function auditCallList(sql: EventSql, surveyId: number, actor: string): Promise<void> {
	await sql`
		insert into audit (actor, action, survey_id) select ${actor}, 'call_list.read', ${surveyId}
		where not exists (select from audit where actor = ${actor} and action = 'call_list.read' and survey_id = ${surveyId} and at > now() - interval '1 hour')`;
}
