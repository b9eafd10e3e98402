/**
 * Who is on a survey's list, with their strata: read once for each version of the list and then shared. The version is made anew by every change of
 * seats or strata (triggers), so that what is kept is what the snapshot of the transaction would read. Dispositions are never kept.
 */
import { sql } from './drizzle.ts';
import type { Tx } from './connection.ts';
import type { Disposition } from './schema.ts';

/** Codes by variable; a variable for which the list says nothing is not there. */
export type Codes = Readonly<Record<string, string>>;

export interface ListedSeat {
	readonly id: number;
	/** The seat's key in the list. */
	readonly ref: string;
	/** Index among the list's patterns of codes: seats that are alike on every stratum share one. */
	readonly pattern: number;
	readonly codes: Codes;
}

export interface FrameCodes {
	/** In the order they came onto the list. Shared: not to be changed. */
	readonly seats: readonly ListedSeat[];
	readonly patterns: readonly Codes[];
	/** Place in `seats` of a seat by id; -1 when it is not there. */
	placeOf(id: number): number;
}

/** `{1,2,3}` as PostgreSQL writes an array of whole numbers. */
export function wholeNumbers(text: string): Int32Array {
	if (text.length <= 2) return new Int32Array(0);
	let count = 1;
	for (let i = 1; i < text.length; i++) if (text.charCodeAt(i) === 44) count++;
	const numbers = new Int32Array(count);
	let at = 0;
	let number = 0;
	for (let i = 1; i < text.length; i++) {
		const digit = text.charCodeAt(i) - 48;
		if (digit >= 0 && digit <= 9) number = number * 10 + digit;
		else {
			numbers[at++] = number;
			number = 0;
		}
	}
	return numbers;
}

/** Place of each id in a rising list: by a table where ids lie close, as those of one import do. */
function places(ids: Int32Array): (id: number) => number {
	const first = ids[0] ?? 0;
	const span = (ids.at(-1) ?? first) - first + 1;
	if (span <= 4 * ids.length + 1000) {
		const table = new Int32Array(span).fill(-1);
		ids.forEach((id, i) => (table[id - first] = i));
		return (id) => table[id - first] ?? -1;
	}
	const index = new Map(Array.from(ids, (id, i) => [id, i]));
	return (id) => index.get(id) ?? -1;
}

interface Given { variable: string; code: string; seats: string }

function build(ids: Int32Array, refs: readonly string[], given: readonly Given[]): FrameCodes {
	const placeOf = places(ids);
	let patterns: Codes[] = [{}];
	const pattern = new Int32Array(ids.length);
	for (const [variable, levels] of Map.groupBy(given, (g) => g.variable)) {
		const code = new Int32Array(ids.length).fill(-1);
		levels.forEach(({ seats }, k) => wholeNumbers(seats).forEach((id) => (code[placeOf(id)] = k)));
		const index = new Map<number, number>();
		const next: Codes[] = [];
		for (let i = 0; i < pattern.length; i++) {
			const key = pattern[i]! * (levels.length + 1) + code[i]! + 1;
			let at = index.get(key);
			if (at === undefined) {
				at = next.length;
				index.set(key, at);
				const level = levels[code[i]!];
				next.push(level ? { ...patterns[pattern[i]!], [variable]: level.code } : patterns[pattern[i]!]!);
			}
			pattern[i] = at;
		}
		if (next.length > 0) patterns = next;
	}
	return { placeOf, patterns, seats: refs.map((ref, i) => ({ id: ids[i]!, ref, pattern: pattern[i]!, codes: patterns[pattern[i]!]! })) };
}

async function readAll(tx: Tx, surveyId: number): Promise<FrameCodes> {
	const [listed] = await tx.execute<{ ids: string; refs: string }>(sql`
		select coalesce(array_agg(id order by id), '{}')::text as ids, coalesce(json_agg(ref order by id), '[]')::text as refs from seat where survey_id = ${surveyId}`);
	const given = await tx.execute<Given & Record<string, unknown>>(sql`
		select variable, code, array_agg(seat_id)::text as seats from seat_stratum where survey_id = ${surveyId} group by variable, code order by variable, code`);
	return build(wholeNumbers(listed?.ids ?? '{}'), JSON.parse(listed?.refs ?? '[]') as string[], given);
}

/** Seats kept in memory at most, about 100 bytes each, beside the list that was read last. */
const MOST_KEPT = 300_000;
const kept = new Map<string, FrameCodes>();

function keep(version: string, list: FrameCodes): void {
	kept.delete(version);
	kept.set(version, list);
	let seats = [...kept.values()].reduce((sum, l) => sum + l.seats.length, 0);
	for (const [old, { seats: { length } }] of kept) {
		if (seats <= MOST_KEPT || old === version) break;
		kept.delete(old);
		seats -= length;
	}
}

/**
 * Every seat of the list with the codes it has there, as the transaction's snapshot has it.
 * @param tx repeatable read, so that the version and the list are of one moment
 */
export async function readFrameCodes(tx: Tx, surveyId: number): Promise<FrameCodes> {
	const [row] = await tx.execute<{ version: string }>(sql`select version from frame_version where survey_id = ${surveyId}`);
	if (!row) return build(new Int32Array(0), [], []);
	const list = kept.get(row.version) ?? await readAll(tx, surveyId);
	keep(row.version, list);
	return list;
}

/** How the seats of a list stand, seat by seat in the order of `FrameCodes.seats`. */
export interface SeatStates {
	/** The states that occur. */
	states: { disposition: Disposition; sampled: boolean }[];
	/** Index of each seat's state. */
	of: Uint8Array;
}

/** Dispositions of every seat, as they are now. */
export async function readSeatStates(tx: Tx, surveyId: number, list: FrameCodes): Promise<SeatStates> {
	const rows = await tx.execute<{ disposition: Disposition; sampled: boolean; ids: string }>(sql`
		select disposition, sampled, array_agg(id)::text as ids from seat where survey_id = ${surveyId} group by 1, 2 order by 1, 2`);
	const of = new Uint8Array(list.seats.length);
	rows.forEach(({ ids }, state) => wholeNumbers(ids).forEach((id) => (of[list.placeOf(id)] = state)));
	return { states: rows.map(({ disposition, sampled }) => ({ disposition, sampled })), of };
}
