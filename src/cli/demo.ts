/**
 * `npm run demo [-- --check] [--direct] [--fresh]`: the 2021 evaluation from population lists to response tables, then the app.
 * --check ends when every check has been made, with exit code 0 only if all held; --direct answers through the services instead of the
 * respondents' pages; --fresh begins anew. A run goes on from whatever an earlier one left.
 */
import { parseArgs } from 'node:util';
import { readConfig } from '#lib/server/config.ts';
import { runDemo } from '../demo/run.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, direct: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } } });
const config = readConfig();
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		// asked twice, it ends at once
		if (stopped.signal.aborted) process.exit(130);
		stopped.abort();
	});
}

const ok = await runDemo(config, values, stopped.signal).catch((error: unknown) => {
	const { message, cause } = error instanceof Error ? error : new Error(String(error));
	console.error(`\n${message}`);
	// a database error says what was asked in its message, and why not in its cause
	if (cause instanceof Error && !message.includes(cause.message) && !stopped.signal.aborted) console.error(`because: ${cause.message}`);
	return false;
});
// whatever still waits, such as a connection kept alive, has been told to end
process.exit(ok ? 0 : 1);
