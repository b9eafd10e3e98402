/**
 * One at a time, in this process and among all: one sender a mailing, one runner a task. The lock is an advisory one of PostgreSQL, so that it ends with its process. All
 * locks of a process share one connection of their own: with one of the pool's each, as many mailings as it has connections would wait for each other for ever. Where that connection is lost
 * its locks are too, and another process may begin: the work is told, so that it can end, and what keeps a mail from being sent twice until it has is the run that has it
 * in hand (see mail-send.ts).
 */
import postgres from 'postgres';
import type { MailingRef } from './mail-send.ts';

interface Holder { connection: postgres.Sql; keys: Set<string>; lost: AbortController }
const holders = new WeakMap<postgres.Sql, Holder>();

/** The pool's own settings for a single connection that nothing else uses. */
function holderOf(sql: postgres.Sql): Holder {
	const there = holders.get(sql);
	if (there) return there;
	const single = { ...sql.options, max: 1, fetch_types: false, onclose: () => forget(sql, made) } as unknown as postgres.Options<Record<string, never>>;
	const made: Holder = { connection: postgres(single), keys: new Set<string>(), lost: new AbortController() };
	holders.set(sql, made);
	return made;
}

/** A holder whose connection is lost takes no new keys, and what runs under its locks is told. */
function forget(sql: postgres.Sql, holder: Holder): void {
	holder.lost.abort();
	if (holders.get(sql) === holder) holders.delete(sql);
}

/** Ends the connection once nothing of this process is locked through it. */
async function leave(sql: postgres.Sql, holder: Holder, key: string): Promise<void> {
	holder.keys.delete(key);
	if (holder.keys.size > 0) return;
	forget(sql, holder);
	await holder.connection.end({ timeout: 1 }).catch(() => undefined);
}

/** Runs `work` as the only one with the key; null when another one is at it. `work` is told when the lock is lost: somebody else may then have begun. */
export async function asOnlyOne<T>(sql: postgres.Sql, key: string, work: (lost: AbortSignal) => Promise<T>): Promise<{ result: T } | null> {
	const holder = holderOf(sql);
	// a session may take its own lock twice, so within the process the set decides
	if (holder.keys.has(key)) return null;
	holder.keys.add(key);
	try {
		const { connection } = holder;
		const [got] = await connection<{ ok: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${key}, 0)) as ok`;
		if (!got?.ok) return null;
		try {
			return { result: await work(holder.lost.signal) };
		} finally {
			// a lock that cannot be given back ended with its connection
			await connection`select pg_advisory_unlock(hashtextextended(${key}, 0))`.catch(() => undefined);
		}
	} finally {
		await leave(sql, holder, key);
	}
}

/** Runs `work` as the only sender of the mailing; null when another one is at it. */
export const asOnlySender = <T>(sql: postgres.Sql, ref: MailingRef, work: (lost: AbortSignal) => Promise<T>): Promise<{ result: T } | null> =>
	asOnlyOne(sql, `mailing ${ref.surveyId} ${ref.mailingId}`, work);
