/**
 * The mail server, a process of its own that nothing kills. What it has taken is on disk before it answers. It refuses, defers and drops as the
 * world says. In the environment: SINK_PORT, SINK_LOG, SINK_SEED.
 */
import { open } from 'node:fs/promises';
import type { Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { SinkEntry } from './sink-log.ts';
import { endingOf, mannerOf } from './world.ts';

const { SINK_PORT = '', SINK_LOG = '', SINK_SEED = '' } = process.env;
const seed = Number(SINK_SEED);
const log = await open(SINK_LOG, 'a');

/** Lines that wait to be on disk, and what waits for them: one flush serves all that came while the one before was under way. */
let waiting: { line: string; done: () => void }[] = [];
let flushing = false;
async function flush(): Promise<void> {
	if (flushing) return;
	flushing = true;
	while (waiting.length > 0) {
		const batch = waiting;
		waiting = [];
		await log.write(batch.map((w) => w.line).join(''));
		await log.datasync();
		for (const w of batch) w.done();
	}
	flushing = false;
}
function record(entry: SinkEntry): Promise<void> {
	return new Promise((done) => {
		waiting.push({ line: `${JSON.stringify(entry)}\n`, done });
		void flush();
	});
}

const begun = new WeakMap<SMTPServerSession, number>();
const sockets = new Map<number, Socket>();
const deferred = new Map<string, number>();
const dropped = new Set<string>();
const reply = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

function sender(session: SMTPServerSession): { from: string; begun: number } {
	const { mailFrom } = session.envelope;
	return { from: mailFrom ? mailFrom.address : '', begun: begun.get(session) ?? 0 };
}

async function onRecipient(to: string, session: SMTPServerSession): Promise<Error | null> {
	const manner = mannerOf(seed, to);
	const before = deferred.get(to) ?? 0;
	if (manner === 'hard') {
		await record({ ...sender(session), to, at: Date.now(), outcome: 'refused', message: null });
		return reply(550, '5.1.1 No such user here');
	}
	if (manner === 'soft_always' || (manner === 'soft_twice' && before < 2)) {
		deferred.set(to, before + 1);
		await record({ ...sender(session), to, at: Date.now(), outcome: 'deferred', message: null });
		return reply(450, '4.2.1 Mailbox busy, try again later');
	}
	return null;
}

async function messageOf(raw: Buffer) {
	const mail = await PostalMime.parse(raw);
	const text = mail.text ?? '';
	const header = (name: string) => mail.headers.find((h) => h.key === name)?.value ?? '';
	return {
		mailing: Number(/\[utsending (\d+)\]/.exec(mail.subject ?? '')?.[1] ?? NaN), seat: /^Plass: (P\d+)$/m.exec(text)?.[1] ?? null,
		link: /https?:\/\/\S+\/svar\/[\w-]+/.exec(text)?.[0] ?? '', unsubscribe: /<(https?:[^>]+)>/.exec(header('list-unsubscribe'))?.[1] ?? '', messageId: mail.messageId ?? ''
	};
}

const server = new SMTPServer({
	disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true, logger: false, disableReverseLookup: true, socketTimeout: 120_000,
	onMailFrom(_address, session, done) {
		begun.set(session, Date.now());
		done();
	},
	onRcptTo({ address }, session, done) {
		void onRecipient(address, session).then(done);
	},
	onData(stream, session, done) {
		const asked = Date.now();
		const chunks: Buffer[] = [];
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.on('end', () => void (async () => {
			const to = session.envelope.rcptTo.map((a) => a.address).join(',');
			const message = await messageOf(Buffer.concat(chunks));
			const ending = endingOf(seed, to, message.mailing);
			const key = `${to} ${message.mailing}`;
			const outcome = ending === 'answer' || dropped.has(key) ? 'accepted' : ending;
			dropped.add(key);
			await record({ ...sender(session), begun: asked, to, at: Date.now(), outcome, message });
			if (outcome === 'accepted') return done();
			sockets.get(session.remotePort)?.destroy();
		})());
	}
});
server.on('error', () => undefined);
server.server.on('connection', (socket) => {
	const port = socket.remotePort ?? 0;
	sockets.set(port, socket);
	socket.once('close', () => sockets.delete(port));
});
server.listen(Number(SINK_PORT), '127.0.0.1', () => console.log('listening'));
