/** The connections of simulated respondents: few, kept alive, no cookie and no script, as from phones behind one proxy. */
import { Agent, request } from 'node:http';

export interface Reply {
	status: number;
	location: string | undefined;
	body: string;
}

export interface Client {
	/** @param path on the server, with its leading slash */
	get(path: string): Promise<Reply>;
	post(path: string, entries: readonly (readonly [string, string])[]): Promise<Reply>;
	/** Requests answered so far. */
	readonly requests: number;
	close(): void;
}

/**
 * @param address where the server listens, `http://127.0.0.1:3000`
 * @param origin what it takes itself to be: sent as Origin, as browsers do with a post
 */
export function httpClient(address: string, connections: number, origin = address): Client {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const { hostname, port } = new URL(address);
	let requests = 0;
	const send = (method: string, path: string, body?: string): Promise<Reply> => new Promise((done, fail) => {
		const headers: Record<string, string | number> = { accept: 'text/html', 'accept-language': 'nb' };
		if (body !== undefined) Object.assign(headers, { origin, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
		const sent = request({ agent, hostname, port, method, path, headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', fail);
			response.on('end', () => {
				requests++;
				done({ status: response.statusCode ?? 0, location: response.headers.location, body: Buffer.concat(chunks).toString('utf8') });
			});
		});
		sent.on('error', fail);
		sent.end(body);
	});
	return {
		get: (path) => send('GET', path),
		post: (path, entries) => send('POST', path, new URLSearchParams(entries.map(([name, value]) => [name, value])).toString()),
		get requests() { return requests; },
		close: () => agent.destroy()
	};
}
