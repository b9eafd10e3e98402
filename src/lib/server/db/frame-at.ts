/**
 * The population list as it was at the end of a day in Norway: the seats that were in it, drawn or not, with the dispositions and categories they
 * had then. Who sat in them is not kept. Changes made before this was recorded are seen as if they had always been so.
 */
import type { SQL } from 'drizzle-orm';
import { sql } from './drizzle.ts';
import type { Tx } from './connection.ts';
import type { Disposition } from './schema.ts';

export interface SeatThen { id: number; ref: string; sampled: boolean; disposition: Disposition; codes: Record<string, string> }

/** @param day yyyy-mm-dd */
const endOf = (day: string): SQL => sql`((${day}::date + 1)::timestamp at time zone 'Europe/Oslo')`;

function seatsThen(surveyId: number, day: string): SQL {
	return sql`
		select s.survey_id, s.id, s.ref,
			coalesce((select p.sampled from seat_past p where p.survey_id = s.survey_id and p.seat_id = s.id and p.until >= ${endOf(day)} order by p.id limit 1), s.sampled) as sampled,
			coalesce((select h.disposition from disposition_history h where h.survey_id = s.survey_id and h.seat_id = s.id and h.at < ${endOf(day)} order by h.id desc limit 1), 'not_invited') as disposition
		from seat s where s.survey_id = ${surveyId} and s.added_at < ${endOf(day)}`;
}

/** Seats and drawn seats by disposition: they sum to the list of that day. */
export async function countFrameAt(tx: Tx, surveyId: number, day: string): Promise<{ disposition: Disposition; seats: number; sampled: number }[]> {
	return tx.execute<{ disposition: Disposition; seats: number; sampled: number }>(sql`
		with d as materialized (
			select distinct on (h.seat_id) h.seat_id, h.disposition from disposition_history h where h.survey_id = ${surveyId} and h.at < ${endOf(day)} order by h.seat_id, h.id desc),
		p as materialized (
			select distinct on (p.seat_id) p.seat_id, p.sampled from seat_past p where p.survey_id = ${surveyId} and p.until >= ${endOf(day)} order by p.seat_id, p.id)
		select coalesce(d.disposition, 'not_invited') as disposition, count(*)::int as seats, (count(*) filter (where coalesce(p.sampled, s.sampled)))::int as sampled
		from seat s left join d on d.seat_id = s.id left join p on p.seat_id = s.id where s.survey_id = ${surveyId} and s.added_at < ${endOf(day)} group by 1`);
}

/** A page of the seats of that day, in the order of the list. */
export async function readFrameAt(tx: Tx, surveyId: number, day: string, page: { offset: number; limit: number }): Promise<SeatThen[]> {
	const rows = await tx.execute<SeatThen & Record<string, unknown>>(sql`
		with t as (${seatsThen(surveyId, day)} order by s.id limit ${page.limit} offset ${page.offset})
		select t.id, t.ref, t.sampled, t.disposition, coalesce((
			select jsonb_object_agg(v.variable, v.code) filter (where v.code is not null) from (
				select n.variable, case when p.id is null then k.code else p.code end as code
				from (select name as variable from frame_variable f where f.survey_id = t.survey_id and f.stratum) n
				left join seat_stratum k on k.survey_id = t.survey_id and k.seat_id = t.id and k.variable = n.variable
				left join lateral (select p.id, p.code from seat_stratum_past p
					where p.survey_id = t.survey_id and p.seat_id = t.id and p.variable = n.variable and p.until >= ${endOf(day)} order by p.id limit 1) p on true) v), '{}') as codes
		from t order by t.id`);
	return rows.map((r) => ({ id: r.id, ref: r.ref, sampled: r.sampled, disposition: r.disposition, codes: r.codes }));
}
