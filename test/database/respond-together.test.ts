import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken, newToken, parseToken } from '../../src/lib/server/access/token.ts';
import { saveAnswers, type Save } from '../../src/lib/server/db/respond-save.ts';
import type { LinkKey, PatchEntry } from '../../src/lib/server/db/respond.ts';
import { startForm } from '../../src/lib/server/respond/submit.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { seedSurvey, type Seeded } from '../support/seed.ts';
import { TEST_SECRET } from '../support/server.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await createDatabase();
});
afterAll(() => db.drop());

const keyOf = (token: string): LinkKey => parseToken(token, TEST_SECRET) ?? { surveyId: 0, hash: new Uint8Array(32) };
const number = (item: string, value: number): PatchEntry => ({ item, kind: 'number', state: 'answered', number: value });
const save = (s: Seeded, patch: PatchEntry[], more: Partial<Save> = {}): Save => ({ versionId: s.versionId, patch, block: null, onward: null, locale: null, revision: null, read: false, ...more });
async function started(seats: number): Promise<Seeded> {
	const s = await seedSurvey(db.admin, { seats });
	await Promise.all(s.tokens.map((token) => startForm({ database: db, secret: TEST_SECRET }, token, 'nb')));
	return s;
}
const years = async (s: Seeded) => (await db.admin`select r.seat_id, a.number from answer a join response r on (r.survey_id, r.id) = (a.survey_id, a.response_id) where a.survey_id = ${s.surveyId} and item = 'aar' order by 1`).map((r) => r.number);

describe('saves that come at once', () => {
	it('are each saved and answered with their own, whatever else came with them', async () => {
		const s = await started(120);
		const rows = await Promise.all(s.tokens.map((token, i) => saveAnswers(db.respond.sql, keyOf(token), save(s, [number('aar', i % 60)], { read: i % 2 === 0, block: 'om_deg' }))));
		expect(new Set(rows.map((r) => r.status))).toEqual(new Set(['ok']));
		expect(rows.map((r) => r.answers)).toEqual(rows.map((_, i) => (i % 2 === 0 ? { aar: i % 60 } : null)));
		expect(await years(s)).toEqual(s.tokens.map((_, i) => i % 60));
	});
	it('share transactions, so that many cost less than each alone', async () => {
		const s = await started(100);
		await Promise.all(s.tokens.map((token) => saveAnswers(db.respond.sql, keyOf(token), save(s, [number('aar', 5)]))));
		const [row] = await db.admin`select count(distinct xmin::text)::int as transactions from answer where survey_id = ${s.surveyId}`;
		expect(row?.transactions).toBeLessThan(20);
	});
	it('of one person are saved in the order they came', async () => {
		const s = await started(2);
		const [one = '', other = ''] = s.tokens;
		const rows = await Promise.all(Array.from({ length: 30 }, (_, i) => saveAnswers(db.respond.sql, keyOf(i % 3 === 0 ? other : one), save(s, [number('aar', i)]))));
		expect(rows.filter((_, i) => i % 3 !== 0).map((r) => r.revision)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
		expect(await years(s)).toEqual([29, 27]);
	});
	it('do not fail with one that the database refuses', async () => {
		const s = await started(12);
		const results = await Promise.allSettled(s.tokens.map((token, i) => saveAnswers(db.respond.sql, keyOf(token), save(s, [i === 7 ? { item: 'stilling', kind: 'code', state: 'answered', code: 77 } : number('aar', i)]))));
		expect(results.map((r) => r.status)).toEqual(s.tokens.map((_, i) => (i === 7 ? 'rejected' : 'fulfilled')));
		expect((results[7] as PromiseRejectedResult).reason).toMatchObject({ code: '23503' });
		expect(await years(s)).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
	});
	it('do not wait for one whose response is held by someone else', async () => {
		const s = await started(10);
		const holder = await db.admin.reserve();
		await holder`begin`;
		await holder`select from response where survey_id = ${s.surveyId} and seat_id = ${s.seatIds[0] ?? 0} for update`;
		const held = saveAnswers(db.respond.sql, keyOf(s.tokens[0] ?? ''), save(s, [number('aar', 1)]));
		const others = await Promise.all(s.tokens.slice(1).map((token) => saveAnswers(db.respond.sql, keyOf(token), save(s, [number('aar', 2)]))));
		expect(others.map((r) => r.status)).toEqual(Array.from({ length: 9 }, () => 'ok'));
		await holder`commit`;
		holder.release();
		expect((await held).status).toBe('ok');
	});
	it('are told apart: unknown, submitted, of another version, overtaken and saved in one statement', async () => {
		const s = await started(5);
		const [sent = '', versioned = '', overtaken = '', fine = '', filler = ''] = s.tokens;
		await db.admin`update response set state = 'submitted', submitted_at = now() where survey_id = ${s.surveyId} and seat_id = ${s.seatIds[0] ?? 0}`;
		const together = [
			saveAnswers(db.respond.sql, keyOf(filler), save(s, [])), saveAnswers(db.respond.sql, keyOf(newToken(s.surveyId)), save(s, [])),
			saveAnswers(db.respond.sql, keyOf(newToken(s.surveyId)), save(s, [number('aar', 1)])), saveAnswers(db.respond.sql, keyOf(sent), save(s, [number('aar', 1)])),
			saveAnswers(db.respond.sql, keyOf(versioned), save(s, [number('aar', 1)], { versionId: s.versionId + 1000 })), saveAnswers(db.respond.sql, keyOf(overtaken), save(s, [number('aar', 1)], { revision: 9 })),
			saveAnswers(db.respond.sql, keyOf(fine), save(s, [number('aar', 1)], { revision: 1 }))];
		expect((await Promise.all(together)).map((r) => r.status)).toEqual(['ok', 'unknown', 'unknown', 'late', 'version', 'stale', 'ok']);
		expect(await years(s)).toEqual([1]);
	});
	it('through two links to one seat are both saved', async () => {
		const s = await started(3);
		const second = newToken(s.surveyId);
		await db.admin`insert into invitation_link (survey_id, token_hash, seat_id) values (${s.surveyId}, ${Buffer.from(hashToken(second, TEST_SECRET))}, ${s.seatIds[0] ?? 0})`;
		const send = (token: string, entry: PatchEntry) => saveAnswers(db.respond.sql, keyOf(token), save(s, [entry]));
		const [first = '', filler = '', more = ''] = s.tokens;
		const rows = await Promise.all([send(filler, number('aar', 1)), send(more, number('aar', 2)), send(first, number('aar', 3)), send(second, number('timer', 4))]);
		expect(rows.map((r) => r.status)).toEqual(['ok', 'ok', 'ok', 'ok']);
		const answers = await db.admin`select item, number from answer a join response r on (r.survey_id, r.id) = (a.survey_id, a.response_id) where a.survey_id = ${s.surveyId} and seat_id = ${s.seatIds[0] ?? 0} order by item`;
		expect(answers.map((r) => [r.item, r.number])).toEqual([['aar', 3], ['timer', 4]]);
	});
});

describe('the rules of an answer', () => {
	it('hold for every row of a statement, whoever writes it', async () => {
		const s = await started(1);
		const [response] = await db.admin`select id from response where survey_id = ${s.surveyId}`;
		const insert = (rows: string) => db.admin.unsafe(`insert into answer (survey_id, response_id, version_id, item, kind, state, code, codes, number, text) select ${s.surveyId}, ${response?.id}, ${s.versionId}, x.* from (values ${rows}) x (item, kind, state, code, codes, number, text)`);
		const good = `('aar', 'number', 'answered', null::smallint, null::smallint[], 5::float8, null)`;
		for (const [bad, code] of [
			[`('stilling', 'code', 'answered', 3::smallint, null, null, null)`, '23503'], [`('tema', 'codes', 'answered', null, '{1,1}'::smallint[], null, null)`, '23503'],
			[`('tema', 'codes', 'answered', null, '{1,null}'::smallint[], null, null)`, '23503'], [`('no_such', 'code', 'not_answered', null, null, null, null)`, '23503'],
			[`('tema', 'codes', 'answered', 1::smallint, null, null, null)`, '23514'], [`('tema', 'codes', 'answered', null, '{}'::smallint[], null, null)`, '23514'],
			[`('stilling', 'code', 'dont_know', null, null, null, null)`, '23514'], [`('stilling_annet', 'text', 'answered', null, null, null, repeat('x', 81))`, '23514'],
			[`('stilling_annet', 'text', 'answered', null, null, null, '')`, '23514'], [`('timer', 'number', 'answered', null, null, 1001, null)`, '23514'],
			[`('timer', 'number', 'other', null, null, null, null)`, '23514'], [`('timer', 'number', 'not_asked', null, null, 4, null)`, '23514']
		] as const) await expect(insert(`${good}, ${bad}`), bad).rejects.toMatchObject({ code });
		await insert(good);
		await expect(db.admin`update answer set number = 61 where survey_id = ${s.surveyId}`).rejects.toMatchObject({ code: '23514' });
		await db.admin`update response set state = 'submitted', submitted_at = now() where survey_id = ${s.surveyId}`;
		for (const change of ['update answer set number = 6', 'delete from answer']) await expect(db.admin.unsafe(`${change} where survey_id = ${s.surveyId}`)).rejects.toMatchObject({ code: 'GR002' });
	});
});
