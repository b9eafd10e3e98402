/**
 * Writing a population list, set by set, within the transaction of one import.
 * Invariants: a seat keeps its id and ref for ever, and no seat is deleted; one person an evaluation and normalised e-mail; one link a seat, under
 * a random key; a person whom no seat points to any more is not kept; seats_held is the number of the survey's seats that the seat's person holds,
 * and while a drawn sample stands, for a seat in it, the number of those that are in it: the forms that the person gets.
 */
import { randomUUID } from 'node:crypto';
import type { Locale } from '../../domain/questionnaire/schema.ts';
import type { FrameSql, StoredCategory, StoredPerson, StoredVariable } from './frames-read.ts';

/** Rows a statement: enough to be fast, few enough to keep a batch at half a megabyte. */
const ROWS = 2000;
const LOCK = 7_205_303;

/** Told how many rows a batch wrote; what it throws ends the import, and nothing is kept. */
export type Wrote = (rows: number) => void;

/** @param write takes a batch as a JSON array */
async function inParts<T>(rows: Iterable<T>, write: (batch: string) => PromiseLike<unknown>, wrote?: Wrote, prepare: (row: T) => object = (row) => row as object): Promise<void> {
	let part: object[] = [];
	const send = async () => {
		const [batch, count] = [JSON.stringify(part), part.length];
		part = [];
		await write(batch);
		wrote?.(count);
	};
	for (const row of rows) {
		part.push(prepare(row));
		if (part.length === ROWS) await send();
	}
	if (part.length > 0) await send();
}

/** One import of a survey's population at a time; held until the transaction ends. */
export async function lockFrame(sql: FrameSql, surveyId: number): Promise<void> {
	await sql`select pg_advisory_xact_lock(${LOCK}, ${surveyId})`;
	// rows of this transaction have no statistics yet: a nested loop over a whole batch would look cheap
	await sql`set local enable_nestloop = off`;
}

/** Moves a variable's values between strata and particulars, for all seats of the survey, also those that the list lacks. */
export async function convertVariable(sql: FrameSql, surveyId: number, name: string, stratum: boolean): Promise<void> {
	if (stratum) {
		await sql`update frame_variable set stratum = true where survey_id = ${surveyId} and name = ${name}`;
		await sql`
			insert into frame_category (survey_id, variable, code, label, position)
			select distinct survey_id, ${name}::text, particulars->>${name}, jsonb_build_object('nb', particulars->>${name}, 'nn', particulars->>${name}, 'en', particulars->>${name}), 0
			from seat where survey_id = ${surveyId} and particulars ? ${name} on conflict do nothing`;
		await sql`insert into seat_stratum (survey_id, seat_id, variable, code) select survey_id, id, ${name}::text, particulars->>${name} from seat where survey_id = ${surveyId} and particulars ? ${name}`;
		await sql`update seat set particulars = particulars - ${name}::text where survey_id = ${surveyId} and particulars ? ${name}`;
	} else {
		await sql`
			update seat s set particulars = particulars || jsonb_build_object(t.variable, t.code) from seat_stratum t
			where (t.survey_id, t.seat_id) = (s.survey_id, s.id) and s.survey_id = ${surveyId} and t.variable = ${name}`;
		await sql`delete from seat_stratum where survey_id = ${surveyId} and variable = ${name}`;
		await sql`delete from frame_category where survey_id = ${surveyId} and variable = ${name}`;
		await sql`update frame_variable set stratum = false where survey_id = ${surveyId} and name = ${name}`;
	}
}

export async function writeVariables(sql: FrameSql, surveyId: number, variables: StoredVariable[], categories: StoredCategory[]): Promise<void> {
	await inParts(variables, (rows) => sql`
		insert into frame_variable (survey_id, name, label, stratum, position)
		select ${surveyId}, n.* from jsonb_to_recordset(${rows}::text::jsonb) n (name text, label jsonb, stratum boolean, position integer)
		on conflict (survey_id, name) do update set label = excluded.label, stratum = excluded.stratum, position = excluded.position`);
	await inParts(categories, (rows) => sql`
		insert into frame_category (survey_id, variable, code, label, position)
		select ${surveyId}, n.* from jsonb_to_recordset(${rows}::text::jsonb) n (variable text, code text, label jsonb, position integer)
		on conflict (survey_id, variable, code) do update set label = excluded.label, position = excluded.position`);
}

export async function writePersons(sql: FrameSql, evaluationId: number, persons: StoredPerson[], wrote?: Wrote): Promise<void> {
	await inParts(persons, (rows) => sql`
		insert into contact.person (evaluation_id, name, email, email_key)
		select ${evaluationId}, n.* from jsonb_to_recordset(${rows}::text::jsonb) n (name text, email text, "emailKey" text)
		on conflict (evaluation_id, email_key) do update set name = excluded.name, email = excluded.email
		where (person.name, person.email) is distinct from (excluded.name, excluded.email)`, wrote);
}

export interface NewSeat { ref: string; emailKey: string; locale: Locale | null; sampled: boolean; particulars: Record<string, string>; strata: Record<string, string> }

/** Adds a seat for each row, with a link and its strata. The persons and categories must be there. */
export async function insertSeats<T>(sql: FrameSql, surveyId: number, evaluationId: number, rows: Iterable<T>, toSeat: (row: T) => NewSeat, wrote?: Wrote): Promise<void> {
	// keys are made as they are written, and go nowhere else
	await inParts(rows, (batch) => sql`
		with n as materialized (select * from jsonb_to_recordset(${batch}::text::jsonb) n
			("contactKey" uuid, "emailKey" text, ref text, locale text, sampled boolean, particulars jsonb, strata jsonb)),
		l as (insert into contact.link (contact_key, person_id) select n."contactKey", p.id from n join contact.person p on (p.evaluation_id, p.email_key) = (${evaluationId}, n."emailKey")),
		s as (insert into seat (survey_id, ref, contact_key, locale, sampled, particulars) select ${surveyId}, ref, "contactKey", locale, sampled, particulars from n returning id, ref)
		insert into seat_stratum (survey_id, seat_id, variable, code) select ${surveyId}, s.id, k.key, k.value from s join n using (ref) cross join jsonb_each_text(n.strata) k`,
	wrote, (row) => ({ ...toSeat(row), contactKey: randomUUID() }));
}

export interface ChangedSeat { ref: string; locale: Locale | null; sampled: boolean; particulars: Record<string, string> }

export async function updateSeats(sql: FrameSql, surveyId: number, seats: ChangedSeat[], wrote?: Wrote): Promise<void> {
	await inParts(seats, (rows) => sql`
		update seat s set locale = n.locale, sampled = n.sampled, particulars = n.particulars
		from jsonb_to_recordset(${rows}::text::jsonb) n (ref text, locale text, sampled boolean, particulars jsonb)
		where (s.survey_id, s.ref) = (${surveyId}, n.ref) and (s.locale, s.sampled, s.particulars) is distinct from (n.locale, n.sampled, n.particulars)`, wrote);
}

/** Gives seats to other persons, who must be there, and forgets persons left without any seat. */
export async function moveSeats(sql: FrameSql, surveyId: number, evaluationId: number, moves: { ref: string; emailKey: string; before: string }[]): Promise<void> {
	await inParts(moves, (rows) => sql`
		update contact.link l set person_id = p.id
		from jsonb_to_recordset(${rows}::text::jsonb) n (ref text, "emailKey" text)
		join seat s on (s.survey_id, s.ref) = (${surveyId}, n.ref) join contact.person p on (p.evaluation_id, p.email_key) = (${evaluationId}, n."emailKey")
		where l.contact_key = s.contact_key`);
	await inParts(moves, (rows) => sql`
		delete from contact.person p using jsonb_to_recordset(${rows}::text::jsonb) n (before text)
		where (p.evaluation_id, p.email_key) = (${evaluationId}, n.before) and not exists (select from contact.link l where l.person_id = p.id)`);
}

/** A seat's category; null takes it away: the list says nothing. */
export interface StratumValue { ref: string; variable: string; code: string | null }

export async function writeStrata(sql: FrameSql, surveyId: number, values: StratumValue[]): Promise<void> {
	await inParts(values.filter((value) => value.code === null), (rows) => sql`
		delete from seat_stratum t using jsonb_to_recordset(${rows}::text::jsonb) n (ref text, variable text) join seat s on (s.survey_id, s.ref) = (${surveyId}, n.ref)
		where (t.survey_id, t.seat_id, t.variable) = (s.survey_id, s.id, n.variable)`);
	await inParts(values.filter((value) => value.code !== null), (rows) => sql`
		insert into seat_stratum (survey_id, seat_id, variable, code)
		select s.survey_id, s.id, n.variable, n.code
		from jsonb_to_recordset(${rows}::text::jsonb) n (ref text, variable text, code text) join seat s on (s.survey_id, s.ref) = (${surveyId}, n.ref)
		on conflict (survey_id, seat_id, variable) do update set code = excluded.code`);
}

export async function countHeldSeats(sql: FrameSql, surveyId: number): Promise<void> {
	await sql`
		update seat s set seats_held = n.held
		from (select s.id, (case when s.sampled and exists (select from sample p where p.survey_id = ${surveyId} and p.replaced_at is null) then count(*) filter (where s.sampled) over w else count(*) over w end)::smallint as held
			from seat s join contact.link l using (contact_key) where s.survey_id = ${surveyId} window w as (partition by l.person_id)) n
		where s.survey_id = ${surveyId} and s.id = n.id and s.seats_held <> n.held`;
}

export interface ImportRecord { surveyId: number; fileName: string; fileHash: string; mapping: unknown; report: unknown; actor: string }

/** The import's own row and its audit entry. @returns the import's id */
export async function recordImport(sql: FrameSql, made: ImportRecord, subject: Record<string, unknown>): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into frame_import (survey_id, file_name, file_hash, mapping, report, imported_by)
		values (${made.surveyId}, ${made.fileName}, ${made.fileHash}, ${JSON.stringify(made.mapping)}::text::jsonb, ${JSON.stringify(made.report)}::text::jsonb, ${made.actor}) returning id`;
	if (!row) throw new Error('the import was not recorded');
	await sql`insert into audit (actor, action, survey_id, subject) values (${made.actor}, 'frame.import', ${made.surveyId}, ${JSON.stringify({ import: row.id, ...subject })}::text::jsonb)`;
	return row.id;
}
