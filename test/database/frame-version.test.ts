/** What a seat's stratum refers to, held statement by statement; and lists that are read once for each version of them. */
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrameCodes, readSeatStates, wholeNumbers } from '../../src/lib/server/db/frame-codes.ts';
import { frameCounter } from '../../src/lib/server/db/frame-counts.ts';
import { countSeats, snapshot, type CountRow } from '../../src/lib/server/db/response-counts.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { addSeats, openedSurvey } from '../support/fieldwork.ts';

let db: TestDatabase;
let survey: number;
const idOf = async (ref: string) => Number((await db.admin`select id from seat where survey_id = ${survey} and ref = ${ref}`)[0]?.id);
const people = (refs: string[], rolle?: string) => refs.map((ref) => ({ ref, name: ref, email: `${ref}@example.org`, ...(rolle && { rolle }) }));

beforeAll(async () => {
	db = await createDatabase();
	survey = await openedSurvey(db);
	await addSeats(db, survey, [...people(['a', 'b', 'c'], 'eier'), ...people(['d'], 'leder'), ...people(['e'])]);
});
afterAll(() => db.drop());

const give = (sql: postgres.Sql | postgres.TransactionSql, seat: number, variable: string, code: string) =>
	sql`insert into seat_stratum (survey_id, seat_id, variable, code) values (${survey}, ${seat}, ${variable}, ${code})`;
const refused = (constraint: string) => ({ code: '23503', constraint_name: constraint });

describe('a stratum of a seat', () => {
	it('is a code of its variable, of a variable that divides seats, and of a seat that is there', async () => {
		const e = await idOf('e');
		await expect(give(db.admin, e, 'rolle', 'konge')).rejects.toMatchObject(refused('seat_stratum_survey_id_variable_code_fkey'));
		await db.admin`insert into frame_category (survey_id, variable, code, label, position) values (${survey}, 'stilling', 'rektor', '{}', 0)`;
		await expect(give(db.admin, e, 'stilling', 'rektor')).rejects.toMatchObject(refused('seat_stratum_survey_id_variable_stratum_fkey'));
		await expect(give(db.admin, 999_999, 'rolle', 'eier')).rejects.toMatchObject(refused('seat_stratum_survey_id_seat_id_fkey'));
	});
	it('is refused among good ones, and when it is changed or written over', async () => {
		const [a, e] = [await idOf('a'), await idOf('e')];
		await expect(db.admin`insert into seat_stratum (survey_id, seat_id, variable, code) values (${survey}, ${e}, 'rolle', 'eier'), (${survey}, 999999, 'rolle', 'eier')`).rejects.toMatchObject({ code: '23503' });
		await expect(db.admin`update seat_stratum set code = 'konge' where survey_id = ${survey} and seat_id = ${a}`).rejects.toMatchObject({ code: '23503' });
		await expect(db.admin`insert into seat_stratum (survey_id, seat_id, variable, code) values (${survey}, ${a}, 'rolle', 'konge') on conflict (survey_id, seat_id, variable) do update set code = excluded.code`).rejects.toMatchObject({ code: '23503' });
		expect(await db.admin`select count(*)::int as n from seat_stratum where survey_id = ${survey}`).toEqual([{ n: 4 }]);
	});
	it('keeps its category, its variable and its seat, also against a change of their keys', async () => {
		const key = refused('seat_stratum_survey_id_variable_code_fkey');
		await expect(db.admin`delete from frame_category where survey_id = ${survey} and code = 'eier'`).rejects.toMatchObject(key);
		await expect(db.admin`update frame_category set code = 'x' where survey_id = ${survey} and code = 'eier'`).rejects.toMatchObject(key);
		await expect(db.admin`update frame_variable set stratum = false where survey_id = ${survey} and name = 'rolle'`).rejects.toMatchObject(refused('seat_stratum_survey_id_variable_stratum_fkey'));
		await expect(db.admin.begin(async (sql) => {
			await sql`alter table disposition_history disable trigger user`;
			await sql`delete from disposition_history where seat_id = ${await idOf('a')}`;
			await sql`delete from seat where survey_id = ${survey} and ref = 'a'`;
		})).rejects.toMatchObject(refused('seat_stratum_survey_id_seat_id_fkey'));
		await db.admin`update frame_category set label = '{"nb": "Eier", "nn": "Eigar", "en": "Owner"}' where survey_id = ${survey} and code = 'eier'`;
	});
	it('is not given while another takes its category away: the one who comes second waits, and is refused', async () => {
		await db.admin`insert into frame_category (survey_id, variable, code, label, position) values (${survey}, 'rolle', 'ny', '{}', 9)`;
		const e = await idOf('e');
		let given: Promise<unknown> = Promise.resolve();
		await db.admin.begin(async (sql) => {
			await sql`delete from frame_category where survey_id = ${survey} and code = 'ny'`;
			given = give(db.fieldwork.sql, e, 'rolle', 'ny').then(() => 'given', (error: { code: string }) => error.code);
			await expect.poll(async () => Number((await db.admin`select count(*) from pg_locks where not granted`)[0]?.count)).toBeGreaterThan(0);
		});
		expect(await given).toBe('23503');
	});
});

describe('the history of seats that come in one statement', () => {
	it('has its first line for each, as each is', async () => {
		const rows = await db.admin`select s.ref, h.disposition, h.at = s.disposition_at as same from seat s join disposition_history h on (h.survey_id, h.seat_id) = (s.survey_id, s.id) where s.survey_id = ${survey} order by h.id`;
		expect(rows.map((r) => r.ref)).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(rows.every((r) => r.disposition === 'not_invited' && r.same === true)).toBe(true);
	});
});

const list = () => snapshot(db.evaluate.db, (tx) => readFrameCodes(tx, survey));
const rolesOf = async () => Object.fromEntries((await list()).seats.map((s) => [s.ref, s.codes.rolle ?? null]));

describe('a list that is read once', () => {
	it('is the same thing until it changes, and then what the database says', async () => {
		expect(await rolesOf()).toEqual({ a: 'eier', b: 'eier', c: 'eier', d: 'leder', e: null });
		expect(await list()).toBe(await list());
		const before = await list();
		await db.admin`update seat set disposition = 'non_contact' where survey_id = ${survey} and ref in ('a', 'd')`;
		expect(await list(), 'dispositions are not the list').toBe(before);
		await db.admin`update seat_stratum set code = 'leder' where survey_id = ${survey} and seat_id = ${await idOf('a')}`;
		expect(await rolesOf()).toMatchObject({ a: 'leder' });
		await give(db.admin, await idOf('e'), 'rolle', 'eier');
		expect(await rolesOf()).toMatchObject({ e: 'eier' });
		await db.admin`delete from seat_stratum where survey_id = ${survey} and seat_id = ${await idOf('b')}`;
		expect(await rolesOf()).toMatchObject({ b: null });
		await addSeats(db, survey, people(['f']));
		expect(await rolesOf()).toEqual({ a: 'leder', b: null, c: 'eier', d: 'leder', e: 'eier', f: null });
		await db.admin`update seat set ref = 'g' where survey_id = ${survey} and ref = 'f'`;
		expect((await list()).seats.map((s) => s.ref)).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
	});
	it('is of the moment of the snapshot, whatever others commit meanwhile', async () => {
		const seen = await snapshot(db.evaluate.db, async (tx) => {
			const first = await readFrameCodes(tx, survey);
			await db.admin`update seat_stratum set code = 'eier' where survey_id = ${survey} and seat_id = ${await idOf('d')}`;
			await list();
			const again = await readFrameCodes(tx, survey);
			return [first, again].map((l) => l.seats.find((s) => s.ref === 'd')?.codes.rolle);
		});
		expect(seen).toEqual(['leder', 'leder']);
		expect(await rolesOf()).toMatchObject({ d: 'eier' });
	});
	it('is not what a change that was taken back would have made of it', async () => {
		const before = await list();
		await expect(db.admin.begin(async (sql) => {
			await sql`update seat_stratum set code = 'leder' where survey_id = ${survey}`;
			throw new Error('taken back');
		})).rejects.toThrow('taken back');
		expect(await list()).toBe(before);
	});
	it('is empty where there is none', async () => {
		const none = await snapshot(db.evaluate.db, async (tx) => [await readFrameCodes(tx, 999), await readSeatStates(tx, 999, await readFrameCodes(tx, 999))] as const);
		expect(none[0].seats).toEqual([]);
		expect(none[1].states).toEqual([]);
	});
	it('shares patterns among seats that are alike, and knows each seat\'s place', async () => {
		const { seats, patterns, placeOf } = await list();
		expect(new Set(seats.map((s) => s.pattern)).size).toBe(patterns.length);
		seats.forEach((s, i) => {
			expect(placeOf(s.id)).toBe(i);
			expect(patterns[s.pattern]).toBe(s.codes);
		});
		expect([placeOf(0), placeOf(-5), placeOf(999_999)]).toEqual([-1, -1, -1]);
	});
});

describe('counts from the list as it is kept', () => {
	it('are those of the database, crossed and not, with seats that were invited before they were found ineligible', async () => {
		await db.admin`update seat set disposition = 'ineligible' where survey_id = ${survey} and ref in ('a', 'b')`;
		await db.admin`update seat set sampled = false where survey_id = ${survey} and ref in ('b', 'g')`;
		await db.admin`update seat set disposition = 'undeliverable' where survey_id = ${survey} and ref = 'c'`;
		const sorted = (rows: CountRow[]) => rows.map((r) => JSON.stringify(Object.entries(r).sort())).sort();
		await snapshot(db.evaluate.db, async (tx) => {
			const count = await frameCounter(tx, survey);
			for (const [rows, columns] of [[null, null], ['rolle', null], ['rolle', 'stilling'], ['stilling', 'rolle']] as const) {
				expect(sorted(count(rows, columns))).toEqual(sorted(await countSeats(tx, survey, rows, columns)));
			}
			expect(count(null, null)).toMatchObject([{ population: 6, sampled: 4, invited: 3, ineligible: 2, sampled_ineligible: 1, undeliverable: 1 }]);
		});
	});
});

it('whole numbers are read as PostgreSQL writes them', () => {
	expect([...wholeNumbers('{}')]).toEqual([]);
	expect([...wholeNumbers('{7}')]).toEqual([7]);
	expect([...wholeNumbers('{1,22,2147483647}')]).toEqual([1, 22, 2147483647]);
});
