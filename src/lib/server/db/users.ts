/**
 * Evaluators' accounts and failed attempts to sign in. Invariants: one account per e-mail address in lower case; an account and its
 * password are made together or not at all; a changed password or a removed account ends every session of it; each is audited by the
 * account's id, never its address.
 */
import { and, eq, gt, inArray, lt, or, sql } from './drizzle.ts';
import { randomUUID } from 'node:crypto';
import { account, session, signInAttempt, user } from './auth.ts';
import type { Db } from './connection.ts';
import { audit } from './schema.ts';

const CREDENTIAL = 'credential';

/** @returns the new account's id, or null when the address is taken */
export async function insertUser(db: Db, actor: string, u: { email: string; name: string; passwordHash: string }): Promise<string | null> {
	return db.transaction(async (tx) => {
		const id = randomUUID();
		const made = await tx.insert(user).values({ id, name: u.name, email: u.email }).onConflictDoNothing({ target: user.email }).returning({ id: user.id });
		if (made.length === 0) return null;
		await tx.insert(account).values({ id: randomUUID(), userId: id, accountId: id, providerId: CREDENTIAL, password: u.passwordHash });
		await tx.insert(audit).values({ actor, action: 'user.add', subject: { user: id } });
		return id;
	});
}

/** Sets the password and ends every session. @returns the account's id, or null when there is no such account */
export async function updatePassword(db: Db, actor: string, email: string, passwordHash: string): Promise<string | null> {
	return db.transaction(async (tx) => {
		const [found] = await tx.select({ id: user.id }).from(user).where(eq(user.email, email)).for('update');
		if (!found) return null;
		await tx.update(account).set({ password: passwordHash, updatedAt: sql`now()` }).where(and(eq(account.userId, found.id), eq(account.providerId, CREDENTIAL)));
		await tx.delete(session).where(eq(session.userId, found.id));
		await tx.insert(audit).values({ actor, action: 'user.password', subject: { user: found.id } });
		return found.id;
	});
}

/** Removes the account with its sessions. @returns its id, or null when there is no such account */
export async function deleteUser(db: Db, actor: string, email: string): Promise<string | null> {
	return db.transaction(async (tx) => {
		const [gone] = await tx.delete(user).where(eq(user.email, email)).returning({ id: user.id });
		if (!gone) return null;
		await tx.insert(audit).values({ actor, action: 'user.remove', subject: { user: gone.id } });
		return gone.id;
	});
}

/**
 * Notes an attempt under every key, then counts those since `since`. The note is committed before the count, so that of any number of
 * attempts at once no more than the limit can find room.
 * @returns ids of the notes, and how many there are under each key
 */
export async function noteAttempt(db: Db, keys: Uint8Array[], since: Date): Promise<{ ids: number[]; counts: number[] }> {
	const notes = await db.insert(signInAttempt).values(keys.map((key) => ({ key }))).returning({ id: signInAttempt.id });
	const rows = await db.select({ key: signInAttempt.key, n: sql<number>`count(*)::int` }).from(signInAttempt)
		.where(and(inArray(signInAttempt.key, keys), gt(signInAttempt.at, since))).groupBy(signInAttempt.key);
	return { ids: notes.map((n) => n.id), counts: keys.map((key) => rows.find((r) => Buffer.compare(r.key, key) === 0)?.n ?? 0) };
}

/** After an attempt that succeeded: forgets its notes, all under the account's key, and everything older than `before`. */
export async function forgetAttempts(db: Db, ids: number[], account: Uint8Array, before: Date): Promise<void> {
	await db.delete(signInAttempt).where(or(inArray(signInAttempt.id, ids), eq(signInAttempt.key, account), lt(signInAttempt.at, before)));
}

/** Ends sessions whose time is out. */
export async function deleteExpiredSessions(db: Db): Promise<void> {
	await db.delete(session).where(lt(session.expiresAt, sql`now()`));
}
