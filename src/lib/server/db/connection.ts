/**
 * Connections, one pool for each database role: code that serves respondents or analyses holds a handle that cannot read
 * contacts, whatever it asks for.
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

export type Role = 'respond' | 'evaluate' | 'fieldwork' | 'auth';
export type Db = PostgresJsDatabase<typeof schema>;
/** A transaction or a database: what a read or a write is given. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0] | Db;

export interface Pool {
	db: Db;
	/** The driver itself, for the respondents' hot path, where named prepared statements matter. */
	sql: postgres.Sql;
}
export interface Database {
	respond: Pool;
	evaluate: Pool;
	fieldwork: Pool;
	/** Evaluators' accounts and sessions, which no other role can read. */
	auth: Pool;
	close(): Promise<void>;
}

const SIZE: Record<Role, number> = { respond: 16, evaluate: 6, fieldwork: 4, auth: 4 };

function pool(url: string, role: Role, max: number): Pool {
	const sql = postgres(url, {
		max,
		onnotice: () => undefined,
		// set at connection start, so it is also what RESET ROLE returns to
		connection: { application_name: `grunnlag-${role}`, options: `-c role=grunnlag_${role} -c statement_timeout=60s` }
	});
	return { sql, db: drizzle(sql, { schema }) };
}

/** Opens the four pools on `url`. Connections are made when first used. */
export function connect(url: string, size: Partial<Record<Role, number>> = {}): Database {
	const of = (role: Role) => pool(url, role, size[role] ?? SIZE[role]);
	const database = { respond: of('respond'), evaluate: of('evaluate'), fieldwork: of('fieldwork'), auth: of('auth') };
	return {
		...database,
		close: async () => {
			await Promise.all(Object.values(database).map((p) => p.sql.end({ timeout: 5 })));
		}
	};
}
