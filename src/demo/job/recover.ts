/**
 * Invitations that a killed run had in hand. Of a real mail server nobody knows whether it took such a message; the mailbox is a folder,
 * and a message is in it or not. So what is there is called sent, and what is not is to go out again.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTroubles } from '#lib/server/db/mail-read.ts';
import { callSent, planAgain } from '#lib/server/db/mail-settle.ts';
import { mailboxName } from '#lib/server/fieldwork/mail/invite.ts';
import { mailboxFolder, nameable } from '#lib/server/fieldwork/mail/mailbox.ts';
import { ACTOR, type Demo } from './context.ts';

const MANY = 100_000;

/** @returns how many turned out to be sent, and how many are planned again */
export async function recoverMails(demo: Demo, { surveyId, mailingId, survey }: { surveyId: number; mailingId: number; survey: string }): Promise<{ sent: number; again: number }> {
	const { sql } = demo.database.fieldwork;
	const refs = (await readTroubles(sql, surveyId, mailingId, MANY)).filter((mail) => mail.state === 'uncertain' && mail.reason === 'interrupted').map((mail) => mail.ref);
	if (refs.length === 0) return { sent: 0, again: 0 };
	const folder = join(mailboxFolder(demo.config.dataDir), nameable(mailboxName(survey, surveyId)));
	const ending = new RegExp(`\\.\\d+-${mailingId}\\.eml$`);
	const there = new Set((existsSync(folder) ? readdirSync(folder) : []).filter((file) => ending.test(file)).map((file) => file.replace(ending, '')));
	const isThere = (ref: string): boolean => there.has(nameable(ref));
	return {
		sent: await callSent(sql, { surveyId, mailingId }, refs.filter(isThere), ACTOR),
		again: await planAgain(sql, { surveyId, mailingId }, refs.filter((ref) => !isThere(ref)), ACTOR)
	};
}
