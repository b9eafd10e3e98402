/** Names of evaluators, to say who did what. Runs under the auth role. */
import { inArray } from './drizzle.ts';
import { user } from './auth.ts';
import type { Db } from './connection.ts';

/** Names by account id; an account that is gone has none. */
export async function readUserNames(db: Db, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, ids));
	return new Map(rows.map((row) => [row.id, row.name]));
}
