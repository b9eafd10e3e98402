/** A process that sends: it looks for mailings without a sender, orders work on them, takes orders, and does what is to be done at intervals. */
import { setTimeout as wait } from 'node:timers/promises';
import { clockOf, type Clock } from '../../clock.ts';
import { readStanding } from '../../db/mail-pace.ts';
import { mailingsWithoutSender } from '../../db/mail-queue.ts';
import type { MailingRef } from '../../db/mail-send.ts';
import type { Runtime } from '../../runtime.ts';
import { configuredTransport } from '../mail/invite.ts';
import type { Transport } from '../mail/transport.ts';
import { startOrders, type Orders } from './boss.ts';
import { Periodic, type PeriodicTask } from './periodic.ts';
import { periodicTasks } from './tasks.ts';
import { workOn } from './work.ts';

export interface JobsOptions {
	clock?: Clock;
	/** Instead of the configured one; the caller closes it. */
	transport?: Transport;
	/** Pauses after temporary refusals of a message; default 1, 5, 15 and 60 minutes. */
	retryAfterMs?: number[];
	/** Pauses after a server took nothing; default 5 s, 15 s, 1 minute, then 5 minutes. */
	holdAfterMs?: number[];
	/** How often mailings without a sender are looked for, in real time. */
	lookEveryMs?: number;
	/** Instead of the product's own. */
	periodic?: PeriodicTask[];
	/** Called for each mail sent, with the link in it: for a simulation. Links are kept nowhere else. */
	collectLinks?: (seatRef: string, link: string) => void;
	/** What goes wrong and is tried again, by the name of the error alone; default: the error log, each once in a while. */
	report?: (what: string, error: unknown) => void;
}
export interface Jobs {
	/** Ends after what is in hand. */
	stop(): Promise<void>;
}

/** How many mailings are sent at a time. */
const AT_ONCE = 3;
/** One mailing has a sender for so long at most; then it is ordered anew. */
const STRETCH_MS = 10 * 60_000;
const RESTART_AFTER_MS = 1000;

/** One line for each kind of trouble in a minute. The words stay out: an error of the database may quote a row. */
function logging(): (what: string, error: unknown) => void {
	const last = new Map<string, number>();
	return (what, error) => {
		const name = error instanceof Error ? error.name : typeof error;
		const code = (error as { code?: unknown } | null)?.code;
		const key = `${what} ${name} ${String(code)}`;
		if (Date.now() - (last.get(key) ?? -Infinity) < 60_000) return;
		last.set(key, Date.now());
		console.error(JSON.stringify({ event: 'job trouble', what, error: name, ...(typeof code === 'string' && { code }) }));
	};
}

/** Starts sending and returns at once; a database that cannot be reached is waited for. */
export function startJobs(runtime: Pick<Runtime, 'database' | 'secret' | 'config' | 'url'>, options: JobsOptions = {}): Jobs {
	const deps = { database: runtime.database, secret: runtime.secret, config: runtime.config, clock: options.clock };
	const { sql } = runtime.database.fieldwork;
	const clock = clockOf(deps);
	const report = options.report ?? logging();
	const transport = options.transport ?? configuredTransport(deps);
	const stopping = new AbortController();
	const periodic = new Periodic(sql, clock, options.periodic ?? periodicTasks({ ...deps, clock }), report);
	const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

	const work = async (ref: MailingRef) => {
		const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(STRETCH_MS)]);
		const { retryAfterMs, holdAfterMs, collectLinks } = options;
		await workOn({ deps, transport, retryAfterMs, holdAfterMs, onSent: collectLinks, signal }, ref).catch((error: unknown) => report('mailing', error));
	};

	async function look(orders: Orders): Promise<void> {
		const now = clock.now();
		if ((await readStanding(sql, transport.server ?? transport.kind, now)).heldUntil) return;
		for (const ref of await mailingsWithoutSender(sql, now)) await orders.put(ref);
	}

	const ended = (async () => {
		let orders: Orders | null = null;
		while (!stopping.signal.aborted) {
			try {
				orders ??= await startOrders(runtime.url, AT_ONCE, work, report);
				periodic.look();
				await look(orders);
				await pause(options.lookEveryMs ?? 1000);
			} catch (error) {
				report('look', error);
				await pause(RESTART_AFTER_MS);
			}
		}
		await orders?.stop().catch((error: unknown) => report('queue', error));
		await periodic.settled();
		if (!options.transport) transport.close();
	})();

	return {
		stop: async () => {
			stopping.abort();
			await ended;
		}
	};
}
