/** Mails that a sender which is gone had in hand: what a transport that can tell needs to settle them. Runs under the fieldwork role. */
import type postgres from 'postgres';
import type { MailingRef } from './mail-send.ts';

/** Seats whose mail is 'sending', or was called uncertain because its sender was cut off. Only for the one who holds the mailing. */
export async function interruptedMails(sql: postgres.Sql, ref: MailingRef): Promise<{ seatId: number; ref: string; state: 'sending' | 'uncertain' }[]> {
	return sql<{ seatId: number; ref: string; state: 'sending' | 'uncertain' }[]>`
		select m.seat_id as "seatId", s.ref, m.state from mail m join seat s on s.survey_id = m.survey_id and s.id = m.seat_id
		where m.survey_id = ${ref.surveyId} and m.mailing_id = ${ref.mailingId} and (m.state = 'sending' or (m.state = 'uncertain' and m.reason = 'interrupted'))
		order by m.seat_id`;
}
