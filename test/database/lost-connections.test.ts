import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOnlyOne } from '../../src/lib/server/db/mail-lock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => { db = await createDatabase(); });
afterAll(() => db.drop());
const endAll = () => db.admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'grunnlag-fieldwork'`;

it('A process whose database ends every connection, again and again, gets an error for each query in flight and goes on: none crashes it, none is left waiting for ever', { timeout: 60_000 }, async () => {
	const { sql } = db.fieldwork;
	let stop = false;
	let done = 0;
	let refused = 0;
	const work = Array.from({ length: 8 }, async (_, i) => {
		while (!stop) {
			const query = i % 2 ? sql`select 1` : sql.begin(async (tx) => { await tx`select 1`; await tx`select 2`; await wait(2); return tx`select 3`; });
			await query.then(() => done++, () => refused++);
			await wait(1);
		}
	});
	for (let i = 0; i < 12; i++) {
		await wait(150);
		await endAll();
	}
	const before = done;
	await wait(1000);
	stop = true;
	expect(await Promise.race([Promise.all(work).then(() => 'all settled'), wait(5000).then(() => 'some wait')])).toBe('all settled');
	expect(refused).toBeGreaterThan(0);
	expect(done - before).toBeGreaterThan(50);
});

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
