/**
 * What a person decides about mails whose outcome is unknown or bad.
 * Invariants: only an uncertain mail can be called sent; only an uncertain or failed one can be sent again, and only while no run has the mailing; each decision leaves
 * an audit row. Runs under the fieldwork role.
 */
import type postgres from 'postgres';
import type { MailingRef } from './mail-send.ts';
import { auditRun } from './mail-send.ts';

/** The mails with these refs did arrive. @returns how many were uncertain */
export async function callSent(sql: postgres.Sql, ref: MailingRef, refs: string[], actor: string): Promise<number> {
	return sql.begin(async (tx) => {
		const rows = await tx<{ seatId: number }[]>`
			update mail m set state = 'sent', reason = null, changed_at = now() from seat s
			where m.survey_id = ${ref.surveyId} and m.mailing_id = ${ref.mailingId} and m.state = 'uncertain' and s.survey_id = m.survey_id and s.id = m.seat_id and s.ref = any(${refs}::text[])
			returning m.seat_id as "seatId"`;
		await tx`update seat set disposition = 'non_contact' where survey_id = ${ref.surveyId} and id = any(${rows.map((r) => r.seatId)}::int[]) and disposition = 'not_invited' and sampled`;
		if (rows.length > 0) await auditRun(tx, ref, actor, 'mail.call_sent', { mails: rows.length });
		return rows.length;
	});
}

/** The mails with these refs are to be sent again; an address called undeliverable gets its chance, and so does whoever has the seat now. @returns how many */
export async function planAgain(sql: postgres.Sql, ref: MailingRef, refs: string[], actor: string): Promise<number> {
	return sql.begin(async (tx) => {
		const rows = await tx<{ seatId: number; failed: boolean }[]>`
			update mail m set state = 'planned', reason = null, attempts = 0, not_before = null, run = null, handed_at = null, changed_at = now() from seat s
			where m.survey_id = ${ref.surveyId} and m.mailing_id = ${ref.mailingId} and m.state in ('uncertain', 'failed') and s.survey_id = m.survey_id and s.id = m.seat_id and s.ref = any(${refs}::text[])
			returning m.seat_id as "seatId"`;
		const ids = rows.map((r) => r.seatId);
		const [kind] = await tx<{ invitation: boolean }[]>`select kind = 'invitation' as invitation from mailing where survey_id = ${ref.surveyId} and id = ${ref.mailingId}`;
		const before = kind?.invitation ? 'not_invited' : 'non_contact';
		// who was taken to be invited by this mail alone, as another person in the seat, is not: else the invitation would pass them by
		await tx`
			update seat s set disposition = ${before} where s.survey_id = ${ref.surveyId} and s.id = any(${ids}::int[])
				and (s.disposition = 'undeliverable' or s.disposition = 'non_contact' and ${kind?.invitation ?? false}
					and not exists (select from mail m where m.survey_id = s.survey_id and m.seat_id = s.id and m.state in ('sending', 'sent', 'uncertain')))`;
		if (rows.length > 0) await auditRun(tx, ref, actor, 'mail.plan_again', { mails: rows.length });
		return rows.length;
	});
}
