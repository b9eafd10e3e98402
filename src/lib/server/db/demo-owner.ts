/** What the demo does as the owner of its database: search it all, and begin anew. */
import postgres from 'postgres';
import { hashToken } from '../access/token.ts';

async function asOwner<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined });
	try {
		return await work(sql);
	} finally {
		await sql.end();
	}
}

/**
 * Has the planner look at the tables now. After a load of thousands of rows it otherwise plans as for a handful until the server's own
 * round, up to a minute later, and a table by stratum takes seconds instead of milliseconds.
 */
export async function refreshStatistics(url: string): Promise<void> {
	await asOwner(url, (sql) => sql`analyze`);
}

const TOKEN = /(?<![A-Za-z0-9_-])[0-9a-z]{1,6}-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g;
const TOKEN_SQL = '[0-9a-z]{1,6}-[A-Za-z0-9_-]{22}';

/**
 * Looks for personal links' tokens in every column of every table: anything of a token's shape whose keyed hash is among the stored ones.
 * @returns how many tables were searched, and `schema.table.column` of each that holds a token
 */
export async function findTokens(url: string, secret: string): Promise<{ scanned: number; found: string[] }> {
	return asOwner(url, async (sql) => {
		const hashes = new Set((await sql<{ hash: string }[]>`select encode(token_hash, 'hex') as hash from invitation_link`).map((row) => row.hash));
		const isToken = (text: string): boolean => hashes.has(Buffer.from(hashToken(text, secret)).toString('hex'));
		const columns = await sql<{ schema: string; table: string; column: string; bytes: boolean }[]>`
			select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type = 'bytea' as bytes
			from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
			where t.table_type = 'BASE TABLE' and c.table_schema !~ '^pg_' and c.table_schema <> 'information_schema'
				and c.data_type not in ('integer', 'smallint', 'bigint', 'boolean', 'double precision', 'timestamp with time zone', 'uuid')`;
		const found: string[] = [];
		for (const { schema, table, column, bytes } of columns) {
			const text = bytes ? sql`encode(${sql(column)}, 'escape')` : sql`${sql(column)}::text`;
			const rows = await sql<{ text: string }[]>`select ${text} as text from ${sql(schema)}.${sql(table)} where ${text} ~ ${TOKEN_SQL}`;
			if (rows.some((row) => (row.text.match(TOKEN) ?? []).some(isToken))) found.push(`${schema}.${table}.${column}`);
		}
		return { scanned: new Set(columns.map(({ schema, table }) => `${schema}.${table}`)).size, found };
	});
}

/** Schemas that the migrations make, and the one that the queue of mails makes when a server is started. */
const OURS = ['public', 'contact', 'auth', 'pgboss'];

/** Why the database must not be emptied, in words; null when it holds the evaluation with this key and nothing else, or nothing at all. */
async function reasonToKeep(sql: postgres.Sql, evaluationKey: string): Promise<string | null> {
	const schemas = (await sql<{ name: string }[]>`select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`).map((row) => row.name);
	const foreign = schemas.filter((name) => !OURS.includes(name));
	if (foreign.length > 0) return `it has other schemas: ${foreign.join(', ')}`;
	const [there] = await sql<[{ migrated: boolean; tables: number }]>`
		select to_regclass('public.schema_migration') is not null as migrated, (select count(*)::int from pg_tables where schemaname = 'public') as tables`;
	if (!there.migrated) return there.tables === 0 ? null : 'its tables are not Grunnlag\'s';
	const [ready] = await sql<[{ there: boolean }]>`select to_regclass('public.evaluation') is not null as there`;
	if (!ready.there) return null;
	const others = await sql<{ key: string }[]>`select key from evaluation where key <> ${evaluationKey}`;
	return others.length === 0 ? null : `it holds other evaluations: ${others.map((row) => row.key).join(', ')}`;
}

/**
 * Empties the database at `url`: drops all that the migrations make. Connections to it from elsewhere will fail until it is migrated again.
 * @throws when it holds anything but the evaluation with this key; nothing is dropped then
 */
export async function emptyDatabase(url: string, evaluationKey: string): Promise<void> {
	await asOwner(url, async (sql) => {
		const reason = await reasonToKeep(sql, evaluationKey);
		if (reason) throw new Error(`The database was not emptied: ${reason}.`);
		await sql.begin(async (tx) => {
			for (const schema of OURS) await tx`drop schema if exists ${tx(schema)} cascade`;
			await tx`create schema public`;
		});
	});
}
