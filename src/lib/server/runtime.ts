/**
 * The running server's own things: settings, secret and database, made once at start. In Kit the `init` hook calls `startRuntime`;
 * CLIs and tests make their own and pass them to the services directly.
 */
import { readConfig, readSecret, type Config } from './config.ts';
import { startDatabase, type Started } from './db/start.ts';

export interface Runtime extends Started {
	config: Config;
	secret: string;
}

let current: Promise<Runtime> | undefined;

async function start(): Promise<Runtime> {
	const config = readConfig();
	const secret = readSecret(config);
	return { config, secret, ...(await startDatabase(config)) };
}

/** Starts once; later calls get the same runtime. A failed start may be tried again. */
export function startRuntime(): Promise<Runtime> {
	current ??= start().catch((error: unknown) => {
		current = undefined;
		throw error;
	});
	return current;
}

/** Stops what `startRuntime` started. */
export async function stopRuntime(): Promise<void> {
	const running = await current?.catch(() => undefined);
	current = undefined;
	await running?.stop();
}
