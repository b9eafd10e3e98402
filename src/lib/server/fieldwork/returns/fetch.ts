/** Reading the mailbox that returned mail arrives in. */
import { Problem } from '../../../domain/problem.ts';
import type { Config } from '../../config.ts';
import { asOnlyOne } from '../../db/mail-lock.ts';
import { expireReplies, noteCheck, type SourceCheck } from '../../db/mail-returns.ts';
import { openInbox, type Inbox } from './imap.ts';
import { recordReturn } from './record.ts';
import { takeReturn, type TakeDeps } from './take.ts';

export interface FetchDeps extends TakeDeps {
	config: TakeDeps['config'] & Pick<Config, 'imapUrl'>;
}

/** A reply that nobody has filed is forgotten after so long. */
export const KEEP_REPLIES_DAYS = 90;
/** Messages taken in a run; what is left waits for the next. */
const MOST_A_RUN = 500;
const AT_A_TIME = 10;

/** A message that cannot be written down is counted, so that it does not keep those after it waiting; where that fails too, the database is at fault. */
async function takeOrCount(deps: FetchDeps, raw: Uint8Array | null): Promise<void> {
	const taken = raw ? takeReturn(deps, raw) : recordReturn(deps, { ignored: 'too_large' });
	await taken.catch(async (error: unknown) => {
		await recordReturn(deps, { ignored: 'unreadable' });
		console.error(JSON.stringify({ event: 'returned mail not recorded', error: error instanceof Error ? error.name : typeof error }));
	});
}

/** Takes what waits, at most a run's share. A message is called handled only when what it means is committed. @returns how many, and how many are left */
export async function takeAll(deps: FetchDeps, inbox: Inbox): Promise<{ handled: number; waiting: number }> {
	const ids = await inbox.waiting();
	const share = ids.slice(0, MOST_A_RUN);
	for (let i = 0; i < share.length; i += AT_A_TIME) {
		const part = share.slice(i, i + AT_A_TIME);
		const messages = await inbox.read(part);
		const there = new Set(messages.map((m) => m.id));
		// one the server does not give is passed over, or it would be asked for for ever
		const done = part.filter((id) => !there.has(id));
		try {
			for (const { id, raw } of messages) {
				await takeOrCount(deps, raw);
				done.push(id);
			}
		} finally {
			await inbox.handled(done);
		}
	}
	return { handled: share.length, waiting: ids.length - share.length };
}

async function readOnce(deps: FetchDeps, url: string, open: (url: string) => Promise<Inbox>): Promise<Omit<SourceCheck, 'at'>> {
	let inbox: Inbox | undefined;
	try {
		inbox = await open(url);
		return { ...(await takeAll(deps, inbox)), problem: null };
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return { handled: 0, waiting: 0, problem: error.code };
	} finally {
		await inbox?.close();
	}
}

/**
 * Reads the mailbox in `config.imapUrl`, if there is one, and forgets replies that nobody has filed in time. What is wrong with the mailbox is noted for the page, not
 * thrown: mail goes on without it. Does nothing while another process is at it.
 * @throws what the database throws
 */
export async function fetchReturns(deps: FetchDeps, open: (url: string) => Promise<Inbox> = openInbox): Promise<void> {
	const { sql } = deps.database.fieldwork;
	const { imapUrl } = deps.config;
	await expireReplies(sql, KEEP_REPLIES_DAYS);
	if (!imapUrl) return;
	await asOnlyOne(sql, 'returned mail', async () => noteCheck(sql, { at: new Date(), ...(await readOnce(deps, imapUrl, open)) }));
}
