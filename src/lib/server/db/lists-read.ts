/** Lists that others send, with their counts. Runs under the fieldwork role; the answers that doubles are looked for in, under the evaluate role. */
import type postgres from 'postgres';
import type { Disposition } from './schema.ts';

export type ListSql = postgres.Sql | postgres.TransactionSql;
export type ListKind = 'personal' | 'open';

export interface ListRow {
	id: number;
	kind: ListKind;
	name: string;
	state: 'active' | 'paused' | 'closed';
	createdAt: Date;
	/** Of a personal list: how many times the file of links has been made, and when last. */
	issued: number;
	issuedAt: Date | null;
	/** Of an open list: what its link is derived from. */
	seed: string | null;
	ceiling: number | null;
	taken: number;
	opensAt: Date | null;
	closesAt: Date | null;
	perMinute: number | null;
	asksCode: boolean;
}

/** Times as text: the driver may have been told to leave them. */
export const LIST_COLUMNS = (sql: ListSql) => sql`
	l.id, l.kind, l.name, l.state, to_json(l.created_at) #>> '{}' as "createdAt", l.issued, to_json(l.issued_at) #>> '{}' as "issuedAt", l.seed, l.ceiling, l.taken,
	to_json(l.opens_at) #>> '{}' as "opensAt", to_json(l.closes_at) #>> '{}' as "closesAt", l.per_minute as "perMinute", l.asks_code as "asksCode"`;

const date = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));

export function toList<T extends ListRow>(row: T): T {
	return { ...row, createdAt: new Date(row.createdAt), issuedAt: date(row.issuedAt), opensAt: date(row.opensAt), closesAt: date(row.closesAt) };
}

/** Whole numbers of seats; the seven dispositions sum to `seats`. */
export interface ListCounts extends Record<Disposition, number> {
	seats: number;
	/** Has a form, sent in or not. */
	begun: number;
	/** Neither begun nor decided about. */
	free: number;
}

export interface ListWithCounts extends ListRow {
	counts: ListCounts;
	/** Days it was sent, yyyy-mm-dd: the invitation, then reminders. */
	sendings: string[];
	/** Categories of its seats by stratum, with how many have each. */
	strata: { variable: string; code: string; n: number }[];
	/** Codes that members may start by, and how many have been used. */
	codes: number;
	codesUsed: number;
}

/** The survey's lists, or the one asked for, in the order they were made in. */
export async function readLists(sql: ListSql, surveyId: number, listId: number | null = null): Promise<ListWithCounts[]> {
	const rows = await sql<ListWithCounts[]>`
		select ${LIST_COLUMNS(sql)}, c.counts, coalesce(g.sendings, '[]') as sendings, coalesce(t.strata, '[]') as strata, k.codes, k.used as "codesUsed"
		from seat_list l
		cross join lateral (
			select json_build_object('seats', count(*), 'begun', count(r.id), 'free', count(*) filter (where r.id is null and s.disposition in ('not_invited', 'non_contact')),
				'not_invited', count(*) filter (where s.disposition = 'not_invited'), 'non_contact', count(*) filter (where s.disposition = 'non_contact'),
				'partial', count(*) filter (where s.disposition = 'partial'), 'complete', count(*) filter (where s.disposition = 'complete'),
				'refusal', count(*) filter (where s.disposition = 'refusal'), 'undeliverable', count(*) filter (where s.disposition = 'undeliverable'),
				'ineligible', count(*) filter (where s.disposition = 'ineligible')) as counts
			from seat s left join response r on r.survey_id = s.survey_id and r.seat_id = s.id where s.survey_id = l.survey_id and s.list_id = l.id) c
		cross join lateral (select count(*)::int as codes, (count(*) filter (where used))::int as used from seat_list_code k where k.survey_id = l.survey_id and k.list_id = l.id) k
		left join lateral (select json_agg(to_char(g.sent_on, 'YYYY-MM-DD') order by g.number) as sendings from seat_list_sending g where g.survey_id = l.survey_id and g.list_id = l.id) g on true
		left join lateral (
			select json_agg(json_build_object('variable', x.variable, 'code', x.code, 'n', x.n) order by x.variable, x.n desc, x.code) as strata
			from (select t.variable, t.code, count(*) as n from seat s join seat_stratum t on t.survey_id = s.survey_id and t.seat_id = s.id
				where s.survey_id = l.survey_id and s.list_id = l.id group by 1, 2) x) t on true
		where l.survey_id = ${surveyId} and (${listId}::int is null or l.id = ${listId}) order by l.id`;
	return rows.map(toList);
}

/** Refs of the list's seats that have been asked and neither sent their form in nor are out of it, in the order of the list. */
export async function readUnanswered(sql: ListSql, surveyId: number, listId: number): Promise<string[]> {
	const rows = await sql<{ ref: string }[]>`
		select ref from seat where survey_id = ${surveyId} and list_id = ${listId} and disposition in ('not_invited', 'non_contact', 'partial') order by id`;
	return rows.map((row) => row.ref);
}

export interface FormRow {
	seatId: number;
	ref: string;
	disposition: Disposition;
	submitted: boolean;
	/** Milliseconds since 1970. */
	startedAt: number;
	/** From consent to sending in; null: not sent in, or reopened. */
	seconds: number | null;
	/** Of closed items, item by item: a code, codes, or vet ikke. */
	answers: Record<string, string>;
	/** Items of any kind that have an answer. */
	answered: number;
}

/** The forms begun by a list's seats that still count, oldest first, with their answers to closed items. Reads answers: evaluate role. */
export async function readForms(sql: ListSql, surveyId: number, listId: number): Promise<FormRow[]> {
	return sql<FormRow[]>`
		select s.id as "seatId", s.ref, s.disposition, r.state = 'submitted' as submitted, (extract(epoch from r.consented_at) * 1000)::float8 as "startedAt",
			case when r.state = 'submitted' and r.reopened = 0 then extract(epoch from r.submitted_at - r.consented_at)::float8 end as seconds,
			coalesce(a.answers, '{}') as answers, coalesce(a.answered, 0) as answered
		from seat s join response r on r.survey_id = s.survey_id and r.seat_id = s.id
		left join lateral (
			select jsonb_object_agg(a.item, case a.state when 'dont_know' then 'dk' else coalesce(a.code::text, (select string_agg(c::text, ',' order by c) from unnest(a.codes) c)) end)
					filter (where a.kind in ('code', 'codes')) as answers, count(*)::int as answered
			from answer a where a.survey_id = r.survey_id and a.response_id = r.id and a.state in ('answered', 'dont_know')) a on true
		where s.survey_id = ${surveyId} and s.list_id = ${listId} and s.disposition <> 'ineligible' order by r.consented_at, s.id`;
}

/** Pairs of seats that a person has found to be no double. */
export async function readDistinct(sql: ListSql, surveyId: number): Promise<{ seatId: number; otherId: number }[]> {
	return sql<{ seatId: number; otherId: number }[]>`select seat_id as "seatId", other_id as "otherId" from seat_list_distinct where survey_id = ${surveyId}`;
}
