/**
 * Applies the numbered files of `migrations/` in order, each in a transaction, once. A file that was changed after it was
 * applied is an error: what is in a database must be what the repository says.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';

/** Any number: it only has to be the same for everyone who migrates. */
const LOCK = 7_205_301;

/**
 * @param url a PostgreSQL URL whose user owns the database and may create roles
 * @returns names of the files that were applied now
 * @throws when a file fails (naming it), or an applied file has changed
 */
export async function migrate(url: string, folder = 'migrations'): Promise<string[]> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined });
	try {
		await sql`select pg_advisory_lock(${LOCK})`;
		await sql`create table if not exists schema_migration (name text primary key, hash text not null, applied_at timestamptz not null default now())`;
		const done = new Map((await sql<{ name: string; hash: string }[]>`select name, hash from schema_migration`).map((r) => [r.name, r.hash]));
		const applied: string[] = [];
		for (const name of readdirSync(folder).filter((f) => /^\d{4}_.*\.sql$/.test(f)).sort()) {
			const text = readFileSync(join(folder, name), 'utf8');
			const hash = createHash('sha256').update(text).digest('hex');
			const before = done.get(name);
			if (before && before !== hash) throw new Error(`Migration ${name} was changed after it was applied to this database. Add a new file instead.`);
			if (before) continue;
			await sql.begin(async (tx) => {
				await tx.unsafe(text).simple();
				await tx`insert into schema_migration (name, hash) values (${name}, ${hash})`;
			}).catch((error: Error) => {
				throw new Error(`Migration ${name} failed: ${error.message}`, { cause: error });
			});
			applied.push(name);
		}
		return applied;
	} finally {
		await sql.end();
	}
}
