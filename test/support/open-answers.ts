/** Open answers put in by plain SQL. */
import type { TestDatabase } from './database.ts';

/** The seat's form sent in with one answer, a text, to `item`. */
export async function submitText(db: Pick<TestDatabase, 'admin'>, surveyId: number, ref: string, item: string, text: string): Promise<void> {
	const [{ id, version }] = await db.admin<[{ id: number; version: number }]>`
		insert into response (survey_id, seat_id, version_id, locale) select s.survey_id, s.id, v.version_id, 'nb' from seat s join survey v on v.id = s.survey_id
		where s.survey_id = ${surveyId} and s.ref = ${ref} returning id, version_id as version`;
	await db.admin`insert into answer (survey_id, response_id, item, version_id, kind, state, text) values (${surveyId}, ${id}, ${item}, ${version}, 'text', 'answered', ${text})`;
	await db.admin`update response set state = 'submitted', submitted_at = now() where id = ${id}`;
}
