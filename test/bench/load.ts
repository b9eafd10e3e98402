/** Load from one process: N keep-alive connections, each sending its next request when the last is answered. */
import { Client, type Dispatcher } from 'undici';

export type Send = (client: Client) => Promise<void>;
export interface Figures {
	connections: number;
	/** Completed per second. */
	rate: number;
	/** Milliseconds. */
	p50: number;
	p95: number;
	p99: number;
	errors: number;
}

function quantile(sorted: number[], p: number): number {
	return Number((sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? 0).toFixed(2));
}

/**
 * Runs `send` over and over on `connections` connections for `seconds`, after `warmup` seconds that do not count.
 * `make(i)` gives connection i its own sender, which may keep state.
 */
export async function load(origin: string, connections: number, seconds: number, make: (connection: number) => Send, warmup = 1): Promise<Figures> {
	const times: number[] = [];
	let errors = 0;
	const begin = performance.now() + warmup * 1000;
	const end = begin + seconds * 1000;
	await Promise.all(Array.from({ length: connections }, async (_, i) => {
		const client = new Client(origin, { pipelining: 1, keepAliveTimeout: 60_000 });
		const send = make(i);
		while (performance.now() < end) {
			const at = performance.now();
			try {
				await send(client);
				const now = performance.now();
				if (at >= begin && now <= end) times.push(now - at);
			} catch (error) {
				if (errors++ === 0) console.error('first error:', (error as Error).message);
			}
		}
		await client.close();
	}));
	times.sort((a, b) => a - b);
	return { connections, rate: Math.round(times.length / seconds), p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99), errors };
}

/** One request; reads the whole answer and fails unless the status is among `expected`. */
export async function request(client: Client, options: Dispatcher.RequestOptions, expected: number[]): Promise<string> {
	const response = await client.request(options);
	const body = await response.body.text();
	if (!expected.includes(response.statusCode)) throw new Error(`status ${response.statusCode} for ${options.method}`);
	return body;
}
