/**
 * Connections, one pool for each database role: code that serves respondents or analyses holds a handle that cannot read
 * contacts, whatever it asks for.
 */
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { drizzle } from './drizzle.ts';
import postgres from 'postgres';
import { guardTransactions, openLine } from './lost-connection.ts';
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
		// seconds; by itself the driver waits up to 20 once the database has been away, with every request behind it
		backoff: () => 0.2,
		// seconds; a connection that is lost while it is being made is given up only by this
		connect_timeout: 5,
		...{ socket: openLine },
		// set at connection start, so it is also what RESET ROLE returns to
		connection: { application_name: `grunnlag-${role}`, options: `-c role=grunnlag_${role} -c statement_timeout=60s` }
	});
	guardTransactions(sql);
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

/**
 * Makes each pool's first connection now, and with it the driver's only look at the database's array types. It looks at every new connection otherwise, and one lost
 * while it looks ends the process. For what is to live while the database goes and comes back. @throws when there is no database
 */
export async function settleConnections({ respond, evaluate, fieldwork, auth }: Database): Promise<void> {
	await Promise.all([respond, evaluate, fieldwork, auth].map(async ({ sql }) => {
		await sql`select 1`;
		(sql.options as { fetch_types: boolean }).fetch_types = false;
	}));
}
