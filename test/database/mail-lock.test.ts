import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOnlyOne } from '../../src/lib/server/db/mail-lock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => { db = await createDatabase(); });
afterAll(() => db.drop());
const endAll = () => db.admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'grunnlag-fieldwork'`;

it('A lock ends with the connection that holds it, and can be had again, by the same process too', async () => {
	const { sql } = db.fieldwork;
	const [has, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	let told: AbortSignal | undefined;
	const first = asOnlyOne(sql, 'a', (lost) => {
		told = lost;
		has.resolve();
		return held.promise;
	});
	await has.promise;
	expect(await asOnlyOne(sql, 'a', async () => 1)).toBeNull();
	expect(told?.aborted).toBe(false);
	await endAll();
	// the server takes a moment to end them
	await expect.poll(() => asOnlyOne(sql, 'a', async () => 2).catch(() => null)).toEqual({ result: 2 });
	// who has lost the lock knows it by the time that another one may have it
	await expect.poll(() => told?.aborted).toBe(true);
	held.resolve();
	await first;
	expect(await asOnlyOne(sql, 'a', async () => 3)).toEqual({ result: 3 });
});
