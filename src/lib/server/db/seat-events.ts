/**
 * What people decide about seats.
 * Invariants: every decision is one event with who and when, and one audit row without its note; a seat set by hand points to the event that
 * set it; a form that is sent in is never set by hand; the seat is locked while it is decided. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { HandDisposition, SeatEventKind } from '../../domain/disposition.ts';
import type { Disposition } from './schema.ts';

export type EventSql = postgres.Sql | postgres.TransactionSql;

export interface LockedSeat {
	id: number;
	ref: string;
	sampled: boolean;
	disposition: Disposition;
	/** The event that gave the disposition; null: mail or answers did. */
	setBy: number | null;
	/** Of that event. */
	reason: string | null;
	/** Of the response; null: not begun. */
	form: 'open' | 'submitted' | null;
	contactKey: string | null;
}

/** The seat, held until the transaction ends; null: the survey has none with this id. */
export async function lockSeat(sql: EventSql, surveyId: number, seatId: number): Promise<LockedSeat | null> {
	const [locked] = await sql`select from seat where survey_id = ${surveyId} and id = ${seatId} for update`;
	if (!locked) return null;
	// looked up after the lock is held, so that an answer that came first is seen
	const [row] = await sql<LockedSeat[]>`
		select s.id, s.ref, s.sampled, s.disposition, s.set_by::float8 as "setBy", e.reason, r.state as form, s.contact_key as "contactKey"
		from seat s left join seat_event e on (e.survey_id, e.id) = (s.survey_id, s.set_by) left join response r on (r.survey_id, r.seat_id) = (s.survey_id, s.id)
		where s.survey_id = ${surveyId} and s.id = ${seatId}`;
	return row ?? null;
}

export interface NewEvent {
	surveyId: number;
	seatId: number;
	kind: SeatEventKind;
	disposition?: HandDisposition | undefined;
	reason?: string | undefined;
	note?: string | undefined;
	actor: string;
}

/** The event, its note and its audit row. @returns the event's id */
export async function insertEvent(sql: EventSql, event: NewEvent): Promise<number> {
	const { surveyId, seatId, kind, disposition = null, reason = null, note, actor } = event;
	const [row] = await sql<{ id: number }[]>`
		insert into seat_event (survey_id, seat_id, kind, disposition, reason, actor) values (${surveyId}, ${seatId}, ${kind}, ${disposition}, ${reason}, ${actor}) returning id::float8 as id`;
	if (!row) throw new Error('the event was not recorded');
	if (note) await sql`insert into contact.seat_note (survey_id, event_id, note) values (${surveyId}, ${row.id}, ${note})`;
	const subject = JSON.stringify({ seat: seatId, event: row.id, disposition, reason });
	await sql`insert into audit (actor, action, survey_id, subject) values (${actor}, ${`seat.${kind}`}, ${surveyId}, ${subject}::text::jsonb)`;
	return row.id;
}

export async function setByHand(sql: EventSql, surveyId: number, seatId: number, disposition: HandDisposition, eventId: number): Promise<void> {
	await sql`update seat set disposition = ${disposition}, set_by = ${eventId} where survey_id = ${surveyId} and id = ${seatId}`;
}

/** Gives the seat the disposition that mail and answers say. */
export async function setAutomatically(sql: EventSql, surveyId: number, seatId: number): Promise<void> {
	await sql`
		update seat set disposition = automatic_disposition(${surveyId}, ${seatId}), set_by = null
		where survey_id = ${surveyId} and id = ${seatId}`;
}

/**
 * The seat has another person: earlier links end, mails that never went out wait again, and the seat is invited if a mail has been sent to it.
 * A mail that was sent is not sent again, so the new person is reached by the next reminder.
 */
export async function beginAnew(sql: EventSql, surveyId: number, seatId: number): Promise<{ invited: boolean }> {
	await sql`update invitation_link set revoked_at = now() where survey_id = ${surveyId} and seat_id = ${seatId} and revoked_at is null`;
	await sql`
		update mail set state = 'planned', reason = null, attempts = 0, not_before = null, changed_at = now()
		where survey_id = ${surveyId} and seat_id = ${seatId} and state in ('failed', 'skipped')`;
	const [row] = await sql<{ invited: boolean }[]>`
		update seat s set set_by = null, disposition = case when s.sampled and exists (
			select from mail m where m.survey_id = s.survey_id and m.seat_id = s.id and m.state in ('sending', 'sent', 'uncertain')) then 'non_contact' else 'not_invited' end
		where s.survey_id = ${surveyId} and s.id = ${seatId} returning s.disposition = 'non_contact' as invited`;
	return { invited: row?.invited ?? false };
}

/** Notes of a seat's events, by event id. */
export async function readNotes(sql: EventSql, surveyId: number, seatId: number): Promise<Map<number, string>> {
	const rows = await sql<{ id: number; note: string }[]>`
		select n.event_id::float8 as id, n.note from contact.seat_note n join seat_event e on (e.survey_id, e.id) = (n.survey_id, n.event_id)
		where e.survey_id = ${surveyId} and e.seat_id = ${seatId}`;
	return new Map(rows.map((row) => [row.id, row.note]));
}
