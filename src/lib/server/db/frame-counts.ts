/** Counts of seats for many tables at once: one reading of how the seats stand, and the list as it is kept. */
import { sql } from './drizzle.ts';
import type { Tx } from './connection.ts';
import { readFrameCodes, readSeatStates, type Codes, type FrameCodes, type SeatStates } from './frame-codes.ts';
import { CONTACTED, type CountRow } from './response-counts.ts';
import type { Disposition } from './schema.ts';

/** Ineligible seats that once were something only an invited seat can be. */
async function invitedOnce(tx: Tx, surveyId: number, list: FrameCodes, { states, of }: SeatStates): Promise<Set<number>> {
	const ineligible = list.seats.filter((_, i) => states[of[i]!]!.disposition === 'ineligible').map((s) => s.id);
	if (ineligible.length === 0) return new Set();
	const rows = await tx.execute<{ id: number }>(sql`
		select distinct seat_id as id from disposition_history where survey_id = ${surveyId} and disposition in ${CONTACTED} and seat_id = any(${`{${ineligible.join()}}`}::int[])`);
	return new Set(rows.map((row) => row.id));
}

const INVITED = new Set(['non_contact', 'partial', 'complete', 'refusal', 'undeliverable']);

/** Seats of one pattern of codes that stand alike. */
interface Alike { codes: Codes; disposition: Disposition; sampled: boolean; invited: boolean; n: number }


const empty = (row: string | null, column: string | null): CountRow => ({
	row, column, population: 0, sampled: 0, invited: 0, complete: 0, partial: 0, refusal: 0, non_contact: 0, undeliverable: 0, not_invited: 0, ineligible: 0, sampled_not_invited: 0, sampled_ineligible: 0
});

function add(to: CountRow, { disposition, sampled, invited, n }: Alike): void {
	to.population += n;
	to[disposition] += n;
	if (invited) to.invited += n;
	if (!sampled) return;
	to.sampled += n;
	if (disposition === 'not_invited') to.sampled_not_invited += n;
	if (disposition === 'ineligible') to.sampled_ineligible += n;
}

/**
 * @param tx repeatable read
 * @returns what `countSeats` without conditions gives, for any strata, of the moment of the transaction; no seats: no rows
 */
export async function frameCounter(tx: Tx, surveyId: number): Promise<(rows: string | null, columns: string | null) => CountRow[]> {
	const list = await readFrameCodes(tx, surveyId);
	const standing = await readSeatStates(tx, surveyId, list);
	const once = await invitedOnce(tx, surveyId, list, standing);
	const { states, of } = standing;
	// a state counts twice: of seats that were invited, and of those that were not
	const counts = new Int32Array(list.patterns.length * states.length * 2);
	list.seats.forEach(({ id, pattern }, i) => {
		const invited = INVITED.has(states[of[i]!]!.disposition) || once.has(id);
		counts[(pattern * states.length + of[i]!) * 2 + Number(invited)]! += 1;
	});
	const alike: Alike[] = [];
	counts.forEach((n, at) => {
		if (n > 0) alike.push({ codes: list.patterns[Math.floor(at / 2 / states.length)]!, ...states[(at >> 1) % states.length]!, invited: at % 2 === 1, n });
	});
	return (rows, columns) => {
		const found = new Map<string | undefined, Map<string | undefined, CountRow>>();
		for (const some of alike) {
			const [row, column] = [rows === null ? undefined : some.codes[rows], columns === null ? undefined : some.codes[columns]];
			let across = found.get(row);
			if (!across) found.set(row, (across = new Map()));
			let cell = across.get(column);
			if (!cell) across.set(column, (cell = empty(row ?? null, column ?? null)));
			add(cell, some);
		}
		return [...found.values()].flatMap((across) => [...across.values()]);
	};
}
