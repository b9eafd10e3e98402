/** A published survey with seats and links, put in by plain SQL: what tests of the respondent's side start from. */
import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { compile } from '../../src/lib/domain/questionnaire/fields.ts';
import { versionHash } from '../../src/lib/domain/questionnaire/hash.ts';
import type { Questionnaire } from '../../src/lib/domain/questionnaire/schema.ts';
import { hashToken, newToken } from '../../src/lib/server/access/token.ts';
import { QUESTIONNAIRE } from './questionnaire.ts';
import { TEST_SECRET } from './server.ts';

export interface SeedSeat {
	ref?: string;
	/** Frame variable to value: those the questionnaire calls strata become strata, the rest particulars. */
	frame?: Record<string, string>;
	seatsHeld?: number;
	locale?: 'nb' | 'nn' | 'en';
}
export interface SeedOptions {
	questionnaire?: Questionnaire;
	/** The seats, or how many alike. */
	seats?: SeedSeat[] | number;
	state?: 'draft' | 'open' | 'closed';
	secret?: string;
	/** Another wave of an evaluation that is there; a new evaluation where absent. */
	wave?: { evaluationId: number; key: string; name: string };
	/** Another survey of a wave that is there. */
	beside?: { waveId: number; key: string };
}
export interface Seeded {
	surveyId: number;
	versionId: number;
	seatIds: number[];
	/** One a seat, in order. */
	tokens: string[];
}

/** Publishes `q` for the survey as it is, without a check of its rules. */
export async function publishVersion(sql: postgres.Sql, surveyId: number, q: Questionnaire, number = 1): Promise<number> {
	const [version] = await sql<[{ id: number }]>`
		insert into questionnaire_version (survey_id, number, hash, document) values (${surveyId}, ${number}, ${await versionHash(q)}, ${sql.json(q as never)}) returning id`;
	const { fields } = compile(q);
	await sql`insert into version_item ${sql(fields.map((f) => ({
		survey_id: surveyId, version_id: version.id, item: f.key, kind: f.kind, type: f.item.type, position: f.order, dont_know: f.dontKnow,
		max_length: 'maxLength' in f.item ? f.item.maxLength : null,
		min: 'min' in f.item && typeof f.item.min === 'number' ? f.item.min : null, max: 'max' in f.item && typeof f.item.max === 'number' ? f.item.max : null
	})))}`;
	const categories = fields.flatMap((f) => (f.categories ?? []).map((c, i) => ({ survey_id: surveyId, version_id: version.id, item: f.key, code: c.code, position: i })));
	if (categories.length > 0) await sql`insert into version_category ${sql(categories)}`;
	await sql`update survey set version_id = ${version.id} where id = ${surveyId}`;
	return version.id;
}

async function addFrame(sql: postgres.Sql, surveyId: number, q: Questionnaire): Promise<void> {
	for (const [position, variable] of q.frame.entries()) {
		await sql`insert into frame_variable (survey_id, name, label, stratum, position) values (${surveyId}, ${variable.name}, ${sql.json(variable.label)}, ${variable.stratum}, ${position})`;
		for (const [i, c] of (variable.categories ?? []).entries()) {
			await sql`insert into frame_category values (${surveyId}, ${variable.name}, ${c.code}, ${sql.json(c.label)}, ${i})`;
		}
	}
}

async function newSurvey(sql: postgres.Sql, { wave, beside }: SeedOptions, evaluation: string): Promise<{ id: number }> {
	if (beside) return (await sql<[{ id: number }]>`insert into survey (wave_id, key) values (${beside.waveId}, ${beside.key}) returning id`)[0];
	if (wave) return (await sql<[{ id: number }]>`
		with w as (insert into wave (evaluation_id, key, name) values (${wave.evaluationId}, ${wave.key}, ${wave.name}) returning id) insert into survey (wave_id, key) select id, 's' from w returning id`)[0];
	return (await sql<[{ id: number }]>`
		with e as (insert into evaluation (key, name) values (${evaluation}, 'Evaluation') returning id), w as (insert into wave (evaluation_id, key, name) select id, 'w', 'Wave' from e returning id)
		insert into survey (wave_id, key) select id, 's' from w returning id`)[0];
}

/** @param sql a connection that may do everything, such as `admin` of a test database */
export async function seedSurvey(sql: postgres.Sql, options: SeedOptions = {}): Promise<Seeded> {
	const { questionnaire: q = QUESTIONNAIRE, state = 'open', secret = TEST_SECRET } = options;
	const seats = typeof options.seats === 'object' ? options.seats : Array.from({ length: options.seats ?? 1 }, (): SeedSeat => ({}));
	const key = `t${randomUUID()}`;
	const survey = await newSurvey(sql, options, key);
	const versionId = await publishVersion(sql, survey.id, q);
	await sql`update survey set state = ${state} where id = ${survey.id}`;
	await addFrame(sql, survey.id, q);
	const strata = new Set(q.frame.filter((v) => v.stratum).map((v) => v.name));
	const seatIds: number[] = [];
	const tokens: string[] = [];
	for (const [i, seat] of seats.entries()) {
		const frame = Object.entries(seat.frame ?? { fylke: 'oslo', rolle: 'uh', enhet: 'Prøveenheten' });
		const particulars = Object.fromEntries(frame.filter(([name]) => !strata.has(name)));
		const [row] = await sql<[{ id: number }]>`
			insert into seat (survey_id, ref, sampled, disposition, seats_held, locale, particulars)
			values (${survey.id}, ${seat.ref ?? `r${i}`}, true, 'non_contact', ${seat.seatsHeld ?? 1}, ${seat.locale ?? null}, ${sql.json(particulars)}) returning id`;
		for (const [name, code] of frame.filter(([name]) => strata.has(name))) await sql`insert into seat_stratum (survey_id, seat_id, variable, code) values (${survey.id}, ${row.id}, ${name}, ${code})`;
		const token = newToken(survey.id);
		await sql`insert into invitation_link (survey_id, token_hash, seat_id) values (${survey.id}, ${Buffer.from(hashToken(token, secret))}, ${row.id})`;
		seatIds.push(row.id);
		tokens.push(token);
	}
	return { surveyId: survey.id, versionId, seatIds, tokens };
}
