/** Sending in the server's own process while the evaluator goes on: one run a mailing, remembered until the next. */
import { Problem } from '../../../domain/problem.ts';
import { invite, type InviteInput, type InviteResult } from './invite.ts';
import type { MailDeps } from './mailing.ts';

export interface BackgroundRun {
	startedAt: Date;
	/** Null while it runs. */
	finishedAt: Date | null;
	result: InviteResult | null;
	/** Message key of what ended it before time. */
	problem: string | null;
}

interface Entry { run: BackgroundRun; stop: AbortController; done: Promise<void> }
const entries = new Map<string, Entry>();
const keyOf = (input: { surveyId: number; kind?: string; number?: number }): string => `${input.surveyId} ${input.kind ?? 'invitation'} ${input.number ?? 0}`;

/** The run under way or last finished in this process. */
export const backgroundRun = (id: { surveyId: number; kind?: string; number?: number }): BackgroundRun | null => entries.get(keyOf(id))?.run ?? null;

/**
 * Starts the run and returns as soon as it has begun sending or has ended; a refusal that is known before sending is thrown.
 * @throws Problem as `invite`; mail_problem_running when it is under way here
 */
export async function startInvite(deps: MailDeps, input: Omit<InviteInput, 'onProgress' | 'signal' | 'collectLinks'>): Promise<BackgroundRun> {
	const key = keyOf(input);
	const there = entries.get(key);
	if (there && there.run.finishedAt === null) throw new Problem('mail_problem_running', 409);
	const run: BackgroundRun = { startedAt: new Date(), finishedAt: null, result: null, problem: null };
	const stop = new AbortController();
	let refused: unknown = null;
	const begun = Promise.withResolvers<void>();
	const done = invite(deps, { ...input, signal: stop.signal, onProgress: () => begun.resolve() }).then(
		(result) => { run.result = result; run.problem = result.stopped; },
		(error: unknown) => {
			refused = error;
			run.problem = error instanceof Problem ? error.code : 'mail_problem_unexpected';
			// what it was stays out of the log: an error of the database may quote a row
			if (!(error instanceof Problem)) console.error(JSON.stringify({ event: 'mailing stopped', survey: input.surveyId, error: error instanceof Error ? error.name : typeof error }));
		}
	).finally(() => {
		run.finishedAt = new Date();
		begun.resolve();
	});
	entries.set(key, { run, stop, done });
	await Promise.race([begun.promise, done]);
	if (refused instanceof Problem && run.result === null) throw refused;
	return run;
}

/** Ends the run after the batch in hand; what waits stays planned. */
export function stopInvite(id: { surveyId: number; kind?: string; number?: number }): void {
	entries.get(keyOf(id))?.stop.abort();
}

/** Ends every run and waits for the batches in hand: for the server's own shutdown. */
export async function stopAllInvites(): Promise<void> {
	for (const { stop } of entries.values()) stop.abort();
	await Promise.all([...entries.values()].map((e) => e.done));
}
