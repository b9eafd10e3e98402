/**
 * The queue of work orders (pg-boss), in a schema of its own that it makes and keeps up itself. An order says which mailing wants a sender; which mails it has, and what has
 * become of them, stands in our own tables. So an order that is lost or comes twice does no harm: the next look finds the mailing again, and a mailing has one sender.
 */
import { PgBoss } from 'pg-boss';
import type { MailingRef } from '../../db/mail-send.ts';

const QUEUE = 'mailing';
/** Longer than any stretch of work (see STRETCH_MS in runner.ts): pg-boss gives an order up after this. */
const EXPIRE_SECONDS = 1800;

export interface Orders {
	/** Puts an order in line unless one for the mailing is. */
	put(ref: MailingRef): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Connects, makes what is missing, and begins to take orders, `atOnce` at a time.
 * @param url of a user who may create the schema
 * @param work must not throw
 * @param report the name of what goes wrong while it runs: it goes on by itself
 * @throws when the database cannot be reached; then nothing is left running
 */
export async function startOrders(url: string, atOnce: number, work: (ref: MailingRef) => Promise<void>, report: (what: string, error: unknown) => void): Promise<Orders> {
	const boss = new PgBoss({ connectionString: url, max: 3, application_name: 'grunnlag-jobs', schedule: false, useListenNotify: true, monitorVacuum: false });
	boss.on('error', (error) => report('queue', error));
	try {
		await boss.start();
		if (!(await boss.getQueue(QUEUE))) {
			// of two processes that start at once, one makes it
			await boss.createQueue(QUEUE, { policy: 'short', retryLimit: 0, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: 3600, notify: true }).catch(async (error: unknown) => {
				if (!(await boss.getQueue(QUEUE))) throw error;
			});
		}
		await boss.work<MailingRef>(QUEUE, { localConcurrency: atOnce, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }, async (jobs) => {
			for (const { data } of jobs) await work(data);
		});
	} catch (error) {
		await boss.stop({ graceful: false }).catch(() => undefined);
		throw error;
	}
	return {
		put: async (ref) => void (await boss.send(QUEUE, { ...ref }, { singletonKey: `${ref.surveyId} ${ref.mailingId}` })),
		stop: () => boss.stop({ graceful: true, timeout: 20_000 })
	};
}
