/** The loop that sends a mailing: claim, send, settle, again. See db/mail-send.ts for what holds at every moment. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { hashToken, newToken } from '../../access/token.ts';
import { clockOf, waitUntil } from '../../clock.ts';
import { hold, readStanding, release, reserve } from '../../db/mail-pace.ts';
import { lastCheck } from '../../db/mail-hand-over.ts';
import { claimMails, DUE, settleMails, waitingMails, type DueSeat, type MailingRef, type Sending, type Settled } from '../../db/mail-send.ts';
import { noteProblem } from '../../db/mail-queue.ts';
import type { Compose } from './compose.ts';
import type { MailDeps } from './mailing.ts';
import type { MailingKind } from './templates.ts';
import { addressOf, type Outcome, type OutgoingMail, type Transport } from './transport.ts';
import { envelopeSender, messageId } from './verp.ts';

export interface SendCounts { sent: number; failed: number; skipped: number; uncertain: number }

export interface Run {
	deps: Pick<MailDeps, 'database' | 'secret' | 'config' | 'clock'>;
	ref: MailingRef;
	kind: MailingKind;
	/** The survey's folder in the mailbox. */
	survey: string;
	compose: Compose;
	transport: Transport;
	/** Pauses after the first, second ... temporary refusal; after one more the mail has failed. */
	retryAfterMs: number[];
	/** How long the server is left alone, by all senders, after the first, second ... time in a row that it took nothing; null: a run with someone waiting for it ends instead. */
	holdAfterMs: number[] | null;
	counts: SendCounts;
	onSent: (seatRef: string, link: string) => void;
	onBatch: (waiting: number) => void;
	signal: AbortSignal | undefined;
}

/**
 * Why a run ended. done: none waits. later: none can be tried before `at`. closed: the survey takes no answers. halted: a person has paused or stopped it, or the signal
 * came. held: the server takes nothing.
 */
export type Ended = { why: 'done' } | { why: 'later'; at: Date } | { why: 'closed' } | { why: 'halted' } | { why: 'held'; problem: string };

/** Pauses before the server is tried again when nothing could be handed to it; then the run ends. */
const RECONNECT_AFTER_MS = [200, 1000];
/** Pauses before an outcome that could not be written down is tried again: the database may be starting anew. What is left after them is uncertain. */
const SETTLE_AFTER_MS = [100, 300, 1000, 2000, 4000, 8000];

function settle(seat: DueSeat, outcome: Outcome, retryAfterMs: number[], now: Date): Settled {
	const base = { seatId: seat.seatId, reason: null, notBefore: null, undeliverable: false, counted: true };
	switch (outcome.state) {
		case 'sent': return { ...base, state: 'sent' };
		case 'unknown': return { ...base, state: 'uncertain', reason: outcome.reason };
		case 'refused': return { ...base, state: 'failed', reason: outcome.reason, undeliverable: outcome.address };
		// the next claim sees why: it skips the seat, or has its new address
		case 'not_begun': case 'called_off': return { ...base, state: 'planned', counted: false };
		case 'deferred': {
			const delay = retryAfterMs[seat.attempts - 1];
			if (delay === undefined) return { ...base, state: 'failed', reason: outcome.reason };
			return { ...base, state: 'planned', reason: outcome.reason, notBefore: new Date(now.getTime() + delay) };
		}
	}
}

function messageFor(run: Run, seat: DueSeat, link: string): OutgoingMail {
	const { secret, config } = run.deps;
	const { name, ...message } = run.compose(seat, link);
	const ref = { ...run.ref, seatId: seat.seatId };
	return {
		...message, to: { name, address: seat.email }, place: { survey: run.survey, seatId: seat.seatId, ref: seat.ref, mailingId: run.ref.mailingId },
		unsubscribe: `${link}/avmeld`, messageId: messageId(secret, addressOf(config.mailFrom).split('@').at(-1) ?? 'localhost', ref, seat.attempts),
		...(config.returnPath && { returnPath: envelopeSender(secret, config.returnPath, ref) })
	};
}

/** Writes outcomes down, also across a restart of the database. */
async function settled(run: Run, by: Sending, outcomes: Settled[]): Promise<void> {
	for (const pause of [...SETTLE_AFTER_MS, null]) {
		try {
			return await settleMails(run.deps.database.fieldwork.sql, by, outcomes);
		} catch (error) {
			if (pause === null) throw error;
			await wait(pause);
		}
	}
}

interface Batch { handled: number; ended: Ended | null; problem: string | null; trouble: 'connection' | 'other' | null }

/** One batch of at most `limit`. */
async function sendBatch(run: Run, by: Sending, limit: number): Promise<Batch> {
	const { deps, transport, counts } = run;
	const { sql } = deps.database.fieldwork;
	const clock = clockOf(deps);
	const newLink = () => {
		const token = newToken(by.surveyId);
		return { token, hash: Buffer.from(hashToken(token, deps.secret)).toString('hex') };
	};
	const claim = await claimMails(sql, by, limit, newLink);
	if (typeof claim === 'string') return { handled: 0, ended: { why: claim }, problem: null, trouble: null };
	counts.skipped += claim.skipped;
	const check = lastCheck(sql, by, clock);
	const posted = await Promise.allSettled(claim.due.map(async (seat) => {
		const link = `${deps.config.origin}/svar/${seat.token}`;
		const mail = messageFor(run, seat, link);
		const leave = () => check(seat);
		const outcome = transport.asksLast || (await leave()) ? await transport.send(mail, leave) : { state: 'called_off' as const };
		return { seat, link, outcome, settled: settle(seat, outcome, run.retryAfterMs, clock.now()) };
	}));
	const known = posted.flatMap((p) => (p.status === 'fulfilled' ? [p.value] : []));
	await settled(run, by, known.map((p) => p.settled));
	const failure = posted.find((p) => p.status === 'rejected');
	if (failure) throw failure.reason;
	for (const p of known) {
		if (p.settled.state !== 'planned') counts[p.settled.state]++;
		if (p.settled.state === 'sent') run.onSent(p.seat.ref, p.link);
	}
	return { handled: claim.due.length + claim.skipped, ended: null, ...troubleOf(known.map((p) => p.outcome)) };
}

/** What keeps the server from taking any: not a message could be handed over, or it refused all for now in words that concern all. One that it took says that it works. */
function troubleOf(outcomes: Outcome[]): Pick<Batch, 'problem' | 'trouble'> {
	const tried = outcomes.filter((o) => o.state !== 'called_off');
	const first = tried.find((o) => o.state === 'not_begun');
	if (first && tried.every((o) => o.state === 'not_begun')) return { problem: first.problem, trouble: first.problem === 'mail_problem_connection' ? 'connection' : 'other' };
	const busy = tried.some((o) => o.state === 'deferred' && o.server) && !tried.some((o) => o.state === 'sent' || o.state === 'refused');
	return busy ? { problem: 'mail_problem_busy', trouble: null } : { problem: null, trouble: null };
}

/** How many may leave now, waiting for room where the server has a limit a minute: at most a second's worth at a time, so that those in hand are few. */
async function room(run: Run, server: string, refusals: number): Promise<number> {
	const perMinute = run.deps.config.smtp?.perMinute;
	const most = refusals > 0 ? 1 : run.transport.batch;
	if (perMinute === undefined || run.transport.kind !== 'smtp') return most;
	const n = Math.min(most, Math.max(1, Math.floor(perMinute / 60)));
	const clock = clockOf(run.deps);
	await waitUntil(clock, await reserve(run.deps.database.fieldwork.sql, server, n, perMinute, clock.now()), run.signal);
	return n;
}

/** Sends as long as some mail may be tried now, then says why it ended. The mailing must be in the state 'sending', and this its only sender. */
export async function sendWhatIsDue(run: Run): Promise<Ended> {
	const { sql } = run.deps.database.fieldwork;
	const clock = clockOf(run.deps);
	const server = run.transport.server ?? run.transport.kind;
	const runId = randomUUID();
	for (let refused = 0; !run.signal?.aborted; ) {
		const standing = run.holdAfterMs ? await readStanding(sql, server, clock.now()) : null;
		if (standing?.heldUntil) return { why: 'held', problem: standing.problem ?? 'mail_problem_connection' };
		const limit = await room(run, server, standing?.refusals ?? 0);
		if (run.signal?.aborted) break;
		const batch = await sendBatch(run, { ...run.ref, run: runId, due: DUE[run.kind], now: clock.now() }, limit);
		if (batch.ended) return batch.ended;
		const next = await waitingMails(sql, run.ref, clock.now());
		run.onBatch(next?.waiting ?? 0);
		if (run.holdAfterMs && batch.problem) {
			await hold(sql, server, batch.problem, run.holdAfterMs, clock.now());
			await noteProblem(sql, run.ref, batch.problem);
			return { why: 'held', problem: batch.problem };
		}
		if (standing?.refusals && batch.handled > 0) {
			await release(sql, server);
			await noteProblem(sql, run.ref, null);
		}
		if (!next) return { why: 'done' };
		if (batch.trouble) {
			const again = batch.trouble === 'connection' ? RECONNECT_AFTER_MS[refused++] : undefined;
			if (again === undefined) return { why: 'held', problem: batch.problem ?? 'mail_problem_connection' };
			await wait(again, undefined, { signal: run.signal }).catch(() => undefined);
			continue;
		}
		refused = 0;
		if (batch.handled > 0) continue;
		if (next.at > clock.now()) return { why: 'later', at: next.at };
		// what is due is locked by someone else for a moment
		await wait(20);
	}
	return { why: 'halted' };
}
