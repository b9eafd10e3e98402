/** What a message leaves through, and what can become of it. */
import { Problem } from '../../../domain/problem.ts';
import type { Locale } from '../../../domain/questionnaire/schema.ts';

export interface OutgoingMail {
	/** Where in the mailbox: the survey, the seat and the mailing. Never sent. */
	place: { survey: string; seatId: number; ref: string; mailingId: number };
	to: { name: string; address: string };
	subject: string;
	text: string;
	html: string;
	locale: Locale;
	/** Where one click takes the person off the list (RFC 8058); absent in a trial message. */
	unsubscribe?: string;
	/** Without it the library makes one. */
	messageId?: string;
	/** The envelope's sender, where returned mail goes; absent: the address of From. */
	returnPath?: string;
}

/**
 * sent: the server took it. deferred: refused for now (4xx), and whether the server means all mail or this. refused: refused for good (5xx), and whether it is the
 * address that is at fault. not_begun: not a byte of it left; `problem` says what is wrong with the server or the set-up. called_off: the last check said no, and not a
 * byte of it left. unknown: it may or may not have been taken.
 * `reason` is a code like smtp_550_5.1.1: the server's own words may hold the address.
 */
export type Outcome =
	| { state: 'sent' }
	| { state: 'deferred'; reason: string; server?: boolean }
	| { state: 'refused'; reason: string; address: boolean }
	| { state: 'not_begun'; problem: string }
	| { state: 'called_off' }
	| { state: 'unknown'; reason: string };

export interface Transport {
	kind: 'smtp' | 'mailbox';
	/** Which server's limits and refusals concern it: senders of one name share them. */
	server?: string;
	/** How many messages to take in hand at a time. */
	batch: number;
	/** It asks `leave` itself, when the server waits for the message; otherwise the sender asks before handing it the message. */
	asksLast?: boolean;
	/**
	 * Never throws: what goes wrong is an outcome.
	 * @param leave the last check: nothing of the message may leave before it has said true
	 */
	send(mail: OutgoingMail, leave?: () => Promise<boolean>): Promise<Outcome>;
	close(): void;
}

/** One address with no display name or list syntax, so that it can be an SMTP recipient as it stands. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()[\]\\,;:"\p{C}]+$/u;
export const isAddress = (address: string): boolean => address.length <= 254 && ADDRESS.test(address);

/** The address in `Name <address>`. */
export const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();

/** A name longer than this is cut in the To header: servers refuse lines of 1,000 octets, and a letter may take 12 of them. */
const NAME_LENGTH = 70;

/** The headers and parts of a message, for nodemailer. No header takes text from a mail's texts or from a person but Subject and To. */
export function messageOf(mail: OutgoingMail, from: string) {
	if (!isAddress(mail.to.address)) throw new Problem('mail_problem_address');
	const unsubscribe = mail.unsubscribe && { 'List-Unsubscribe': `<${mail.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
	return {
		from, to: { name: [...mail.to.name].slice(0, NAME_LENGTH).join(''), address: mail.to.address }, subject: mail.subject, text: mail.text, html: mail.html, textEncoding: 'quoted-printable' as const,
		headers: { 'Content-Language': mail.locale, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply', ...unsubscribe },
		...(mail.messageId && { messageId: mail.messageId }),
		...(mail.returnPath && { envelope: { from: mail.returnPath, to: mail.to.address } }),
		disableFileAccess: true, disableUrlAccess: true
	};
}
