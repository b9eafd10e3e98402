/**
 * A sender as a process of its own, on the simulation's clock: to be killed. In the environment: the server's settings, and PACE, the file of the clock.
 * SABOTAGE makes it a bad one, to see that it is found out: `twice` sends some messages again; `unchecked` sends without the last check, a while after the first.
 */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startJobs } from '../../../src/lib/server/fieldwork/jobs/index.ts';
import { configuredTransport } from '../../../src/lib/server/fieldwork/mail/index.ts';
import type { Transport } from '../../../src/lib/server/fieldwork/mail/transport.ts';
import { startRuntime, stopRuntime } from '../../../src/lib/server/runtime.ts';
import { readClock } from './pace.ts';
import { chance } from './world.ts';

const { PACE = '', SABOTAGE = '' } = process.env;

function sabotaged(good: Transport): Transport {
	const own = { kind: good.kind, batch: good.batch, asksLast: true, ...(good.server !== undefined && { server: good.server }), close: () => good.close() };
	return SABOTAGE === 'twice'
		? { ...own, send: async (mail, leave) => {
			const outcome = await good.send(mail, leave);
			return outcome.state === 'sent' && chance(0, 'twice', mail.to.address) < 0.05 ? good.send(mail) : outcome;
		} }
		: { ...own, send: async (mail) => { await wait(6000); return good.send(mail); } };
}

const runtime = await startRuntime();
console.log('sends');
// the clock begins when all processes are there
while (!existsSync(PACE)) await wait(20);
const jobs = startJobs(runtime, { clock: readClock(PACE), lookEveryMs: 50, ...(SABOTAGE && { transport: sabotaged(configuredTransport(runtime)) }) });
process.once('SIGTERM', () => void jobs.stop().then(stopRuntime).then(() => process.exit(0)));
