/** Sending through an SMTP server. */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Dkim } from './dkim.ts';
import { isAddress, messageOf, type Outcome, type OutgoingMail, type Transport } from './transport.ts';

interface SmtpError { code?: string; command?: string; responseCode?: number; response?: string }

/** `smtp_` with the reply code and, where the server gave one, the enhanced code (RFC 3463). */
function reasonOf({ responseCode, response }: SmtpError): string {
	const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
	return `smtp_${responseCode ?? 'none'}${enhanced ? `_${enhanced}` : ''}`;
}

/** Whether a temporary refusal is about us or the server, not about this recipient: closing, greylisting and rate limits (4.7.x), system trouble (4.3.x), and replies that say no more. */
function isServerWide(error: SmtpError): boolean {
	const reason = reasonOf(error);
	return error.responseCode === 421 || /_4\.[37]\./.test(reason) || reason === 'smtp_451';
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
		if (responseCode < 500) return { state: 'deferred', reason: reasonOf(error), server: isServerWide(error) };
		const reason = reasonOf(error);
		return { state: 'refused', reason, address: /_5\.[12]\./.test(reason) || (command === 'RCPT TO' && /^smtp_55\d$/.test(reason)) };
	}
	if (begun) return { state: 'unknown', reason: 'connection_lost' };
	if (code === 'EMESSAGE' && command === 'MAIL FROM') return { state: 'refused', reason: 'too_large', address: false };
	if (command === 'MAIL FROM' && (responseCode === 552 || /_5\.(2\.3|3\.4)$/.test(reasonOf(error)))) return { state: 'refused', reason: reasonOf(error), address: false };
	if (command === 'MAIL FROM' && responseCode >= 500) return { state: 'not_begun', problem: 'mail_problem_sender' };
	if (code === 'EENVELOPE' && command === 'API') return { state: 'refused', reason: 'bad_address', address: true };
	if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return { state: 'not_begun', problem: 'mail_problem_authentication' };
	return { state: 'not_begun', problem: 'mail_problem_connection' };
}

/** What the server and the sender's domain ask for. */
export interface SmtpOptions {
	/** How many connections at a time; default 5. */
	connections?: number;
	/** How many messages over each before it is closed; default 100. */
	perConnection?: number;
	dkim?: Dkim | undefined;
}

const CONNECTIONS = 5;
const PER_CONNECTION = 100;

/** The library's default with the header that one click needs (RFC 8058, section 4). */
const SIGNED = 'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:Content-Language:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post';

/** The library's message, of which it must be known when the server waits for it. */
interface Composed { createReadStream(options?: object): Readable }
/** A message on its way. `left`: from here on it may have been taken. `off`: the last check said no, or could not be made. */
interface Way { leave: () => Promise<boolean>; left: boolean; off: 'no' | 'failed' | null }

/** The library reads this when the server has said 354. An error ends the connection, and a message without its end is no message (RFC 5321, 4.1.1.4). */
async function* gated(way: Way, open: () => Readable): AsyncGenerator<unknown> {
	const yes = await way.leave().catch(() => null);
	if (!yes) {
		way.off = yes === null ? 'failed' : 'no';
		throw new Error('called off');
	}
	way.left = true;
	yield* open();
}

/**
 * @param url smtp:// or smtps://, with user and password where the server wants them
 * @param from the From header
 */
export function smtpTransport(url: string, from: string, options: SmtpOptions = {}): Transport {
	const connections = options.connections ?? CONNECTIONS;
	// a message is handed to the server once: whether to try again is decided by us, from the state in the database
	const settings = {
		url, pool: true as const, maxConnections: connections, maxMessages: options.perConnection ?? PER_CONNECTION, maxRequeues: 0, connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, logger: false,
		...(options.dkim && { dkim: { domainName: options.dkim.domain, keySelector: options.dkim.selector, privateKey: options.dkim.privateKey, headerFieldNames: SIGNED } })
	};
	const transporter = createTransport(settings);
	transporter.use('stream', (mail, done) => {
		const message = mail.message as unknown as Composed;
		const create = message.createReadStream.bind(message);
		const { way } = mail.data as { way?: Way };
		if (way) message.createReadStream = (given) => Readable.from(gated(way, () => create(given)), { objectMode: false });
		done();
	});
	return {
		kind: 'smtp',
		server: new URL(url).host,
		batch: 2 * connections,
		asksLast: true,
		async send(mail: OutgoingMail, leave: () => Promise<boolean> = () => Promise.resolve(true)): Promise<Outcome> {
			if (!isAddress(mail.to.address)) return { state: 'refused', reason: 'bad_address', address: true };
			const way: Way = { leave, left: false, off: null };
			try {
				const message = { ...messageOf(mail, from), way };
				await transporter.sendMail(message);
				return { state: 'sent' };
			} catch (error) {
				if (way.off === 'no') return { state: 'called_off' };
				if (way.off === 'failed') return { state: 'not_begun', problem: 'mail_problem_database' };
				return outcomeOf(error as SmtpError, way.left);
			}
		},
		close: () => transporter.close()
	};
}
