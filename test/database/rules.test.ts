import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
	await db.admin`insert into evaluation (key, name) values ('e', 'E')`;
	await db.admin`insert into wave (evaluation_id, key, name) values (1, 'w', 'W')`;
	await db.admin`insert into survey (wave_id, key) values (1, 's')`;
	await db.admin`insert into questionnaire_version (survey_id, number, hash, document) values (1, 1, ${'0'.repeat(64)}, '{}')`;
	await db.admin`insert into version_item values (1, 1, 'one', 'code', 'single', 1, false, null, null, null), (1, 1, 'many', 'codes', 'multiple', 2, true, null, null, null), (1, 1, 'years', 'number', 'integer', 3, false, null, 0, 60)`;
	await db.admin`insert into version_category values (1, 1, 'one', 1, 1), (1, 1, 'one', 2, 2), (1, 1, 'many', 1, 1), (1, 1, 'many', 2, 2)`;
	await db.admin`insert into seat (survey_id, ref, sampled, disposition) values (1, 'a', true, 'non_contact'), (1, 'b', true, 'non_contact'), (1, 'c', false, 'not_invited')`;
	await db.admin`insert into response (survey_id, seat_id, version_id, locale) values (1, 1, 1, 'nb')`;
});
afterAll(() => db.drop());

const answer = (item: string, kind: string, column: string, value: unknown, state = 'answered') =>
	db.admin.unsafe(`insert into answer (survey_id, response_id, version_id, item, kind, state, ${column}) values (1, 1, 1, $1, $2, $3, $4)`, [item, kind, state, value as never]);

describe('the database holds the rules', () => {
	it('refuses a second response for a seat', async () => {
		await expect(db.admin`insert into response (survey_id, seat_id, version_id, locale) values (1, 1, 1, 'nb')`).rejects.toMatchObject({ code: '23505' });
	});
	it('refuses a code outside the scale, single or multiple', async () => {
		await expect(answer('one', 'code', 'code', 3)).rejects.toMatchObject({ code: '23503' });
		await expect(answer('many', 'codes', 'codes', [1, 3])).rejects.toMatchObject({ code: '23503' });
		await expect(answer('many', 'codes', 'codes', [1, 1])).rejects.toMatchObject({ code: '23503' });
	});
	it('refuses an item that is not in the version, and a value of another kind', async () => {
		await expect(answer('other', 'code', 'code', 1)).rejects.toMatchObject({ code: '23503' });
		await expect(answer('one', 'number', 'number', 1)).rejects.toMatchObject({ code: '23503' });
		await expect(answer('one', 'code', 'number', 1)).rejects.toMatchObject({ code: '23514' });
	});
	it('refuses don’t know where the item does not offer it, and numbers out of range or not finite', async () => {
		await expect(answer('one', 'code', 'code', null, 'dont_know')).rejects.toMatchObject({ code: '23514' });
		await expect(answer('years', 'number', 'number', 61)).rejects.toMatchObject({ code: '23514' });
		await expect(answer('years', 'number', 'number', 'NaN')).rejects.toMatchObject({ code: '23514' });
	});
	it('refuses a missing state that carries a value', async () => {
		await expect(answer('one', 'code', 'code', 1, 'not_asked')).rejects.toMatchObject({ code: '23514' });
	});
	it('keeps published versions, categories and disposition history immutable', async () => {
		await expect(db.admin`update questionnaire_version set document = '{"a":1}'`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from version_category`).rejects.toMatchObject({ code: 'GR001' });
		await expect(db.admin`delete from disposition_history`).rejects.toMatchObject({ code: 'GR001' });
	});
	it('lets the disposition follow the response, with history, and closes submitted answers', async () => {
		await answer('one', 'code', 'code', 1);
		await db.admin`update response set state = 'submitted', submitted_at = now() where id = 1`;
		expect((await db.admin`select disposition from seat where id = 1`)[0]?.disposition).toBe('complete');
		expect((await db.admin`select disposition from disposition_history where seat_id = 1 order by id`).map((r) => r.disposition)).toEqual(['non_contact', 'partial', 'complete']);
		await expect(db.admin`update answer set code = 2`).rejects.toMatchObject({ code: 'GR002' });
	});
	it('refuses a disposition among the invited for a seat outside the sample', async () => {
		await expect(db.admin`update seat set disposition = 'non_contact' where id = 3`).rejects.toMatchObject({ code: '23514' });
	});
	it('hides contacts, and the key to them, from the roles that serve respondents and analyses', async () => {
		for (const role of ['respond', 'evaluate'] as const) await expect(db[role].sql`select * from contact.person`).rejects.toMatchObject({ code: '42501' });
		await expect(db.respond.sql`select contact_key from seat`).rejects.toMatchObject({ code: '42501' });
		await expect(db.fieldwork.sql`select * from contact.person`).resolves.toEqual([]);
	});
	it('does not let a role climb out of itself with RESET ROLE', async () => {
		await db.respond.sql.begin(async (tx) => {
			await tx`reset role`;
			await expect(tx`savepoint s`.then(() => tx`select * from contact.person`)).rejects.toMatchObject({ code: '42501' });
		}).catch(() => undefined);
		const [row] = await db.respond.sql`select current_user`;
		expect(row?.current_user).toBe('grunnlag_respond');
	});
});
