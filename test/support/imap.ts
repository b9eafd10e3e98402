/** As much of an IMAP server (RFC 3501) as reading a mailbox takes, on a loopback port, which misbehaves as a test tells it to. */
import { createServer, type Socket } from 'node:net';

export interface StoredMail { uid: number; raw: Buffer; flags: Set<string> }
export interface FakeImap { url: string; mails: StoredMail[]; commands: string[]; close(): Promise<void> }
export interface ImapScript {
	/** Whether flags of one's own are kept. */
	ownFlags?: boolean;
	password?: string;
	/** In place of the answer to a command: text to send, or nothing at all. */
	instead?: (command: string) => string | 'silence' | 'hang up' | undefined;
	greeting?: string;
	/** What it says that every message weighs. */
	size?: number;
	readOnly?: boolean;
}

const unquote = (text: string): string => text.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1');
const setOf = (text: string, uids: number[]): number[] => text.split(',').flatMap((part) => {
	const [from = 0, to = from] = part.split(':').map((n) => (n === '*' ? Infinity : Number(n)));
	return uids.filter((uid) => uid >= from && uid <= to);
});

function answer(line: string, mails: StoredMail[], script: ImapScript): (string | Buffer)[] {
	const [tag = '*', name = '', ...rest] = line.split(' ');
	const command = name.toUpperCase() === 'UID' ? `UID ${rest.shift()?.toUpperCase()}` : name.toUpperCase();
	const ok = `${tag} OK done\r\n`;
	switch (command) {
		case 'CAPABILITY': return ['* CAPABILITY IMAP4rev1\r\n', ok];
		case 'LOGIN': return [rest.slice(1).map(unquote).join(' ') === (script.password ?? 'password') ? ok : `${tag} NO [AUTHENTICATIONFAILED] no\r\n`];
		case 'LIST': return [`* LIST () "/" ${rest[1] === '""' ? '""' : 'INBOX'}\r\n`, ok];
		case 'LSUB': return [ok];
		case 'SELECT': return unquote(rest[0] ?? '') === 'INBOX'
			? [`* FLAGS (\\Seen \\Deleted)\r\n* ${mails.length} EXISTS\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted${script.ownFlags === false ? '' : ' \\*'})] ok\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT ${mails.length + 1}] ok\r\n`, `${tag} OK [${script.readOnly ? 'READ-ONLY' : 'READ-WRITE'}] done\r\n`]
			: [`${tag} NO [NONEXISTENT] no such mailbox\r\n`];
		case 'UID SEARCH': {
			const words = rest.join(' ');
			const flag = /UNKEYWORD (\S+)/.exec(words)?.[1] ?? (words.includes('UNSEEN') ? '\\Seen' : '');
			return [`* SEARCH ${mails.filter((m) => !m.flags.has(flag)).map((m) => m.uid).join(' ')}\r\n`, ok];
		}
		case 'UID FETCH': {
			const most = Number(/<\d+\.(\d+)>/.exec(line)?.[1] ?? Infinity);
			return [...setOf(rest[0] ?? '', mails.map((m) => m.uid)).flatMap((uid) => {
				const whole = mails.find((m) => m.uid === uid)?.raw ?? Buffer.alloc(0);
				if (!/BODY/.test(line)) return [`* ${uid} FETCH (UID ${uid} RFC822.SIZE ${script.size ?? whole.length})\r\n`];
				const raw = whole.subarray(0, most);
				return [`* ${uid} FETCH (UID ${uid} BODY[]<0> {${raw.length}}\r\n`, raw, ')\r\n'];
			}), ok];
		}
		case 'UID STORE': {
			const flags = /\(([^)]*)\)/.exec(line)?.[1]?.split(' ') ?? [];
			for (const uid of setOf(rest[0] ?? '', mails.map((m) => m.uid))) for (const flag of flags) mails.find((m) => m.uid === uid)?.flags.add(flag);
			return [ok];
		}
		case 'LOGOUT': return ['* BYE\r\n', ok];
		default: return [`${tag} OK\r\n`];
	}
}

export async function startImap(messages: Buffer[], script: ImapScript = {}): Promise<FakeImap> {
	const mails = messages.map((raw, i) => ({ uid: i + 1, raw, flags: new Set<string>() }));
	const commands: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		if (script.greeting !== 'silence') socket.write(script.greeting ?? '* OK ready\r\n');
		let pending = '';
		socket.on('data', (chunk) => {
			pending += chunk.toString('latin1');
			for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
				const line = pending.slice(0, end);
				pending = pending.slice(end + 2);
				commands.push(line.replace(/^\S+ /, ''));
				const instead = script.instead?.(line.replace(/^\S+ /, ''));
				if (instead === 'silence') continue;
				if (instead === 'hang up') return void socket.destroy();
				for (const part of instead === undefined ? answer(line, mails, script) : [instead]) socket.write(part);
			}
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	return {
		url: `imap://user%40example.org:password@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/INBOX`, mails, commands,
		close: () => new Promise((done) => {
			for (const socket of sockets) socket.destroy();
			server.close(() => done());
		})
	};
}
