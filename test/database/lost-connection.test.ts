import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { sql as query } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, settleConnections, type Database } from '../../src/lib/server/db/connection.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let between: Server;
let sockets: Set<Socket>;
let database: Database;

/** What stands between us and the database, and can be cut. */
async function cuttable(url: string): Promise<string> {
	const to = new URL(url);
	const [port, host] = [Number(to.port), to.hostname];
	sockets = new Set();
	between = createServer((near) => {
		const far = connectTo(port, host);
		for (const socket of [near, far]) socket.on('error', () => undefined);
		near.pipe(far).pipe(near);
		near.once('close', () => { sockets.delete(near); far.destroy(); });
		sockets.add(near);
	});
	await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
	to.port = String((between.address() as { port: number }).port);
	return to.href;
}
const cut = (hard: boolean) => { for (const socket of sockets) if (hard) socket.resetAndDestroy(); else socket.destroy(); };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

beforeEach(async () => {
	db = await createDatabase();
	await db.admin`create table mark (n int)`;
	await db.admin`grant all on mark to grunnlag_respond`;
	database = connect(await cuttable(db.url), { respond: 6 });
	await settleConnections(database);
});
afterEach(async () => {
	await database.close();
	cut(true);
	between.close();
	await db.drop();
});

describe('when connections are cut', () => {
	it.each([false, true])('work goes on within seconds, each query with its own answer (reset: %s)', async (hard) => {
		const { sql, db: drizzle } = database.respond;
		let stopped = false;
		let right = 0;
		const wrong: unknown[] = [];
		const ways = [
			async (i: number) => (await sql<{ i: number }[]>`select ${i}::int as i, pg_sleep(0.002)`)[0]?.i,
			async (i: number) => sql.begin(async (tx) => { await tx`select pg_sleep(0.002)`; return (await tx<{ i: number }[]>`select ${i}::int as i`)[0]?.i; }),
			async (i: number) => drizzle.transaction(async (tx) => tx.transaction(async (inner) => { await inner.execute(query`select pg_sleep(0.002)`); return (await inner.execute<{ i: number }>(query`select ${i}::int as i`))[0]?.i; })),
			// away from the database while the connection is lost
			async (i: number) => sql.begin(async (tx) => { await tx`select 1`; await pause(3); return (await tx<{ i: number }[]>`select ${i}::int as i`)[0]?.i; })
		];
		const workers = Array.from({ length: 12 }, async (_, w) => {
			for (let n = 0; !stopped; n++) {
				const i = w * 1_000_000 + n;
				await ways[w % ways.length]?.(i).then((answer) => { if (answer === i) right++; else wrong.push([i, answer]); }, () => pause(5));
			}
		});
		for (let round = 0; round < 8; round++) {
			await pause(150);
			cut(hard);
		}
		await pause(1000);
		const before = right;
		await expect.poll(() => right - before).toBeGreaterThan(50);
		stopped = true;
		await Promise.all(workers);
		expect(wrong).toEqual([]);
	});
	it('a transaction that was cut writes nothing afterwards, and none of what it wrote is kept', async () => {
		const { sql } = database.respond;
		let told: unknown;
		const cutShort = sql.begin(async (tx) => {
			await tx`insert into mark values (1)`;
			cut(true);
			await pause(300);
			told = await tx`insert into mark values (2)`.catch((error: unknown) => error);
			throw told;
		});
		await expect(cutShort).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_CLOSED|ECONNRESET)$/) });
		await sql.begin(async (tx) => {
			await tx`insert into mark values (3)`;
			await pause(300);
		});
		expect([...(await db.admin`select n from mark`)]).toEqual([{ n: 3 }]);
	});
});
