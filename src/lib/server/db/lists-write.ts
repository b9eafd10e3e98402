/**
 * Lists that others send, as they are made and changed.
 * Invariants: every member is a seat of its own without a contact, and none is ever removed: those not to be asked after all become ineligible, by an
 * event each; a link is stored as its hash; a seat whose form is begun keeps its link; every write leaves its audit row in the same transaction. The
 * list's row is held while it is changed. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { Text } from '../../domain/questionnaire/schema.ts';
import { LIST_COLUMNS, toList, type ListKind, type ListRow } from './lists-read.ts';

export type ListTx = postgres.TransactionSql;

/** Rows a statement. */
const ROWS = 5000;

export async function auditList(tx: ListTx, surveyId: number, actor: string, action: string, subject: Record<string, string | number | boolean | null>): Promise<void> {
	await tx`insert into audit (actor, action, survey_id, subject) values (${actor}, ${`list.${action}`}, ${surveyId}, ${JSON.stringify(subject)}::text::jsonb)`;
}

/** The list, held until the transaction ends; null: the survey has none with this id. */
export async function lockList(tx: ListTx, surveyId: number, listId: number): Promise<ListRow | null> {
	const [row] = await tx<ListRow[]>`select ${LIST_COLUMNS(tx)} from seat_list l where l.survey_id = ${surveyId} and l.id = ${listId} for update`;
	return row ? toList(row) : null;
}

export interface NewList {
	kind: ListKind;
	name: string;
	open: { seed: string; hash: Uint8Array; ceiling: number; perMinute: number; opensAt: Date | null; closesAt: Date | null; asksCode: boolean } | null;
}

/** @returns the list's id; null when the survey has a list with this name */
export async function insertList(tx: ListTx, surveyId: number, list: NewList, actor: string): Promise<number | null> {
	const { open } = list;
	const [row] = await tx<{ id: number }[]>`
		insert into seat_list (survey_id, kind, name, created_by, seed, token_hash, ceiling, per_minute, opens_at, closes_at, asks_code)
		values (${surveyId}, ${list.kind}, ${list.name}, ${actor}, ${open?.seed ?? null}, ${(open?.hash ?? null) as Buffer | null}, ${open?.ceiling ?? null}, ${open?.perMinute ?? null},
			${open?.opensAt?.toISOString() ?? null}, ${open?.closesAt?.toISOString() ?? null}, ${open?.asksCode ?? false})
		on conflict (survey_id, name) do nothing returning id`;
	return row?.id ?? null;
}

/** A category that the population has not had before, last in its variable. One that is there stays as it is. */
export async function addCategory(tx: ListTx, surveyId: number, variable: string, code: string): Promise<void> {
	const label = JSON.stringify({ nb: code, nn: code, en: code });
	await tx`
		insert into frame_category (survey_id, variable, code, label, position)
		select ${surveyId}, ${variable}, ${code}, ${label}::text::jsonb, coalesce(max(position), -1) + 1 from frame_category where survey_id = ${surveyId} and variable = ${variable}
		on conflict do nothing`;
}

/** A stratum that the population has not had before, last. */
export async function addStratum(tx: ListTx, surveyId: number, name: string, label: Text): Promise<void> {
	await tx`
		insert into frame_variable (survey_id, name, label, stratum, position)
		select ${surveyId}, ${name}, ${JSON.stringify(label)}::text::jsonb, true, coalesce(max(position), -1) + 1 from frame_variable where survey_id = ${surveyId} on conflict do nothing`;
}

export interface ListSeat { ref: string; strata: Record<string, string> }

/** A ref of the population that begins with `prefix`; null: none. */
export async function refWith(tx: ListTx, surveyId: number, prefix: string): Promise<string | null> {
	const [row] = await tx<{ ref: string }[]>`select ref from seat where survey_id = ${surveyId} and starts_with(ref, ${prefix}) order by ref limit 1`;
	return row?.ref ?? null;
}

/** The categories must be there. */
export async function insertListSeats(tx: ListTx, surveyId: number, listId: number, seats: readonly ListSeat[]): Promise<void> {
	for (let from = 0; from < seats.length; from += ROWS) {
		const rows = JSON.stringify(seats.slice(from, from + ROWS));
		await tx`
			with n as materialized (select * from jsonb_to_recordset(${rows}::text::jsonb) n (ref text, strata jsonb)),
				s as (insert into seat (survey_id, ref, sampled, list_id) select ${surveyId}, ref, true, ${listId} from n returning id, ref)
			insert into seat_stratum (survey_id, seat_id, variable, code) select ${surveyId}, s.id, k.key, k.value from s join n using (ref) cross join jsonb_each_text(n.strata) k`;
	}
}

/** Hashes of members' codes; one that is there already stays. */
export async function insertCodes(tx: ListTx, surveyId: number, listId: number, hashes: readonly Uint8Array[]): Promise<void> {
	for (let from = 0; from < hashes.length; from += ROWS) {
		const part = hashes.slice(from, from + ROWS).map((hash) => Buffer.from(hash).toString('hex'));
		await tx`insert into seat_list_code (survey_id, list_id, code_hash) select ${surveyId}, ${listId}, decode(h, 'hex') from unnest(${part}::text[]) h on conflict do nothing`;
	}
}

/** The list's seats that are asked, have not begun and have not said no, held until the transaction ends. */
export async function seatsToLink(tx: ListTx, surveyId: number, listId: number): Promise<{ id: number; ref: string; codes: Record<string, string> }[]> {
	await tx`select from seat where survey_id = ${surveyId} and list_id = ${listId} order by id for update`;
	// looked up after the lock is held, so that a form begun meanwhile is seen
	return tx<{ id: number; ref: string; codes: Record<string, string> }[]>`
		select s.id, s.ref, coalesce((select jsonb_object_agg(t.variable, t.code) from seat_stratum t where t.survey_id = s.survey_id and t.seat_id = s.id), '{}') as codes
		from seat s where s.survey_id = ${surveyId} and s.list_id = ${listId} and s.disposition in ('not_invited', 'non_contact', 'undeliverable')
			and not exists (select from response r where r.survey_id = s.survey_id and r.seat_id = s.id) order by s.id`;
}

/** Ends the seats' earlier links and gives each a new one. @returns how many links ended */
export async function replaceLinks(tx: ListTx, surveyId: number, listId: number, links: readonly { seatId: number; hash: Uint8Array }[]): Promise<number> {
	let ended = 0;
	for (let from = 0; from < links.length; from += ROWS) {
		const part = links.slice(from, from + ROWS);
		const ids = part.map((l) => l.seatId);
		ended += (await tx`update invitation_link set revoked_at = now() where survey_id = ${surveyId} and seat_id = any(${ids}::int[]) and revoked_at is null`).count;
		await tx`
			insert into invitation_link (survey_id, seat_id, token_hash)
			select ${surveyId}, x.seat_id, decode(x.hash, 'hex') from unnest(${ids}::int[], ${part.map((l) => Buffer.from(l.hash).toString('hex'))}::text[]) x (seat_id, hash)`;
	}
	await tx`update seat_list set issued = issued + 1, issued_at = now() where survey_id = ${surveyId} and id = ${listId}`;
	return ended;
}

/** The organisation has sent the list, or a reminder. The first time every free seat becomes invited. @returns its number: 0 the invitation */
export async function insertSending(tx: ListTx, surveyId: number, listId: number, sentOn: string, actor: string): Promise<number> {
	const [row] = await tx<{ number: number }[]>`
		insert into seat_list_sending (survey_id, list_id, number, sent_on, recorded_by)
		select ${surveyId}, ${listId}, count(*), ${sentOn}::date, ${actor} from seat_list_sending where survey_id = ${surveyId} and list_id = ${listId} returning number`;
	if (!row) throw new Error('the sending was not recorded');
	await tx`update seat set disposition = 'non_contact' where survey_id = ${surveyId} and list_id = ${listId} and disposition = 'not_invited'`;
	return row.number;
}

export async function setListState(tx: ListTx, surveyId: number, listId: number, state: ListRow['state']): Promise<void> {
	await tx`update seat_list set state = ${state} where survey_id = ${surveyId} and id = ${listId}`;
}

export async function setCeiling(tx: ListTx, surveyId: number, listId: number, ceiling: number): Promise<void> {
	await tx`update seat_list set ceiling = ${ceiling} where survey_id = ${surveyId} and id = ${listId}`;
}

/**
 * Seats that nobody has begun or holds a decision about become ineligible, the last first, each by an event of its own: the frame keeps them.
 * @param most how many; null: all there are
 * @param linked also those that have a link, which then ends
 * @returns how many
 */
export async function retireFree(tx: ListTx, surveyId: number, listId: number, most: number | null, linked: boolean, actor: string): Promise<number> {
	const free = await tx<{ id: number }[]>`
		select s.id from seat s where s.survey_id = ${surveyId} and s.list_id = ${listId} and s.disposition in ('not_invited', 'non_contact')
			and not exists (select from response r where r.survey_id = s.survey_id and r.seat_id = s.id)
			and (${linked} or not exists (select from invitation_link k where k.survey_id = s.survey_id and k.seat_id = s.id))
		order by s.id desc limit ${most} for update`;
	const ids = free.map((s) => s.id);
	await tx`
		with e as (
			insert into seat_event (survey_id, seat_id, kind, disposition, reason, actor)
			select ${surveyId}, id, 'disposition', 'ineligible', 'not_concerned', ${actor} from unnest(${ids}::int[]) id returning id, seat_id)
		update seat s set disposition = 'ineligible', set_by = e.id from e where s.survey_id = ${surveyId} and s.id = e.seat_id`;
	return ids.length;
}

/** A double that a person has found. @returns false: the list has no such seat */
export async function setDuplicate(tx: ListTx, surveyId: number, listId: number, seatId: number, actor: string): Promise<boolean> {
	const [row] = await tx<[{ done: boolean }]>`select list_set_duplicate(${surveyId}, ${listId}, ${seatId}, ${actor}) as done`;
	return row.done;
}

/** Two seats (or one with itself) of the list are no double. @returns false when they are not all the list's */
export async function setDistinct(tx: ListTx, surveyId: number, listId: number, seatId: number, otherId: number, actor: string): Promise<boolean> {
	const [low, high] = [Math.min(seatId, otherId), Math.max(seatId, otherId)];
	const [row] = await tx<{ n: number }[]>`select count(*)::int as n from seat where survey_id = ${surveyId} and list_id = ${listId} and id in (${low}, ${high})`;
	if (row?.n !== new Set([low, high]).size) return false;
	await tx`insert into seat_list_distinct (survey_id, seat_id, other_id, by) values (${surveyId}, ${low}, ${high}, ${actor}) on conflict do nothing`;
	return true;
}
