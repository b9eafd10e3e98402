/** Messages as mail servers and people send them back, with the addresses of one of our mails put in. */
import { readdirSync, readFileSync } from 'node:fs';
import { envelopeSender, messageId, type MailRef } from '../../src/lib/server/fieldwork/mail/verp.ts';

export const RETURN_PATH = 'retur@svar.example.no';
export const SECRET = 's'.repeat(40);
const FOLDER = `${import.meta.dirname}/returned`;
export const RETURNED = readdirSync(FOLDER).map((file) => file.replace(/\.eml$/, ''));

export interface Fill {
	/** Another secret is a forger's. */
	secret?: string;
	/** In place of the Message-ID of the message itself, or after it. */
	change?: (text: string) => string;
}

/** The message `name`, about the mail `ref`, with line ends as on the wire. */
export function returned(name: string, ref: MailRef, { secret = SECRET, change = (text) => text }: Fill = {}): Buffer {
	const text = readFileSync(`${FOLDER}/${name}.eml`, 'utf8').replaceAll('{{ENVELOPE}}', envelopeSender(secret, RETURN_PATH, ref)).replaceAll('{{MESSAGE_ID}}', messageId(secret, 'example.org', ref, 1));
	return Buffer.from(change(text).replace(/\r?\n/g, '\r\n'));
}
