/** What has happened to a seat, in turn: dispositions and what people did. Without notes, which live with the contacts. */
import { sql } from './drizzle.ts';
import type { HandDisposition, SeatEventKind } from '../../domain/disposition.ts';
import type { Tx } from './connection.ts';
import type { Disposition } from './schema.ts';

export interface TimelineRow {
	key: string;
	at: Date;
	/** What the seat became; null: it stayed as it was. */
	disposition: Disposition | null;
	/** What a person did; null: mail or an answer did it. */
	event: { id: number; kind: SeatEventKind; disposition: HandDisposition | null; reason: string | null; actor: string } | null;
}
interface Raw extends Record<string, unknown> {
	at: string; history: string | null; became: Disposition | null; id: number | null; kind: SeatEventKind | null; set: HandDisposition | null; reason: string | null; actor: string | null;
}

/** Oldest first. What a person did stands before what followed of it in the same moment. */
export async function readTimeline(tx: Tx, surveyId: number, seatId: number): Promise<TimelineRow[]> {
	const rows = await tx.execute<Raw>(sql`
		select h.at, h.id::text as history, h.disposition as became, e.id::float8 as id, e.kind, e.disposition as set, e.reason, e.actor
		from disposition_history h left join seat_event e on (e.survey_id, e.id) = (h.survey_id, h.event_id)
		where h.survey_id = ${surveyId} and h.seat_id = ${seatId}
		union all
		select e.at, null, null, e.id::float8, e.kind, e.disposition, e.reason, e.actor from seat_event e
		where e.survey_id = ${surveyId} and e.seat_id = ${seatId}
			and not exists (select from disposition_history h where h.survey_id = e.survey_id and h.seat_id = e.seat_id and h.event_id = e.id)
		order by at, history nulls first, id`);
	return rows.map((r) => ({
		key: r.history === null ? `e${r.id}` : `h${r.history}`, at: new Date(r.at), disposition: r.became,
		event: r.id === null || r.kind === null ? null : { id: r.id, kind: r.kind, disposition: r.set, reason: r.reason, actor: r.actor ?? '' }
	}));
}
