/**
 * Samples and what they are drawn from.
 * Invariants: at most one sample of a survey stands; a seat of the list it was drawn from is `sampled` if and only if it was drawn (triggers hold both, and that
 * nothing changes once anyone may have been invited); every write leaves its audit row in the same transaction. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { FrameSql } from './frames-read.ts';
import { countHeldSeats, lockFrame } from './frames-write.ts';

export type SampleTx = postgres.TransactionSql;

/** A seat that may be drawn: ineligible seats are not among them. */
export interface FrameSeat {
	id: number;
	ref: string;
	/** One for each variable asked for, null where the list says nothing. */
	codes: (string | null)[];
	/** Who holds it: any text that is the same for the same person; null once the linkage key is destroyed. */
	person: string | null;
	/** The person is in the sample of another survey of the wave. */
	elsewhere: boolean;
}

/**
 * The seats of a survey in no particular order; not those of lists that others send, which are all asked.
 * @param variables up to three frame variables
 * @param lock holds the seats until the transaction ends, so that no link is made meanwhile
 */
export async function readSampleFrame(sql: FrameSql, surveyId: number, variables: readonly string[], lock: boolean): Promise<FrameSeat[]> {
	const [first, second, third] = variables;
	const rows = await sql<(Omit<FrameSeat, 'codes'> & { first: string | null; second: string | null; third: string | null })[]>`
		with others as (
			select distinct l.person_id from survey me join survey o on o.wave_id = me.wave_id and o.id <> me.id join seat s on s.survey_id = o.id and s.sampled and s.disposition <> 'ineligible'
			join contact.link l on l.contact_key = s.contact_key where me.id = ${surveyId})
		select s.id, s.ref, a.code as first, b.code as second, c.code as third, l.person_id as person, o.person_id is not null as elsewhere
		from seat s
			left join contact.link l on l.contact_key = s.contact_key
			left join others o on o.person_id = l.person_id
			left join seat_stratum a on a.survey_id = s.survey_id and a.seat_id = s.id and a.variable = ${first ?? null}::text
			left join seat_stratum b on b.survey_id = s.survey_id and b.seat_id = s.id and b.variable = ${second ?? null}::text
			left join seat_stratum c on c.survey_id = s.survey_id and c.seat_id = s.id and c.variable = ${third ?? null}::text
		where s.survey_id = ${surveyId} and s.list_id is null and s.disposition <> 'ineligible' ${lock ? sql`for update of s` : sql``}`;
	return rows.map(({ first: a, second: b, third: c, ...row }) => ({ ...row, codes: [a, b, c].slice(0, variables.length) }));
}

const LOCK = 7_205_306;

/** One drawing at a time in a wave, so that each sees who the others have drawn, and none while the list is imported; held until the transaction ends. */
export async function lockSample(tx: SampleTx, surveyId: number): Promise<void> {
	await lockFrame(tx, surveyId);
	await tx`select pg_advisory_xact_lock(${LOCK}, wave_id) from survey where id = ${surveyId}`;
}

export interface SampleRow {
	id: number; spec: unknown; report: unknown; seed: number; generator: string; frameHash: string; seats: number; drawnAt: Date; replacedAt: Date | null;
}

/** The sample that stands, null when none does. */
export async function readSample(sql: FrameSql, surveyId: number): Promise<SampleRow | null> {
	const [row] = await sql<SampleRow[]>`
		select id, spec, report, seed, generator, frame_hash as "frameHash", seats, to_json(drawn_at) #>> '{}' as "drawnAt", replaced_at as "replacedAt"
		from sample where survey_id = ${surveyId} and replaced_at is null`;
	return row ? { ...row, drawnAt: new Date(row.drawnAt) } : null;
}

export interface DrawnSeat { ref: string; stratum: (string | null)[]; probability: number; cluster: string | null }

/**
 * The seats of a sample, in order of ref by code units.
 * @param cluster the frame variable of the clusters, as the list has it now; null: none
 */
export async function readDrawnSeats(sql: FrameSql, surveyId: number, sampleId: number, cluster: string | null): Promise<DrawnSeat[]> {
	return sql<DrawnSeat[]>`
		select s.ref, d.stratum, d.probability, c.code as cluster
		from sample_seat d
			join seat s on (s.survey_id, s.id) = (d.survey_id, d.seat_id)
			left join seat_stratum c on c.survey_id = d.survey_id and c.seat_id = d.seat_id and c.variable = ${cluster}::text
		where d.survey_id = ${surveyId} and d.sample_id = ${sampleId} order by s.ref collate "C"`;
}

export interface SampleState {
	/** Nobody has been invited yet. */
	open: boolean;
	seats: number;
	ineligible: number;
	sampled: number;
	/** In the sample without having been drawn: they came to the list after the draw. Null when no sample stands. */
	undrawn: number | null;
	/** Samples drawn before the one that stands. */
	earlier: number;
	/** Persons with a seat here who are in the sample of another survey of the wave. */
	elsewhere: number;
}

export async function readSampleState(sql: FrameSql, surveyId: number): Promise<SampleState | null> {
	const [row] = await sql<SampleState[]>`
		with mine as (select distinct l.person_id from seat s join contact.link l on l.contact_key = s.contact_key where s.survey_id = ${surveyId}),
			theirs as (select distinct l.person_id from survey me join survey o on o.wave_id = me.wave_id and o.id <> me.id join seat s on s.survey_id = o.id and s.sampled and s.disposition <> 'ineligible'
				join contact.link l on l.contact_key = s.contact_key where me.id = ${surveyId}),
			counted as (select count(*)::int as seats, (count(*) filter (where disposition = 'ineligible'))::int as ineligible, (count(*) filter (where sampled))::int as sampled from seat where survey_id = ${surveyId} and list_id is null)
		select not fieldwork_begun(v.id) as open, c.*,
			(select (c.sampled - count(*) filter (where t.sampled))::int from sample p join sample_seat d on (d.survey_id, d.sample_id) = (p.survey_id, p.id)
				join seat t on (t.survey_id, t.id) = (d.survey_id, d.seat_id) where p.survey_id = v.id and p.replaced_at is null having count(*) > 0) as undrawn,
			(select count(*)::int from sample p where p.survey_id = v.id and p.replaced_at is not null) as earlier,
			(select count(*)::int from mine join theirs using (person_id)) as elsewhere
		from survey v cross join counted c where v.id = ${surveyId}`;
	return row ?? null;
}

/** Ids of the survey's mailings: whoever holds them all is alone with its mail. */
export async function mailingsOf(sql: FrameSql, surveyId: number): Promise<number[]> {
	return (await sql<{ id: number }[]>`select id from mailing where survey_id = ${surveyId} order by id`).map((row) => row.id);
}

export interface NewSample { spec: object; report: object; seed: number; generator: string; frameHash: string; seats: { id: number; stratum: (string | null)[]; probability: number }[] }

async function audit(tx: SampleTx, surveyId: number, actor: string, action: string, subject: object): Promise<void> {
	await tx`insert into audit (actor, action, survey_id, subject) values (${actor}, ${action}, ${surveyId}, ${JSON.stringify(subject)}::text::jsonb)`;
}

/** @returns the id of the sample that stood, null when none did */
async function retire(tx: SampleTx, surveyId: number, actor: string): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`update sample set replaced_at = now() where survey_id = ${surveyId} and replaced_at is null returning id`;
	if (!row) return null;
	await audit(tx, surveyId, actor, 'sample.retire', { sample: row.id });
	return row.id;
}

/** Gives up the sample that stands; whoever is in it stays so until another is drawn. @returns its id, null when none stood */
export async function retireSample(tx: SampleTx, surveyId: number, actor: string): Promise<number | null> {
	const retired = await retire(tx, surveyId, actor);
	if (retired !== null) await countHeldSeats(tx, surveyId);
	return retired;
}

/** Stores a sample in place of the one that stands, and lets the seats follow. @returns its id */
export async function insertSample(tx: SampleTx, surveyId: number, sample: NewSample, actor: string): Promise<number> {
	await retire(tx, surveyId, actor);
	const [made] = await tx<{ id: number }[]>`
		insert into sample (survey_id, spec, report, seed, generator, frame_hash, seats, drawn_by)
		values (${surveyId}, ${JSON.stringify(sample.spec)}::text::jsonb, ${JSON.stringify(sample.report)}::text::jsonb, ${sample.seed}, ${sample.generator}, ${sample.frameHash}, ${sample.seats.length}, ${actor})
		returning id`;
	if (!made) throw new Error('the sample was not stored');
	await tx`
		insert into sample_seat (survey_id, sample_id, seat_id, stratum, probability)
		select ${surveyId}, ${made.id}, id, stratum, probability from jsonb_to_recordset(${JSON.stringify(sample.seats)}::text::jsonb) x (id int, stratum jsonb, probability float8)`;
	await tx`
		update seat s set sampled = not s.sampled
		where s.survey_id = ${surveyId} and s.list_id is null and s.sampled <> exists (select from sample_seat d where (d.survey_id, d.sample_id, d.seat_id) = (s.survey_id, ${made.id}, s.id))`;
	await countHeldSeats(tx, surveyId);
	await audit(tx, surveyId, actor, 'sample.draw', { sample: made.id, seed: sample.seed, seats: sample.seats.length });
	return made.id;
}
