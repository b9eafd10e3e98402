/** Sending a mailing to those who are to have it, by a caller who waits for it: a terminal, a simulation, a demonstration. The server's own way is jobs/. */
import { Problem } from '../../../domain/problem.ts';
import { clockOf, waitUntil } from '../../clock.ts';
import { asOnlySender } from '../../db/mail-lock.ts';
import { endMailing, orderMailing } from '../../db/mail-queue.ts';
import { auditRun, DUE, takeOver, waitingMails } from '../../db/mail-send.ts';
import { composer } from './compose.ts';
import { mailboxTransport } from './mailbox.ts';
import type { MailDeps } from './mailing.ts';
import { mailboxName, readyMailing } from './ready.ts';
import { sendWhatIsDue, type Ended, type Run, type SendCounts } from './sender.ts';
import { smtpTransport } from './smtp.ts';
import type { MailingKind } from './templates.ts';
import type { Transport } from './transport.ts';

export { mailboxName };
export const RETRY_AFTER_MS = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];

/** Of one run. skipped: the seat no longer was to have it. uncertain: may or may not have arrived; also what an earlier run left when it was cut off. */
export interface InviteCounts extends SendCounts { planned: number }
export interface InviteProgress extends InviteCounts { done: number; total: number }
export interface InviteResult extends InviteCounts {
	/** Still planned, after an abort or a stop. */
	waiting: number;
	/** Message key of what stopped the run before all were sent, such as mail_problem_connection. */
	stopped: string | null;
	transport: Transport['kind'];
}

export interface InviteInput {
	surveyId: number;
	kind?: MailingKind;
	/** Of a reminder, from 1. */
	number?: number;
	/** The sample (default), or everyone in the population list, who thereby become the sample. */
	filter?: 'sampled' | 'all';
	actor: string;
	onProgress?: (progress: InviteProgress) => void;
	/** Called for each mail sent, with the link in it: for a simulation. Links are kept nowhere else. */
	collectLinks?: (seatRef: string, link: string) => void;
	signal?: AbortSignal;
	/** Pauses after temporary refusals; default 1, 5, 15 and 60 minutes. */
	retryAfterMs?: number[];
	/** Instead of the configured one. */
	transport?: Transport;
}

/** The configured way out: SMTP, or the mailbox when no server is set up. */
export const configuredTransport = ({ config }: Pick<MailDeps, 'config'>): Transport =>
	config.smtpUrl ? smtpTransport(config.smtpUrl, config.mailFrom, { ...config.smtp, dkim: config.dkim }) : mailboxTransport(config.dataDir, config.mailFrom);

/** Goes on until none waits, pausing where all that wait must. */
async function sendAll(run: Run): Promise<Exclude<Ended, { why: 'later' }>> {
	for (;;) {
		const ended = await sendWhatIsDue(run);
		if (ended.why !== 'later') return ended;
		await waitUntil(clockOf(run.deps), ended.at, run.signal);
	}
}

const problemOf = (ended: Ended): string | null => (ended.why === 'held' ? ended.problem : ended.why === 'closed' ? 'mail_problem_not_open' : null);

/**
 * Sends the mailing of this kind and number: plans one mail a seat that is due (an invitation: not invited; a reminder: not answered, or not finished) and sends what
 * is planned. Repeatable: a seat gets the mailing once; a mail cut off by a crash becomes uncertain and is not sent again. One run at a time.
 * Runs until all are sent or have failed, pausing for temporary refusals; `signal` ends it after the batch in hand. What then waits is paused.
 * @throws Problem survey_problem_no_survey, mail_problem_no_mailing, mail_problem_texts, mail_problem_not_open, mail_problem_number, mail_problem_running,
 *   sample_problem_drawn when everyone is to have it and a sample has been drawn
 */
export async function invite(deps: MailDeps, input: InviteInput): Promise<InviteResult> {
	const { kind, source, mailing } = await readyMailing(deps, input);
	const { sql } = deps.database.fieldwork;
	const clock = clockOf(deps);
	const ref = { surveyId: input.surveyId, mailingId: mailing.id };
	const ran = await asOnlySender(sql, ref, async () => {
		const uncertain = await takeOver(sql, ref);
		const planned = (await orderMailing(sql, { ref, due: DUE[kind], all: input.filter === 'all', actor: input.actor, now: clock.now() }, 'sending')) ?? 0;
		const counts: InviteCounts = { planned, sent: 0, failed: 0, skipped: 0, uncertain };
		const earlier = uncertain;
		const onBatch = (waiting: number) => {
			const done = counts.sent + counts.failed + counts.skipped + counts.uncertain - earlier;
			input.onProgress?.({ ...counts, done, total: done + waiting });
		};
		const transport = input.transport ?? configuredTransport(deps);
		try {
			const stopped = problemOf(await sendAll({
				deps, ref, kind, survey: mailboxName(source.key, input.surveyId), compose: composer(source, mailing), transport, retryAfterMs: input.retryAfterMs ?? RETRY_AFTER_MS,
				holdAfterMs: null, counts, onBatch, onSent: input.collectLinks ?? (() => undefined), signal: input.signal
			}));
			await auditRun(sql, ref, input.actor, 'mailing.send', { ...counts, stopped });
			const waiting = (await waitingMails(sql, ref, clock.now()))?.waiting ?? 0;
			await endMailing(sql, ref, waiting > 0 ? 'paused' : 'done', stopped, clock.now());
			return { ...counts, waiting, stopped, transport: transport.kind };
		} finally {
			if (!input.transport) transport.close();
		}
	});
	if (!ran) throw new Problem('mail_problem_running', 409);
	return ran.result;
}
