/**
 * `npm start`: the built app on one port, behind plain http or a TLS proxy. Kit trusts the origin it is told, so this decides it:
 * GRUNNLAG_ORIGIN where set, a proxy's X-Forwarded-* only where GRUNNLAG_TRUST_PROXY=1, else plain http and the Host header.
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { readConfig, type Config } from '#lib/server/config.ts';

const PROTOCOL = 'x-grunnlag-protocol';
const HOST = 'x-grunnlag-host';
const ADDRESS = 'x-grunnlag-address';

function first(value: string | string[] | undefined): string | undefined {
	return (Array.isArray(value) ? value[0] : value)?.split(',')[0]?.trim();
}

/** Overwrites what a client may have sent under our three header names. */
function setOrigin(request: IncomingMessage, config: Config, fixed: URL | undefined): void {
	const forwarded = config.trustProxy ? request.headers : {};
	const protocol = fixed?.protocol.slice(0, -1) ?? first(forwarded['x-forwarded-proto']) ?? 'http';
	request.headers[PROTOCOL] = protocol === 'https' ? 'https' : 'http';
	request.headers[HOST] = fixed?.host ?? first(forwarded['x-forwarded-host']) ?? request.headers.host ?? 'localhost';
	// a mail reader's one-click opt-out (RFC 8058) names no origin; there is no cookie that another site could ride on, only the link itself
	if (request.method === 'POST' && request.headers.origin === undefined && /^\/svar\/[^/?]+\/avmeld$/.test(request.url ?? '')) {
		request.headers.origin = `${request.headers[PROTOCOL]}://${request.headers[HOST]}`;
	}
	// the last address is the one our own proxy added; those before it are whatever the client says. A connection that is already gone has none
	const hops = [forwarded['x-forwarded-for'] ?? []].flat().join(',').split(',');
	request.headers[ADDRESS] = hops.at(-1)?.trim() || request.socket.remoteAddress || 'unknown';
}

type Handler = (request: IncomingMessage, response: import('node:http').ServerResponse, next: () => void) => void;

export async function serve(config: Config): Promise<{ port: number; close: () => Promise<void> }> {
	const file = resolve(process.env.GRUNNLAG_BUILD ?? 'build', 'handler.js');
	if (!existsSync(file)) throw new Error('There is no build. Run `npm run build` first.');
	process.env.PROTOCOL_HEADER = PROTOCOL;
	process.env.HOST_HEADER = HOST;
	process.env.ADDRESS_HEADER = ADDRESS;
	// the largest form is a population list; what one route accepts beyond its need is refused there
	process.env.BODY_SIZE_LIMIT ??= '20M';
	const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
	const fixed = process.env.GRUNNLAG_ORIGIN ? new URL(config.origin) : undefined;
	const server = createServer((request, response) => {
		setOrigin(request, config, fixed);
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		});
	});
	server.keepAliveTimeout = 65_000;
	await new Promise<void>((done, fail) => server.once('error', fail).listen(config.port, () => done()));
	const address = server.address();
	return {
		port: typeof address === 'object' && address ? address.port : config.port,
		close: () => new Promise((done) => {
			server.close(() => done());
			server.closeIdleConnections();
			setTimeout(() => server.closeAllConnections(), 5_000).unref();
		})
	};
}

if (import.meta.main) {
	const config = readConfig();
	const server = await serve(config);
	console.log(`Grunnlag listens on port ${server.port} (${config.origin})`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, async () => {
			await server.close();
			// the app inside the build stops sending, and its database, on this event; a message that a mail server is slow to take is waited for
			process.once('grunnlag:stopped' as 'exit', () => process.exit(0));
			process.emit('sveltekit:shutdown' as 'exit', 0);
			setTimeout(() => process.exit(0), 25_000).unref();
		});
	}
}
