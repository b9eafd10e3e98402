/** Dispositions set by hand, put back to automatic, and attempts to reach a person. */
import { NOTE_MAX, OTHER, REASONS, CONTACTS, type HandDisposition, type Outcome } from '../../../domain/disposition.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Database } from '../../db/connection.ts';
import { insertEvent, lockSeat, readNotes, setAutomatically, setByHand, type EventSql, type LockedSeat } from '../../db/seat-events.ts';

export interface SeatDeps { database: Pick<Database, 'fieldwork'> }
export interface SeatInput {
	surveyId: number;
	seatId: number;
	/** Free text, kept with the contacts. Blank is none. */
	note?: string | undefined;
	actor: string;
}

/** @throws Problem disposition_problem_note_long */
export function tidyNote(note: string | undefined): string | undefined {
	const text = note?.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]/gu, '').trim();
	if (text && text.length > NOTE_MAX) throw new Problem('disposition_problem_note_long', 422, { max: NOTE_MAX });
	return text || undefined;
}

function needsNote(reason: string, note: string | undefined): void {
	if (reason === OTHER && !note) throw new Problem('disposition_problem_note_needed', 422);
}

/**
 * Runs `work` with the seat locked. @throws Problem evaluate_problem_no_seat (404)
 * @param first what must be locked before any seat is
 */
export async function withSeat<T>(
	deps: SeatDeps, input: Pick<SeatInput, 'surveyId' | 'seatId'>, work: (sql: EventSql, seat: LockedSeat) => Promise<T>, first?: (sql: EventSql) => Promise<void>
): Promise<T> {
	const result = await deps.database.fieldwork.sql.begin(async (sql) => {
		await first?.(sql);
		const seat = await lockSeat(sql, input.surveyId, input.seatId);
		if (!seat) throw new Problem('evaluate_problem_no_seat', 404);
		return { done: await work(sql, seat) };
	});
	return result.done as T;
}

export type Decision = SeatInput & { disposition: HandDisposition; reason: string };

/** `setDisposition` in a transaction that holds the seat already. */
export async function decideSeat(sql: EventSql, seat: LockedSeat, input: Decision): Promise<{ changed: boolean }> {
	const { surveyId, seatId, disposition, reason, actor } = input;
	if (!REASONS[disposition].includes(reason)) throw new Problem('disposition_problem_reason', 422);
	const note = tidyNote(input.note);
	needsNote(reason, note);
	if (seat.form === 'submitted') throw new Problem('disposition_problem_complete', 409);
	if (seat.form === 'open' && disposition === 'undeliverable') throw new Problem('disposition_problem_begun', 409);
	if (!seat.sampled && disposition !== 'ineligible') throw new Problem('disposition_problem_not_sampled', 409);
	if (!note && seat.disposition === disposition && seat.reason === reason) return { changed: false };
	const event = await insertEvent(sql, { surveyId, seatId, kind: 'disposition', disposition, reason, note, actor });
	await setByHand(sql, surveyId, seatId, disposition, event);
	return { changed: true };
}

/**
 * Sets a seat's disposition by hand. The same disposition for the same reason again, without a note, changes nothing. From then on the seat gets no
 * mail. An answer that comes later wins: the seat is then partial or complete again, and the decision stays in its history. A seat that is not
 * concerned has no working link, so nothing can come.
 * @throws Problem disposition_problem_reason, disposition_problem_note_needed, disposition_problem_note_long (422); disposition_problem_complete
 *   when the form is sent in, disposition_problem_begun when a form begun is called undeliverable, disposition_problem_not_sampled (409)
 */
export async function setDisposition(deps: SeatDeps, input: Decision): Promise<{ changed: boolean }> {
	if (!REASONS[input.disposition].includes(input.reason)) throw new Problem('disposition_problem_reason', 422);
	needsNote(input.reason, tidyNote(input.note));
	return withSeat(deps, input, (sql, seat) => decideSeat(sql, seat, input));
}

/**
 * Puts a seat back to what mail and answers say of it: complete or partial with a form, undeliverable or non-contact as the mail went, else not
 * invited. A seat that is automatic already is left alone.
 */
export async function resetDisposition(deps: SeatDeps, input: SeatInput): Promise<{ changed: boolean }> {
	const { surveyId, seatId, actor } = input;
	const note = tidyNote(input.note);
	return withSeat(deps, input, async (sql, seat) => {
		if (seat.setBy === null && !['refusal', 'ineligible'].includes(seat.disposition)) return { changed: false };
		await insertEvent(sql, { surveyId, seatId, kind: 'automatic', note, actor });
		await setAutomatically(sql, surveyId, seatId);
		return { changed: true };
	});
}

/** Records an attempt to reach the person; the disposition stays. @throws Problem disposition_problem_reason, disposition_problem_note_needed */
export async function recordContact(deps: SeatDeps, input: SeatInput & { reason: string }): Promise<void> {
	const { surveyId, seatId, reason, actor } = input;
	if (!CONTACTS.includes(reason)) throw new Problem('disposition_problem_reason', 422);
	const note = tidyNote(input.note);
	needsNote(reason, note);
	await withSeat(deps, input, (sql) => insertEvent(sql, { surveyId, seatId, kind: 'contact', reason, note, actor }));
}

/** Any choice of a form. */
export async function fileOutcome(deps: SeatDeps, input: SeatInput & { outcome: Outcome }): Promise<void> {
	const { outcome, ...rest } = input;
	if (outcome.kind === 'disposition') await setDisposition(deps, { ...rest, ...outcome });
	else if (outcome.kind === 'contact') await recordContact(deps, { ...rest, reason: outcome.reason });
	else await resetDisposition(deps, rest);
}

/** What was noted with a seat's events, by event id. For those who may see contacts. */
export async function seatNotes(deps: SeatDeps, surveyId: number, seatId: number): Promise<Map<number, string>> {
	return readNotes(deps.database.fieldwork.sql, surveyId, seatId);
}
