/** An SMTP server on a loopback port that keeps what it is sent, and refuses or stalls as a test tells it to. */
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received { from: string; to: string[]; raw: Buffer }
export interface Sink { url: string; got: Received[]; close(): Promise<void> }

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

export interface Script {
	/** A reply instead of accepting the recipient: [code, text]. */
	recipient?: (address: string) => [number, string] | undefined;
	/** Called when a message has arrived whole; a reply instead of 250, or the connection dropped, or no reply at all. */
	message?: (received: Received, nth: number) => [number, string] | 'drop' | 'never' | undefined;
	options?: SMTPServerOptions;
}

export async function startSink(script: Script = {}): Promise<Sink> {
	const got: Received[] = [];
	const sockets = new Map<number, Socket>();
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'], authOptional: true, logger: false, disableReverseLookup: true,
		onRcptTo(address, _session, done) {
			const reply = script.recipient?.(address.address);
			done(reply ? refusal(...reply) : null);
		},
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const from = session.envelope.mailFrom;
				const received = { from: from ? from.address : '', to: session.envelope.rcptTo.map((a) => a.address), raw: Buffer.concat(chunks) };
				const reply = script.message?.(received, got.length + 1);
				if (reply === 'never' || reply === 'drop') {
					got.push(received);
					if (reply === 'drop') sockets.get(session.remotePort)?.destroy();
					return;
				}
				if (reply) return done(refusal(...reply));
				got.push(received);
				done();
			});
		},
		...script.options
	});
	server.on('error', () => undefined);
	server.server.on('connection', (socket) => sockets.set(socket.remotePort ?? 0, socket));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `smtp://127.0.0.1:${port}`, got,
		close: () => new Promise((done) => {
			for (const socket of sockets.values()) socket.destroy();
			server.close(() => done());
		})
	};
}
