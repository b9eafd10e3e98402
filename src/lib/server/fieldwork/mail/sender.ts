/** The loop that sends a mailing: claim, send, settle, again. See db/mail-send.ts for what holds at every moment. */
import { setTimeout as wait } from 'node:timers/promises';
import { hashToken, newToken } from '../../access/token.ts';
import { claimMails, DUE, settleMails, waitingMails, type DueSeat, type MailingRef, type Settled } from '../../db/mail-send.ts';
import type { Compose } from './compose.ts';
import type { MailDeps } from './mailing.ts';
import type { MailingKind } from './templates.ts';
import type { Outcome, Transport } from './transport.ts';

export interface SendCounts { sent: number; failed: number; skipped: number; uncertain: number }

export interface Run {
	deps: Pick<MailDeps, 'database' | 'secret' | 'config'>;
	ref: MailingRef;
	kind: MailingKind;
	/** The survey's folder in the mailbox. */
	survey: string;
	compose: Compose;
	transport: Transport;
	/** Pauses after the first, second ... temporary refusal; after one more the mail has failed. */
	retryAfterMs: number[];
	counts: SendCounts;
	onSent: (seatRef: string, link: string) => void;
	onBatch: (waiting: number) => void;
	signal: AbortSignal | undefined;
}

/** Pauses before the server is tried again when nothing could be handed to it; then the run stops. */
const RECONNECT_AFTER_MS = [200, 1000];

function settle(seat: DueSeat, outcome: Outcome, retryAfterMs: number[]): Settled {
	const base = { seatId: seat.seatId, reason: null, notBefore: null, undeliverable: false, counted: true };
	switch (outcome.state) {
		case 'sent': return { ...base, state: 'sent' };
		case 'unknown': return { ...base, state: 'uncertain', reason: outcome.reason };
		case 'refused': return { ...base, state: 'failed', reason: outcome.reason, undeliverable: outcome.address };
		case 'not_begun': return { ...base, state: 'planned', counted: false };
		case 'deferred': {
			const delay = retryAfterMs[seat.attempts - 1];
			if (delay === undefined) return { ...base, state: 'failed', reason: outcome.reason };
			return { ...base, state: 'planned', reason: outcome.reason, notBefore: new Date(Date.now() + delay) };
		}
	}
}

/** One batch. @returns how many were in hand, and what keeps the server from taking any */
async function sendBatch(run: Run): Promise<{ handled: number; stopped: string | null }> {
	const { deps, ref, transport, counts } = run;
	const { sql } = deps.database.fieldwork;
	const newLink = () => {
		const token = newToken(ref.surveyId);
		return { token, hash: Buffer.from(hashToken(token, deps.secret)).toString('hex') };
	};
	const claim = await claimMails(sql, ref, DUE[run.kind], transport.batch, newLink);
	if (!claim) return { handled: 0, stopped: 'mail_problem_not_open' };
	counts.skipped += claim.skipped;
	const posted = await Promise.all(claim.due.map(async (seat) => {
		const link = `${deps.config.origin}/svar/${seat.token}`;
		const { name, ...message } = run.compose(seat, link);
		const place = { survey: run.survey, seatId: seat.seatId, ref: seat.ref, mailingId: ref.mailingId };
		const outcome = await transport.send({ ...message, to: { name, address: seat.email }, place });
		return { seat, link, outcome, settled: settle(seat, outcome, run.retryAfterMs) };
	}));
	await settleMails(sql, ref, posted.map((p) => p.settled));
	for (const { seat, link, settled } of posted) {
		if (settled.state !== 'planned') counts[settled.state]++;
		if (settled.state === 'sent') run.onSent(seat.ref, link);
	}
	const stopping = posted.every((p) => p.outcome.state === 'not_begun') ? posted[0]?.outcome : undefined;
	return { handled: claim.due.length + claim.skipped, stopped: stopping?.state === 'not_begun' ? stopping.problem : null };
}

/**
 * Sends until no mail of the mailing waits, waiting itself for those refused for now.
 * @returns null, or the message key of what stopped it before
 */
export async function sendAll(run: Run): Promise<string | null> {
	const { sql } = run.deps.database.fieldwork;
	const pause = (ms: number) => wait(ms, undefined, { signal: run.signal }).catch(() => undefined);
	for (let refused = 0; !run.signal?.aborted; ) {
		const { handled, stopped } = await sendBatch(run);
		const next = await waitingMails(sql, run.ref);
		run.onBatch(next?.waiting ?? 0);
		if (!next) return null;
		if (stopped) {
			const again = stopped === 'mail_problem_connection' ? RECONNECT_AFTER_MS[refused++] : undefined;
			if (again === undefined) return stopped;
			await pause(again);
			continue;
		}
		refused = 0;
		if (handled === 0) await pause(Math.max(20, next.at.getTime() - Date.now()));
	}
	return null;
}
