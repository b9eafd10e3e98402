/** Seats one by one, without anything that says who sits in them. */
import { and, asc, count, eq, inArray } from './drizzle.ts';
import type { Tx } from './connection.ts';
import { dispositionHistory, response, seat, seatStratum, type Disposition } from './schema.ts';

export interface SeatFilter {
	disposition?: Disposition | undefined;
	/** The seat's key in the population list, whole. */
	ref?: string | undefined;
}

function only(surveyId: number, { disposition, ref }: SeatFilter) {
	return and(eq(seat.surveyId, surveyId), disposition && eq(seat.disposition, disposition), ref === undefined ? undefined : eq(seat.ref, ref));
}

const COLUMNS = { id: seat.id, ref: seat.ref, sampled: seat.sampled, disposition: seat.disposition, dispositionAt: seat.dispositionAt };

async function codes(tx: Tx, surveyId: number, seatIds: number[]) {
	if (seatIds.length === 0) return [];
	return tx.select({ seatId: seatStratum.seatId, variable: seatStratum.variable, code: seatStratum.code }).from(seatStratum)
		.where(and(eq(seatStratum.surveyId, surveyId), inArray(seatStratum.seatId, seatIds)));
}

/** A page of seats in the order of the list, with the codes the list gives them, and how many there are in all. */
export async function readSeats(tx: Tx, surveyId: number, filter: SeatFilter, page: { offset: number; limit: number }) {
	const [{ n } = { n: 0 }] = await tx.select({ n: count() }).from(seat).where(only(surveyId, filter));
	const seats = await tx.select(COLUMNS).from(seat).where(only(surveyId, filter)).orderBy(asc(seat.id)).limit(page.limit).offset(page.offset);
	const strata = await codes(tx, surveyId, seats.map((s) => s.id));
	return { n, seats: seats.map((s) => ({ ...s, codes: Object.fromEntries(strata.filter((c) => c.seatId === s.id).map((c) => [c.variable, c.code])) })) };
}

/** One seat with its dispositions in turn and where its form stands; null when the survey has no such seat. */
export async function readSeat(tx: Tx, surveyId: number, seatId: number) {
	const [found] = await tx.select(COLUMNS).from(seat).where(and(eq(seat.surveyId, surveyId), eq(seat.id, seatId)));
	if (!found) return null;
	const strata = await codes(tx, surveyId, [seatId]);
	const history = await tx.select({ id: dispositionHistory.id, disposition: dispositionHistory.disposition, at: dispositionHistory.at }).from(dispositionHistory)
		.where(and(eq(dispositionHistory.surveyId, surveyId), eq(dispositionHistory.seatId, seatId))).orderBy(asc(dispositionHistory.id));
	const [form] = await tx.select({ state: response.state, savedAt: response.savedAt, submittedAt: response.submittedAt, reopened: response.reopened }).from(response)
		.where(and(eq(response.surveyId, surveyId), eq(response.seatId, seatId)));
	return { ...found, codes: Object.fromEntries(strata.map((c) => [c.variable, c.code])), history, form: form ?? null };
}
