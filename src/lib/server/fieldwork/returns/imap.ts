/** The mailbox that returned mail arrives in, over IMAP. Nothing is deleted or moved: a message that has been handled gets a flag. */
import { ImapFlow, type ImapFlowError } from 'imapflow';
import { Problem } from '../../../domain/problem.ts';
import { LARGEST_MESSAGE } from './message.ts';

export interface Inbox {
	/** Names of the messages that have not been handled, oldest first. */
	waiting(): Promise<number[]>;
	/** The messages; null for one too large to be read. One that has gone meanwhile is left out. */
	read(ids: number[]): Promise<{ id: number; raw: Uint8Array | null }[]>;
	handled(ids: number[]): Promise<void>;
	close(): Promise<void>;
}

/** Where the server takes flags of our own; else a message that is seen counts as handled. */
const FLAG = '$Grunnlag';
const SEEN = '\\Seen';
const MINUTE = 60_000;
/** A whole reading may take so long: a server that trickles is left. */
const LONGEST = 3 * MINUTE;

const within = <T>(promise: Promise<T>, ms: number): Promise<T | undefined> => {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<undefined>((done) => { timer = setTimeout(() => done(undefined), ms); });
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

function clientFor(url: string, patience: number): ImapFlow {
	const { protocol, hostname, port, username, password } = new URL(url);
	const secure = protocol === 'imaps:';
	// without TLS from the start it is asked for, but where the server is this machine
	const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
	const client = new ImapFlow({
		host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 993 : 143), secure, ...(!secure && !local && { doSTARTTLS: true }),
		auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) }, logger: false, disableAutoIdle: true, clientInfo: { name: 'Grunnlag' },
		connectionTimeout: patience, greetingTimeout: patience, socketTimeout: 2 * patience,
		maxLineLength: 16 * LARGEST_MESSAGE, maxLiteralSize: 2 * LARGEST_MESSAGE, maxResponseSize: 20 * LARGEST_MESSAGE
	});
	// a connection that breaks also rejects what waits for it
	client.on('error', () => undefined);
	return client;
}

/**
 * @param url imaps://user:password@host/FOLDER, or imap:// with STARTTLS
 * @param patience milliseconds that the server may be silent
 * @throws Problem returns_problem_connection, returns_problem_authentication, returns_problem_folder; never with the address of the mailbox
 */
export async function openInbox(url: string, patience = 20_000): Promise<Inbox> {
	const client = clientFor(url, patience);
	const end = setTimeout(() => client.close(), LONGEST);
	const failed = (error: unknown): never => {
		clearTimeout(end);
		client.close();
		throw new Problem((error as ImapFlowError | null)?.authenticationFailed ? 'returns_problem_authentication' : 'returns_problem_connection', 502);
	};
	const connected = await within(client.connect().then(() => true, failed), 3 * patience);
	if (!connected) failed(null);
	const folder = decodeURIComponent(new URL(url).pathname.slice(1)) || 'INBOX';
	const mailbox = await client.mailboxOpen(folder).catch((error: unknown) => {
		if (!client.usable) return failed(error);
		clearTimeout(end);
		client.close();
		throw new Problem('returns_problem_folder', 502);
	});
	// what cannot be marked would be counted again and again
	if (mailbox.readOnly) {
		clearTimeout(end);
		client.close();
		throw new Problem('returns_problem_flags', 502);
	}
	const own = mailbox.permanentFlags?.has('\\*') || mailbox.permanentFlags?.has(FLAG);
	const safely = <T>(work: Promise<T>): Promise<T> => work.catch(failed);
	return {
		waiting: async () => {
			const found = await safely(client.search(own ? { unKeyword: FLAG, deleted: false } : { seen: false, deleted: false }, { uid: true }));
			return (found || []).sort((a, b) => a - b);
		},
		read: async (ids) => {
			const there = await safely(client.fetchAll(ids.join(','), { uid: true, size: true }, { uid: true }));
			const large = there.filter((m) => (m.size ?? 0) > LARGEST_MESSAGE).map((m) => m.uid);
			const rest = there.map((m) => m.uid).filter((uid) => !large.includes(uid));
			// no more than that, also of a server that is wrong about the size
			const query = { uid: true, source: { start: 0, maxLength: LARGEST_MESSAGE + 1 } };
			const messages = rest.length ? await safely(client.fetchAll(rest.join(','), query, { uid: true })) : [];
			return [...large.map((id) => ({ id, raw: null })), ...messages.flatMap((m) => (m.source ? [{ id: m.uid, raw: m.source }] : []))];
		},
		handled: async (ids) => {
			const kept = ids.length === 0 || (await safely(client.messageFlagsAdd(ids.join(','), [own ? FLAG : SEEN], { uid: true })));
			if (!kept) throw new Problem('returns_problem_flags', 502);
		},
		close: async () => {
			clearTimeout(end);
			await within(client.logout().catch(() => undefined), 5000);
			client.close();
		}
	};
}
