import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOnlyOne } from '../../src/lib/server/db/mail-lock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => { db = await createDatabase(); });
afterAll(() => db.drop());
const endAll = () => db.admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'grunnlag-fieldwork'`;

it('A lock ends with the connection that holds it, and can be had again, by the same process too', async () => {
	const { sql } = db.fieldwork;
	const held = Promise.withResolvers<void>();
	const first = asOnlyOne(sql, 'a', () => held.promise);
	await wait(100);
	expect(await asOnlyOne(sql, 'a', async () => 1)).toBeNull();
	await endAll();
	await wait(200);
	expect(await asOnlyOne(sql, 'a', async () => 2)).toEqual({ result: 2 });
	held.resolve();
	await first;
	expect(await asOnlyOne(sql, 'a', async () => 3)).toEqual({ result: 3 });
});
