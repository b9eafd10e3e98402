/**
 * One sender a mailing, in this process and among all. The lock is an advisory one of PostgreSQL, so that it ends with its process. All mailings of a process
 * share one connection for their locks: with one each, as many mailings as the pool has connections would wait for each other for ever.
 */
import type postgres from 'postgres';
import type { MailingRef } from './mail-send.ts';

interface Holder { connection: Promise<postgres.ReservedSql>; keys: Set<string> }
const holders = new WeakMap<postgres.Sql, Holder>();

function holderOf(sql: postgres.Sql): Holder {
	const there = holders.get(sql);
	if (there) return there;
	const made = { connection: sql.reserve(), keys: new Set<string>() };
	holders.set(sql, made);
	return made;
}

/** Gives the connection back once no mailing of this process is locked. */
async function leave(sql: postgres.Sql, holder: Holder, key: string): Promise<void> {
	holder.keys.delete(key);
	if (holder.keys.size > 0) return;
	holders.delete(sql);
	(await holder.connection).release();
}

/** Runs `work` as the only sender of the mailing; null when another one is at it. */
export async function asOnlySender<T>(sql: postgres.Sql, ref: MailingRef, work: () => Promise<T>): Promise<{ result: T } | null> {
	const key = `mailing ${ref.surveyId} ${ref.mailingId}`;
	const holder = holderOf(sql);
	// a session may take its own lock twice, so within the process the set decides
	if (holder.keys.has(key)) return null;
	holder.keys.add(key);
	try {
		const connection = await holder.connection;
		const [got] = await connection<{ ok: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${key}, 0)) as ok`;
		if (!got?.ok) return null;
		try {
			return { result: await work() };
		} finally {
			await connection`select pg_advisory_unlock(hashtextextended(${key}, 0))`;
		}
	} finally {
		await leave(sql, holder, key);
	}
}
