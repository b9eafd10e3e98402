/** What a message that came back does to the seat its mail was for. */
import { RETURNED_MAIL } from '../../../domain/disposition.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/connection.ts';
import {
	callReturnedSent, countIgnored, countSoft, insertReply, insertReturn, isRecorded, readReturnedMail, type Effect, type MailKey, type ReturnedMail
} from '../../db/mail-returns.ts';
import { insertEvent, lockSeat, setByHand, type EventSql, type LockedSeat } from '../../db/seat-events.ts';
import type { Meaning, Reading } from './read.ts';

export interface ReturnDeps {
	database: Pick<Database, 'fieldwork'>;
	config: Pick<Config, 'softBounces'>;
}
export type Recorded =
	| { recorded: Effect; kind: Meaning['kind'] }
	| { ignored: 'unmatched' | 'too_large' | 'unreadable' | 'not_sent' | 'too_many' | 'seen_before' };

/** Messages about one mail beyond these are counted only, so that nobody who holds a mail's address can fill the database through it. */
const MOST_A_MAIL = 20;
/** A mail that is in hand may come back before it is written down as sent. */
const LEFT = ['sending', 'sent', 'uncertain'];

/** What stands against making the seat undeliverable; null: nothing. An answer wins, and so does what a person has decided. */
function against(seat: LockedSeat, mail: ReturnedMail): Effect | null {
	if (mail.former) return 'former';
	if (seat.form !== null) return 'answered';
	if (seat.disposition === 'undeliverable') return 'already';
	return seat.disposition === 'refusal' || seat.disposition === 'ineligible' || !seat.sampled ? 'decided' : null;
}

async function makeUndeliverable(sql: EventSql, { surveyId, seatId }: MailKey, reason: 'bounced' | 'bounced_soft'): Promise<void> {
	const event = await insertEvent(sql, { surveyId, seatId, kind: 'disposition', disposition: 'undeliverable', reason, actor: RETURNED_MAIL });
	await setByHand(sql, surveyId, seatId, 'undeliverable', event);
}

async function effectOf(sql: EventSql, ref: MailKey, meaning: Meaning, seat: LockedSeat, mail: ReturnedMail, softBounces: number): Promise<Effect> {
	if (meaning.kind !== 'hard' && meaning.kind !== 'soft') return mail.former ? 'former' : 'none';
	const stop = against(seat, mail);
	if (stop) return stop;
	if (meaning.kind === 'hard') return 'undeliverable';
	return (await countSoft(sql, ref)) >= softBounces ? 'undeliverable' : 'counted';
}

/** In the caller's transaction. */
async function record(sql: EventSql, deps: ReturnDeps, { ref, key, meaning }: Extract<Reading, { ref: MailKey }>): Promise<Recorded> {
	const seat = await lockSeat(sql, ref.surveyId, ref.seatId);
	const mail = seat && (await readReturnedMail(sql, ref));
	if (!seat || !mail || !LEFT.includes(mail.state)) {
		await countIgnored(sql, seat ? ref.surveyId : null, 'not_sent');
		return { ignored: 'not_sent' };
	}
	if (await isRecorded(sql, ref.surveyId, key)) return { ignored: 'seen_before' };
	if (mail.recorded >= MOST_A_MAIL) {
		await countIgnored(sql, ref.surveyId, 'too_many');
		return { ignored: 'too_many' };
	}
	const failure = meaning.kind === 'hard' || meaning.kind === 'soft' ? meaning : null;
	const reply = meaning.kind === 'reply' ? meaning : null;
	const effect = await effectOf(sql, ref, meaning, seat, mail, deps.config.softBounces);
	const id = await insertReturn(sql, { ...ref, key, kind: meaning.kind, code: failure?.code ?? null, cause: failure?.cause ?? null, suggestion: reply?.suggestion ?? null, effect });
	if (id === null) return { ignored: 'seen_before' };
	if (!mail.former) await callReturnedSent(sql, ref);
	if (effect === 'undeliverable') await makeUndeliverable(sql, ref, failure?.kind === 'hard' ? 'bounced' : 'bounced_soft');
	// words of somebody who no longer has the seat are nobody's here
	if (reply && !mail.former && seat.contactKey) await insertReply(sql, ref.surveyId, id, seat.contactKey, reply.text);
	return { recorded: effect, kind: meaning.kind };
}

/** Two transactions that each wait for the other's row: PostgreSQL ends one of them, which can begin again. */
const isDeadlock = (error: unknown): boolean => (error as { code?: unknown }).code === '40P01';

/**
 * Writes down what a message means and does what follows of it, in one transaction: a dead address makes the seat undeliverable, as do so many mails
 * that came back for now; unless the form was begun, a person has decided about the seat, or the mail went to someone before. Doing it again changes nothing.
 */
export async function recordReturn(deps: ReturnDeps, reading: Reading): Promise<Recorded> {
	const { sql } = deps.database.fieldwork;
	if ('ignored' in reading) {
		await countIgnored(sql, null, reading.ignored);
		return { ignored: reading.ignored };
	}
	const once = async (): Promise<Recorded> => (await sql.begin(async (tx) => ({ done: await record(tx, deps, reading) }))).done;
	return once().catch((error: unknown) => {
		if (!isDeadlock(error)) throw error;
		return once();
	});
}
