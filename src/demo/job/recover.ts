/**
 * Invitations that a killed run had in hand. Of a real mail server nobody knows whether it took such a message; the mailbox is a folder,
 * and a message is in it or not. So what is there counts as sent, and what is not is planned again.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { interruptedMails } from '#lib/server/db/mail-interrupted.ts';
import { asOnlySender, settleMails, type Settled } from '#lib/server/db/mail-send.ts';
import { mailboxName } from '#lib/server/fieldwork/mail/invite.ts';
import { fileName, mailboxFolder, nameable } from '#lib/server/fieldwork/mail/mailbox.ts';
import type { Demo } from './context.ts';

/** @returns how many were set right; none while another process is sending the mailing */
export async function recoverMails(demo: Demo, { surveyId, mailingId, survey }: { surveyId: number; mailingId: number; survey: string }): Promise<number> {
	const { sql } = demo.database.fieldwork;
	const folder = join(mailboxFolder(demo.config.dataDir), nameable(mailboxName(survey, surveyId)));
	const ran = await asOnlySender(sql, { surveyId, mailingId }, async () => {
		const settled = (await interruptedMails(sql, { surveyId, mailingId })).flatMap(({ seatId, ref, state }): Settled[] => {
			const base = { seatId, reason: null, notBefore: null, undeliverable: false };
			if (existsSync(join(folder, fileName({ survey, seatId, ref, mailingId })))) return [{ ...base, state: 'sent', counted: true }];
			return state === 'sending' ? [{ ...base, state: 'planned', counted: false }] : [];
		});
		if (settled.length > 0) await settleMails(sql, { surveyId, mailingId }, settled);
		return settled.length;
	});
	return ran?.result ?? 0;
}
