/**
 * `npm run worker`: a process that sends mail and nothing else, beside a server started with GRUNNLAG_WORKER=off, or beside one that sends too. Any number may run: a
 * mailing has one sender at a time, and the limits of the mail server are shared.
 */
import { startJobs } from '#lib/server/fieldwork/jobs/index.ts';
import { startRuntime, stopRuntime } from '#lib/server/runtime.ts';

const runtime = await startRuntime();
const jobs = startJobs(runtime);
console.log('Grunnlag sends mail');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, async () => {
		setTimeout(() => process.exit(0), 25_000).unref();
		await jobs.stop();
		await stopRuntime();
		process.exit(0);
	});
}
