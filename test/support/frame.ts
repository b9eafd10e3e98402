/** What tests of the population list start from: bare surveys, small lists, and everything a database holds as one value. */
import { readFileSync } from 'node:fs';
import type { TestDatabase } from './database.ts';

let made = 0;

/** A survey in an evaluation of its own (or the given one), with `document` as its published questionnaire when there is one. */
export async function makeSurvey(db: TestDatabase, document?: unknown, evaluationId?: number): Promise<{ surveyId: number; evaluationId: number }> {
	const key = `e${++made}`;
	const evaluation = evaluationId ?? Number((await db.admin`insert into evaluation (key, name) values (${key}, 'E') returning id`)[0]?.id);
	const [wave] = await db.admin`insert into wave (evaluation_id, key, name) values (${evaluation}, ${key}, 'W') returning id`;
	const [survey] = await db.admin`insert into survey (wave_id, key) values (${wave?.id}, 's') returning id`;
	const surveyId = Number(survey?.id);
	if (document !== undefined) {
		const [version] = await db.admin`
			insert into questionnaire_version (survey_id, number, hash, document) values (${surveyId}, 1, ${'0'.repeat(64)}, ${db.admin.json(document as never)}) returning id`;
		await db.admin`update survey set version_id = ${version?.id} where id = ${surveyId}`;
	}
	return { surveyId, evaluationId: evaluation };
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const folder = new URL('../../src/demo/evaluation-2021/', import.meta.url);
/** A file of the 2021 evaluation. */
export const demoFile = (path: string): Uint8Array => readFileSync(new URL(path, folder));
export const demoQuestionnaire = (key: string): unknown => JSON.parse(readFileSync(new URL(`questionnaires/${key}.json`, folder), 'utf8'));

const TABLES = ['contact.person', 'contact.link', 'frame_variable', 'frame_category', 'frame_import', 'seat', 'seat_stratum', 'disposition_history', 'audit'];

/** Every row of every table that an import may touch, with ids and times. */
export async function everything(db: TestDatabase): Promise<Record<string, string[]>> {
	const of = async (table: string) => [table, (await db.admin.unsafe(`select t::text as row from ${table} t order by 1`)).map((r) => String(r.row))] as const;
	return Object.fromEntries(await Promise.all(TABLES.map(of)));
}

/** What a frame says, without ids, keys and times: seat by seat with person and strata. */
export async function frameOf(db: TestDatabase, surveyId: number): Promise<Record<string, unknown>[]> {
	return [...await db.admin`
		select s.ref, p.name, p.email, s.seats_held, s.locale, s.sampled, s.particulars,
			(select jsonb_object_agg(variable, code order by variable) from seat_stratum t where (t.survey_id, t.seat_id) = (s.survey_id, s.id)) as strata
		from seat s left join contact.link l using (contact_key) left join contact.person p on p.id = l.person_id where s.survey_id = ${surveyId} order by s.ref`];
}
