/** Sending through an SMTP server. */
import { createTransport } from 'nodemailer';
import { isAddress, messageOf, type Outcome, type OutgoingMail, type Transport } from './transport.ts';

const CONNECTIONS = 5;

interface SmtpError { code?: string; command?: string; responseCode?: number; response?: string }

/** `smtp_` with the reply code and, where the server gave one, the enhanced code (RFC 3463). */
function reasonOf({ responseCode, response }: SmtpError): string {
	const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
	return `smtp_${responseCode ?? 'none'}${enhanced ? `_${enhanced}` : ''}`;
}

/**
 * What a failure means for the message.
 * A reply to the recipient or the message decides: 4xx later, 5xx never. The address is at fault when the enhanced code says so (5.1.x, 5.2.x), or, without one,
 * when it was the recipient that was refused; policy, content and routing (5.3.x to 5.7.x) say nothing of it. Replies to sign-in, sender or greeting are about
 * the set-up. Without a reply it depends on whether a byte of the message had left.
 */
export function outcomeOf(error: SmtpError, begun: boolean): Outcome {
	const { code, command = '', responseCode = 0 } = error;
	const answered = /^(RCPT TO|DATA)$/.test(command) && responseCode >= 400;
	if (answered) {
		if (responseCode < 500) return { state: 'deferred', reason: reasonOf(error) };
		const reason = reasonOf(error);
		return { state: 'refused', reason, address: /_5\.[12]\./.test(reason) || (command === 'RCPT TO' && /^smtp_55\d$/.test(reason)) };
	}
	if (begun) return { state: 'unknown', reason: 'connection_lost' };
	if (command === 'MAIL FROM' && responseCode >= 500) return { state: 'not_begun', problem: 'mail_problem_sender' };
	if (code === 'EENVELOPE' && command === 'API') return { state: 'refused', reason: 'bad_address', address: true };
	if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return { state: 'not_begun', problem: 'mail_problem_authentication' };
	return { state: 'not_begun', problem: 'mail_problem_connection' };
}

/** The library's message, of which it must be known whether the transport began to read it. */
interface Composed { createReadStream(options?: object): { readableDidRead: boolean } }

/**
 * @param url smtp:// or smtps://, with user and password where the server wants them
 * @param from the From header
 */
export function smtpTransport(url: string, from: string): Transport {
	// a message is handed to the server once: whether to try again is decided by us, from the state in the database
	const settings = { url, pool: true as const, maxConnections: CONNECTIONS, maxMessages: 500, maxRequeues: 0, connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, logger: false };
	const transporter = createTransport(settings);
	const streams = new WeakMap<object, { readableDidRead: boolean }>();
	transporter.use('stream', (mail, done) => {
		const message = mail.message as unknown as Composed;
		const create = message.createReadStream.bind(message);
		const owner = (mail.data as { owner?: object }).owner;
		message.createReadStream = (options) => {
			const stream = create(options);
			if (owner) streams.set(owner, stream);
			return stream;
		};
		done();
	});
	return {
		kind: 'smtp',
		batch: 2 * CONNECTIONS,
		async send(mail: OutgoingMail): Promise<Outcome> {
			if (!isAddress(mail.to.address)) return { state: 'refused', reason: 'bad_address', address: true };
			try {
				const message = { ...messageOf(mail, from), owner: mail };
				await transporter.sendMail(message);
				return { state: 'sent' };
			} catch (error) {
				return outcomeOf(error as SmtpError, streams.get(mail)?.readableDidRead ?? false);
			}
		},
		close: () => transporter.close()
	};
}
