/** What a worker does with one mailing that is in line. */
import { asOnlySender } from '../../db/mail-lock.ts';
import { beginMailing, endMailing, readMailingKey } from '../../db/mail-queue.ts';
import { auditRun, takeOver, type MailingRef } from '../../db/mail-send.ts';
import { readMailing, readMailSource } from '../../db/mail-texts.ts';
import { clockOf } from '../../clock.ts';
import { composer } from '../mail/compose.ts';
import { RETRY_AFTER_MS } from '../mail/invite.ts';
import type { MailDeps } from '../mail/mailing.ts';
import { mailboxName } from '../mail/ready.ts';
import { sendWhatIsDue, type SendCounts } from '../mail/sender.ts';
import type { Transport } from '../mail/transport.ts';

export interface Worker {
	deps: MailDeps;
	/** One for all mailings of the process: the limits are the server's. */
	transport: Transport;
	retryAfterMs?: number[] | undefined;
	holdAfterMs?: number[] | undefined;
	onSent?: ((seatRef: string, link: string) => void) | undefined;
	signal: AbortSignal;
}

/** The server is left alone for so long after it took nothing: 5 s, 15 s, 1 minute, then 5 minutes each time. */
const HOLD_AFTER_MS = [5_000, 15_000, 60_000, 5 * 60_000];
const ACTOR = 'worker';

/**
 * Sends what of the mailing is due now and writes down where it then stands. Does nothing when it is not to be sent, or another sender is at it. What a sender that is
 * gone left half done is put right first. What can only be tried later is left for another time.
 */
export async function workOn(worker: Worker, ref: MailingRef): Promise<void> {
	const { deps } = worker;
	const { db, sql } = deps.database.fieldwork;
	const clock = clockOf(deps);
	await asOnlySender(sql, ref, async (lost) => {
		if (!(await beginMailing(sql, ref, clock.now()))) {
			// stopped meanwhile: what had been handed over is still to be shown to a person
			const uncertain = await takeOver(sql, ref);
			if (uncertain > 0) await auditRun(sql, ref, ACTOR, 'mailing.send', { sent: 0, failed: 0, skipped: 0, uncertain, ended: 'halted' });
			return;
		}
		const counts: SendCounts = { sent: 0, failed: 0, skipped: 0, uncertain: await takeOver(sql, ref) };
		const source = await readMailSource(db, ref.surveyId);
		const key = await readMailingKey(sql, ref.surveyId, ref.mailingId);
		const mailing = key && (await readMailing(db, { surveyId: ref.surveyId, ...key }));
		if (!source || !mailing) throw new Error('a mailing in line is gone');
		const ended = await sendWhatIsDue({
			deps, ref, kind: key.kind, survey: mailboxName(source.key, ref.surveyId), compose: composer(source, mailing), transport: worker.transport, counts,
			retryAfterMs: worker.retryAfterMs ?? RETRY_AFTER_MS, holdAfterMs: worker.holdAfterMs ?? HOLD_AFTER_MS,
			onSent: worker.onSent ?? (() => undefined), onBatch: () => undefined,
			// who has lost the mailing with the connection takes no more of it in hand: another sender may be at it
			signal: AbortSignal.any([worker.signal, lost])
		});
		const handled = Object.values(counts).some((n) => n > 0);
		if (ended.why === 'closed') await endMailing(sql, ref, 'paused', 'mail_problem_not_open', clock.now());
		const done = ended.why === 'done' && (await endMailing(sql, ref, 'done', null, clock.now())) === 'done';
		if (handled || done || ended.why === 'closed') await auditRun(sql, ref, ACTOR, 'mailing.send', { ...counts, ended: ended.why });
	});
}
