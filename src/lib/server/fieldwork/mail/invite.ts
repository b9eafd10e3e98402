/** Sending a mailing to those who are to have it. */
import { Problem } from '../../../domain/problem.ts';
import { asOnlySender } from '../../db/mail-lock.ts';
import { auditRun, DUE, markUncertain, planMails, waitingMails } from '../../db/mail-send.ts';
import { readMailing, readMailSource } from '../../db/mail-texts.ts';
import { readSample } from '../../db/samples.ts';
import { composer } from './compose.ts';
import { checkTexts } from './fields.ts';
import { mailboxTransport } from './mailbox.ts';
import { knownFields, mailingNumber, type MailDeps } from './mailing.ts';
import { sendAll, type SendCounts } from './sender.ts';
import { smtpTransport } from './smtp.ts';
import type { MailingKind } from './templates.ts';
import type { Transport } from './transport.ts';

const RETRY_AFTER_MS = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];

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
	config.smtpUrl ? smtpTransport(config.smtpUrl, config.mailFrom) : mailboxTransport(config.dataDir, config.mailFrom);

export const mailboxName = (surveyKey: string, surveyId: number): string => `${surveyKey}-${surveyId}`;

/** What the run needs to know before anything is planned. @throws Problem */
async function prepare(deps: MailDeps, input: InviteInput) {
	const kind = input.kind ?? 'invitation';
	const key = { surveyId: input.surveyId, kind, number: mailingNumber(kind, input.number) };
	const { db } = deps.database.fieldwork;
	const source = await readMailSource(db, input.surveyId);
	if (!source) throw new Problem('survey_problem_no_survey', 404);
	const mailing = await readMailing(db, key);
	if (!mailing) throw new Problem('mail_problem_no_mailing', 409);
	if (checkTexts(mailing, knownFields(source)).length > 0) throw new Problem('mail_problem_texts', 409);
	const now = Date.now();
	const open = source.state === 'open' && (source.opensAt?.getTime() ?? 0) <= now && (source.closesAt?.getTime() ?? Infinity) > now;
	if (!open) throw new Problem('mail_problem_not_open', 409);
	// to invite those who were not drawn would leave them without a probability
	if (input.filter === 'all' && (await readSample(deps.database.fieldwork.sql, input.surveyId))) throw new Problem('sample_problem_drawn', 409);
	return { kind, source, mailing };
}

/**
 * Sends the mailing of this kind and number: plans one mail a seat that is due (an invitation: not invited; a reminder: not answered, or not finished) and sends what
 * is planned. Repeatable: a seat gets the mailing once; a mail cut off by a crash becomes uncertain and is not sent again. One run at a time.
 * Runs until all are sent or have failed, pausing for temporary refusals; `signal` ends it after the batch in hand.
 * @throws Problem survey_problem_no_survey, mail_problem_no_mailing, mail_problem_texts, mail_problem_not_open, mail_problem_number, mail_problem_running,
 *   sample_problem_drawn when everyone is to have it and a sample has been drawn
 */
export async function invite(deps: MailDeps, input: InviteInput): Promise<InviteResult> {
	const { kind, source, mailing } = await prepare(deps, input);
	const { sql } = deps.database.fieldwork;
	const ref = { surveyId: input.surveyId, mailingId: mailing.id };
	const ran = await asOnlySender(sql, ref, async () => {
		const uncertain = await markUncertain(sql, ref);
		const planned = await planMails(sql, ref, DUE[kind], input.filter === 'all', input.actor);
		const counts: InviteCounts = { planned, sent: 0, failed: 0, skipped: 0, uncertain };
		const earlier = uncertain;
		const onBatch = (waiting: number) => {
			const done = counts.sent + counts.failed + counts.skipped + counts.uncertain - earlier;
			input.onProgress?.({ ...counts, done, total: done + waiting });
		};
		const transport = input.transport ?? configuredTransport(deps);
		try {
			const stopped = await sendAll({
				deps, ref, kind, survey: mailboxName(source.key, input.surveyId), compose: composer(source, mailing), transport,
				retryAfterMs: input.retryAfterMs ?? RETRY_AFTER_MS, counts, onBatch, onSent: input.collectLinks ?? (() => undefined), signal: input.signal
			});
			await auditRun(sql, ref, input.actor, 'mailing.send', { ...counts, stopped });
			return { ...counts, waiting: (await waitingMails(sql, ref))?.waiting ?? 0, stopped, transport: transport.kind };
		} finally {
			if (!input.transport) transport.close();
		}
	});
	if (!ran) throw new Problem('mail_problem_running', 409);
	return ran.result;
}
