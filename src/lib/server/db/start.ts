/** From settings to open connections: the server in DATABASE_URL, else the embedded one, migrated. */
import { join } from 'node:path';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { connect, settleConnections, type Database } from './connection.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

export interface Started {
	database: Database;
	url: string;
	/** Names of migrations applied by this start. */
	applied: string[];
	embedded: boolean;
	/** Closes connections, and stops the embedded server if this start started it. */
	stop(): Promise<void>;
}

/** Makes `name` on the embedded server unless it is there. */
async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
	const sql = postgres(adminUrl, { max: 1 });
	try {
		const there = await sql`select from pg_database where datname = ${name}`;
		if (there.length === 0) await sql.unsafe(`create database ${name}`);
	} finally {
		await sql.end();
	}
}

export async function startDatabase(config: Config): Promise<Started> {
	const embedded = config.databaseUrl ? undefined : await startEmbedded(join(config.dataDir, 'postgres'));
	if (embedded) await ensureDatabase(embedded.url('postgres'), 'grunnlag');
	const url = config.databaseUrl ?? embedded?.url('grunnlag') ?? '';
	const applied = await migrate(url);
	const database = connect(url);
	await settleConnections(database);
	return {
		database, url, applied, embedded: !!embedded,
		stop: async () => {
			await database.close();
			if (embedded?.started) await embedded.stop();
		}
	};
}
