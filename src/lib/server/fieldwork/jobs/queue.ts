/** Ordering a mailing to be sent by whichever process sends, and deciding about one under way. */
import { Problem } from '../../../domain/problem.ts';
import { clockOf } from '../../clock.ts';
import { decideMailing, orderMailing, readMailingKey, readMailings, readProgress, type Decision, type MailingLine, type ProgressRow } from '../../db/mail-queue.ts';
import { DUE } from '../../db/mail-send.ts';
import { readStates, type MailStates } from '../../db/mail-read.ts';
import { readMailing } from '../../db/mail-texts.ts';
import { mailingNumber, type MailDeps } from '../mail/mailing.ts';
import { readyMailing } from '../mail/ready.ts';
import type { MailingKind } from '../mail/templates.ts';

/** A mailing by its id, or by its kind and number; without either, the invitation. */
export interface MailingName { surveyId: number; mailingId?: number; kind?: MailingKind; number?: number }

/** Where a mailing stands, its messages by state, and how fast it goes. */
export interface MailingProgress extends ProgressRow {
	states: MailStates;
	/** Under way, or about to be. */
	running: boolean;
	/** Estimated from the last minute; null when too little is known. */
	minutesLeft: number | null;
}

async function idOf(deps: Pick<MailDeps, 'database'>, name: MailingName): Promise<number | null> {
	if (name.mailingId !== undefined) return name.mailingId;
	const kind = name.kind ?? 'invitation';
	return (await readMailing(deps.database.fieldwork.db, { surveyId: name.surveyId, kind, number: mailingNumber(kind, name.number) }))?.id ?? null;
}

/**
 * Plans a mail for every seat that is due and puts the mailing in line, in one transaction; a sender takes it up within seconds, now or when one is next alive.
 * Repeatable: a mailing under way goes on, with the seats that have come since; one that was stopped is taken up again.
 * @param input filter: as for `invite`
 * @returns the mailing and how many mails were planned now
 * @throws Problem survey_problem_no_survey, mail_problem_number, mail_problem_no_mailing, mail_problem_texts, mail_problem_not_open, sample_problem_drawn, mail_problem_paused
 */
export async function queueMailing(deps: MailDeps, input: MailingName & { filter?: 'sampled' | 'all'; actor: string }): Promise<{ mailingId: number; planned: number }> {
	const { sql } = deps.database.fieldwork;
	const key = input.mailingId === undefined ? { kind: input.kind, number: input.number } : await readMailingKey(sql, input.surveyId, input.mailingId);
	if (!key) throw new Problem('mail_problem_no_mailing', 409);
	const { kind, mailing } = await readyMailing(deps, { surveyId: input.surveyId, ...key, filter: input.filter });
	const ref = { surveyId: input.surveyId, mailingId: mailing.id };
	const planned = await orderMailing(sql, { ref, due: DUE[kind], all: input.filter === 'all', actor: input.actor, now: clockOf(deps).now() }, 'queued');
	if (planned === null) throw new Problem('mail_problem_paused', 409);
	return { mailingId: mailing.id, planned };
}

async function decide(deps: Pick<MailDeps, 'database' | 'clock'>, input: MailingName & { actor: string }, decision: Decision): Promise<boolean> {
	const mailingId = await idOf(deps, input);
	if (mailingId === null) throw new Problem('mail_problem_no_mailing', 409);
	return decideMailing(deps.database.fieldwork.sql, { surveyId: input.surveyId, mailingId }, decision, input.actor, clockOf(deps).now());
}

/** Nothing more is handed over from here on; what waits keeps its place. @returns false when it was not under way @throws Problem mail_problem_no_mailing */
export const pauseMailing = (deps: Pick<MailDeps, 'database' | 'clock'>, input: MailingName & { actor: string }): Promise<boolean> => decide(deps, input, 'pause');

/** Puts a paused mailing in line again, or a finished or stopped one in which a person has put mails back in line; nobody is added to it. @returns false when it was neither @throws Problem mail_problem_no_mailing */
export const resumeMailing = (deps: Pick<MailDeps, 'database' | 'clock'>, input: MailingName & { actor: string }): Promise<boolean> => decide(deps, input, 'resume');

/** Nothing more is handed over; what waits is skipped, with the reason 'stopped'. @returns false when it was not under way or paused @throws Problem mail_problem_no_mailing */
export const stopMailing = (deps: Pick<MailDeps, 'database' | 'clock'>, input: MailingName & { actor: string }): Promise<boolean> => decide(deps, input, 'stop');

/** How a mailing stands; null when there is none. Cheap enough to ask for every second. */
export async function mailingProgress(deps: Pick<MailDeps, 'database' | 'clock'>, name: MailingName): Promise<MailingProgress | null> {
	const mailingId = await idOf(deps, name);
	if (mailingId === null) return null;
	const { sql } = deps.database.fieldwork;
	// in this order: of a mailing that is found done, the counts are the last ones
	const row = await readProgress(sql, { surveyId: name.surveyId, mailingId }, clockOf(deps).now());
	if (!row) return null;
	const states = await readStates(sql, name.surveyId, mailingId);
	const running = row.state === 'queued' || row.state === 'sending';
	const left = states.planned + states.sending;
	return { ...row, states, running, minutesLeft: row.state === 'sending' && row.lastMinute > 0 && left > 0 ? Math.ceil(left / row.lastMinute) : null };
}

/** Every mailing of the survey, the invitation first. */
export const listMailings = (deps: Pick<MailDeps, 'database'>, surveyId: number): Promise<MailingLine[]> => readMailings(deps.database.fieldwork.sql, surveyId);
