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
}

/**
 * sent: the server took it. deferred: refused for now (4xx). refused: refused for good (5xx), and whether it is the address that is at fault.
 * not_begun: not a byte of it left; `problem` says what is wrong with the server or the set-up. unknown: it may or may not have been taken.
 * `reason` is a code like smtp_550_5.1.1: the server's own words may hold the address.
 */
export type Outcome =
	| { state: 'sent' }
	| { state: 'deferred'; reason: string }
	| { state: 'refused'; reason: string; address: boolean }
	| { state: 'not_begun'; problem: string }
	| { state: 'unknown'; reason: string };

export interface Transport {
	kind: 'smtp' | 'mailbox';
	/** How many messages to take in hand at a time: what a crash can make uncertain, and how old a check of the disposition can be. */
	batch: number;
	/** Never throws: what goes wrong is an outcome. */
	send(mail: OutgoingMail): Promise<Outcome>;
	close(): void;
}

/** One address with no display name or list syntax, so that it can be an SMTP recipient as it stands. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()[\]\\,;:"\p{C}]+$/u;
export const isAddress = (address: string): boolean => address.length <= 254 && ADDRESS.test(address);

/** The headers and parts of a message, for nodemailer. No header takes text from a mail's texts or from a person but Subject and To. */
export function messageOf(mail: OutgoingMail, from: string) {
	if (!isAddress(mail.to.address)) throw new Problem('mail_problem_address');
	return {
		from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html, textEncoding: 'quoted-printable' as const,
		headers: { 'Content-Language': mail.locale, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
		disableFileAccess: true, disableUrlAccess: true
	};
}
