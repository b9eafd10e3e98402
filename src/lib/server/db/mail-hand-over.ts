/**
 * The last check of a mail, at the moment its message is about to leave: the seat is still to have it, at this address, the mailing still goes on and this run still has the
 * mail in hand. What may leave is marked as handed over, committed. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { Clock } from '../clock.ts';
import { takesAnswers, type DueSeat, type Sending } from './mail-send.ts';

type Asked = Pick<DueSeat, 'seatId' | 'contactKey' | 'email'>;

/** @returns the seats of those asked for whose message may leave */
export async function handOver(sql: postgres.Sql, by: Sending, seats: Asked[]): Promise<Set<number>> {
	const rows = await sql<{ seatId: number }[]>`
		update mail m set handed_at = now()
		from unnest(${seats.map((s) => s.seatId)}::int[], ${seats.map((s) => s.contactKey)}::uuid[], ${seats.map((s) => s.email)}::text[]) x (seat_id, contact_key, email),
			mailing g, survey v, seat s, contact.link l, contact.person p
		where m.survey_id = ${by.surveyId} and m.mailing_id = ${by.mailingId} and m.seat_id = x.seat_id and m.state = 'sending' and m.run = ${by.run}::uuid
			and g.survey_id = m.survey_id and g.id = m.mailing_id and g.state = 'sending' and v.id = m.survey_id and ${takesAnswers(sql, by.now)}
			and s.survey_id = m.survey_id and s.id = m.seat_id and s.sampled and s.disposition = any(${by.due}::text[]) and s.contact_key = x.contact_key and not opted_out(s.survey_id, s.id)
			and l.contact_key = s.contact_key and p.id = l.person_id and p.email = x.email
		returning m.seat_id as "seatId"`;
	return new Set(rows.map((r) => r.seatId));
}

/**
 * The check for one message at a time. Those asked for while one is on its way to the database go together in the next statement, so that many messages share one flush to
 * disk; each is still checked after it was asked for and before it is answered.
 */
export function lastCheck(sql: postgres.Sql, by: Omit<Sending, 'now'>, clock: Clock): (seat: Asked) => Promise<boolean> {
	let waiting: { seat: Asked; answer: PromiseWithResolvers<boolean> }[] = [];
	let busy = false;
	async function ask(): Promise<void> {
		busy = true;
		while (waiting.length > 0) {
			const now = waiting;
			waiting = [];
			try {
				const may = await handOver(sql, { ...by, now: clock.now() }, now.map((w) => w.seat));
				for (const { seat, answer } of now) answer.resolve(may.has(seat.seatId));
			} catch (error) {
				for (const { answer } of now) answer.reject(error);
			}
		}
		busy = false;
	}
	return (seat) => {
		const answer = Promise.withResolvers<boolean>();
		waiting.push({ seat, answer });
		if (!busy) void ask();
		return answer.promise;
	};
}
