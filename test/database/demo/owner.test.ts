import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '#lib/server/db/demo-owner.ts';
import { migrate } from '#lib/server/db/migrate.ts';
import { issueLinks } from '#lib/server/fieldwork/mail/link.ts';
import { parseToken } from '#lib/server/access/token.ts';
import { readConfig } from '#lib/server/config.ts';
import { EVALUATION } from '../../../src/demo/surveys.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { seedSurvey } from '../../support/seed.ts';
import { TEST_SECRET } from '../../support/server.ts';

let database: TestDatabase;
beforeEach(async () => {
	database = await createDatabase();
});
afterEach(() => database.drop());

const evaluations = async () => (await database.admin`select key from evaluation order by key`).map((row) => row.key as string);

describe('beginning anew', () => {
	test('empties a database that holds the demo alone, so that it can be migrated again', async () => {
		await database.admin`insert into evaluation (key, name) values (${EVALUATION.key}, 'Demo')`;
		await emptyDatabase(database.url, EVALUATION.key);
		expect((await database.admin`select nspname from pg_namespace where nspname in ('contact', 'auth')`).length).toBe(0);
		expect((await migrate(database.url)).length).toBeGreaterThan(3);
		expect(await evaluations()).toEqual([]);
	});

	test('empties a database in which the queue of mails has been started', async () => {
		await database.admin`insert into evaluation (key, name) values (${EVALUATION.key}, 'Demo')`;
		await database.admin`create schema if not exists pgboss`;
		await database.admin`create table if not exists pgboss.job_of_test (id int)`;
		await emptyDatabase(database.url, EVALUATION.key);
		expect((await database.admin`select from pg_namespace where nspname = 'pgboss'`).length).toBe(0);
	});

	test('empties a database with nothing in it, twice as well as once', async () => {
		await emptyDatabase(database.url, EVALUATION.key);
		await emptyDatabase(database.url, EVALUATION.key);
		expect((await database.admin`select from pg_tables where schemaname = 'public'`).length).toBe(0);
	});

	test('leaves a database with another evaluation as it is', async () => {
		await database.admin`insert into evaluation (key, name) values (${EVALUATION.key}, 'Demo'), ('another', 'Another')`;
		await expect(emptyDatabase(database.url, EVALUATION.key)).rejects.toThrow('it holds other evaluations: another');
		expect(await evaluations()).toEqual(['another', EVALUATION.key]);
	});

	test('leaves a database with another schema, or other tables than ours, as it is', async () => {
		await database.admin`create schema payroll`;
		await expect(emptyDatabase(database.url, EVALUATION.key)).rejects.toThrow('it has other schemas: payroll');
		await database.admin`drop schema payroll`;
		await database.admin`drop table schema_migration`;
		await expect(emptyDatabase(database.url, EVALUATION.key)).rejects.toThrow('not Grunnlag');
		expect(await evaluations()).toEqual([]);
	});
});

describe('new links', () => {
	const issue = (surveyId: number, refs: string[]) =>
		issueLinks({ database, secret: TEST_SECRET, config: { ...readConfig({}), origin: 'https://svar.example' } }, { surveyId, refs, actor: 'test' });

	test('go to seats that were invited and have not answered, and only their hashes are stored', async () => {
		const { surveyId } = await seedSurvey(database.admin, { seats: [{ ref: 'A' }, { ref: 'B' }, { ref: 'C' }] });
		await database.admin`update seat set disposition = 'complete' where survey_id = ${surveyId} and ref = 'B'`;
		const before = await database.admin`select from invitation_link where survey_id = ${surveyId}`;
		const links = await issue(surveyId, ['A', 'B', 'D']);
		expect([...links.keys()]).toEqual(['A']);
		const token = links.get('A')?.replace('https://svar.example/svar/', '') ?? '';
		const parsed = parseToken(token, TEST_SECRET);
		const stored = await database.admin`
			select s.ref from invitation_link l join seat s on s.survey_id = l.survey_id and s.id = l.seat_id where l.survey_id = ${surveyId} and l.token_hash = ${Buffer.from(parsed?.hash ?? [])}`;
		expect(stored.map((row) => row.ref)).toEqual(['A']);
		expect((await database.admin`select from invitation_link where survey_id = ${surveyId}`).length).toBe(before.length + 1);
		expect(await database.admin`select actor, action, subject from audit where action = 'link.issue'`).toMatchObject([{ actor: 'test', subject: { links: 1 } }]);
	});

	test('nobody to give them to leaves no trace', async () => {
		const { surveyId } = await seedSurvey(database.admin, { seats: 1 });
		expect((await issue(surveyId, ['nobody'])).size).toBe(0);
		expect((await database.admin`select from audit where action = 'link.issue'`).length).toBe(0);
	});
});
