/**
 * The mailbox: where messages go while no mail server is set up. One file a message, as it would have been sent, so that a demo or a trial shows
 * each of them. The files hold personal links and addresses: the folder is for the server's own user alone, and its page for those who may see contacts.
 */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { isAddress, messageOf, type Outcome, type OutgoingMail, type Transport } from './transport.ts';

export const mailboxFolder = (dataDir: string): string => join(dataDir, 'mailbox');

/** A folder or file name that every file system takes; `ref` is free text. What is lost is covered by the ids beside it. */
export const nameable = (text: string): string => text.normalize('NFC').replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60) || '_';

/** `SF0001.17-3.eml`: seat 17, mailing 3. */
export const fileName = (place: OutgoingMail['place']): string => `${nameable(place.ref)}.${place.seatId}-${place.mailingId}.eml`;

/** A trial message has no seat: its content names it, so that the same one is there once. */
const trialName = (mail: OutgoingMail): string => `_.0-0.${createHash('sha256').update(mail.html).digest('hex').slice(0, 12)}.eml`;

export function mailboxTransport(dataDir: string, from: string): Transport {
	const transporter = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
	const made = new Map<string, Promise<unknown>>();
	const folderOf = (survey: string) => {
		const folder = join(mailboxFolder(dataDir), nameable(survey));
		if (!made.has(folder)) made.set(folder, mkdir(folder, { recursive: true, mode: 0o700 }));
		return { folder, ready: made.get(folder) };
	};
	return {
		kind: 'mailbox',
		server: 'mailbox',
		batch: 250,
		asksLast: true,
		async send(mail: OutgoingMail, leave?: () => Promise<boolean>): Promise<Outcome> {
			if (!isAddress(mail.to.address)) return { state: 'refused', reason: 'bad_address', address: true };
			try {
				const { folder, ready } = folderOf(mail.place.survey);
				const { message } = await transporter.sendMail(messageOf(mail, from));
				await ready;
				const file = join(folder, mail.place.seatId === 0 ? trialName(mail) : fileName(mail.place));
				if (leave && !(await leave())) return { state: 'called_off' };
				await writeFile(`${file}.part`, message, { mode: 0o600 });
				await rename(`${file}.part`, file);
				return { state: 'sent' };
			} catch {
				return { state: 'not_begun', problem: 'mail_problem_disk' };
			}
		},
		close: () => undefined
	};
}
