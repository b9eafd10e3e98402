/**
 * Reads JSON from a public service that may be slow, busy, cut off or answer with something else. Whatever goes wrong is a Problem that says what;
 * nothing is handed on but a whole JSON document.
 */
import { Problem } from '#lib/domain/problem.ts';

export interface HttpOptions {
	/** Milliseconds for one attempt, the body included. */
	timeout: number;
	/** Longest body that is read. */
	maxBytes: number;
	/** Attempts in all, the first included. */
	attempts: number;
	/** Longest wait, in milliseconds, that a service may ask for; a longer one is told to the caller instead. */
	maxWait: number;
	wait(milliseconds: number): Promise<void>;
	fetch: typeof fetch;
	/** Ends everything, waits included. */
	signal?: AbortSignal | undefined;
	/** Awaited before each attempt: a service that takes so many calls a minute. */
	turn?: ((signal?: AbortSignal) => Promise<void>) | undefined;
	/** Sent as JSON by POST; without it the address is read by GET. */
	send?: object | undefined;
}
/** A JSON document as it came, and read. */
export interface JsonDocument { text: string; json: unknown }

export const HTTP: HttpOptions = {
	timeout: 30_000, maxBytes: 20_000_000, attempts: 4, maxWait: 60_000,
	wait: (milliseconds) => new Promise((done) => void setTimeout(done, milliseconds)), fetch: (...args) => fetch(...args)
};

/** Worth another attempt, unlike what the address itself is to blame for. */
class Passing extends Problem {
	readonly retryAfter: number | null;
	constructor(code: string, params: Record<string, string | number>, retryAfter: number | null = null) {
		super(code, 502, params);
		this.retryAfter = retryAfter;
	}
}

/** Milliseconds that Retry-After asks for, by seconds or by date; null when it says nothing that can be read. */
export function retryAfter(header: string | null, now: number): number | null {
	if (header === null) return null;
	if (/^\d{1,7}$/.test(header.trim())) return Number(header) * 1000;
	const at = Date.parse(header);
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Where something was read, as told to people: an address without what was asked. */
const place = (url: string): string => {
	const { host, pathname } = new URL(url);
	return host + pathname;
};

async function readBody(response: Response, url: string, maxBytes: number): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of response.body ?? []) {
		length += chunk.byteLength;
		if (length > maxBytes) throw new Problem('register_problem_too_large', 502, { source: place(url), max: Math.floor(maxBytes / 1e6) });
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8').replace(/^\ufeff/, '');
}

/**
 * @param status of the problem: 502 where a service gave the text
 * @throws Problem when `text` is no JSON: a page of HTML, XML, or a document that ends too early
 */
export function parseJson(text: string, source: string, status = 502): unknown {
	const start = text.trimStart().slice(0, 300);
	if (/^<(!doctype html|html)/i.test(start)) throw new Problem('register_problem_html', status, { source });
	if (start.startsWith('<')) throw new Problem('register_problem_xml', status, { source });
	try {
		return JSON.parse(text);
	} catch {
		throw new Problem(start === '' ? 'register_problem_nothing' : 'register_problem_not_json', status, { source });
	}
}

async function attempt(url: string, options: HttpOptions): Promise<JsonDocument> {
	const source = place(url);
	await options.turn?.(options.signal);
	const signal = AbortSignal.any([AbortSignal.timeout(options.timeout), ...(options.signal ? [options.signal] : [])]);
	const response = await options.fetch(url, {
		signal, headers: { accept: 'application/json', ...(options.send ? { 'content-type': 'application/json' } : {}) }, ...(options.send ? { method: 'POST', body: JSON.stringify(options.send) } : {})
	});
	if (response.status === 404) throw new Problem('register_problem_not_found', 502, { source });
	if (response.status === 429 || response.status >= 500) {
		await response.body?.cancel();
		throw new Passing(response.status === 429 ? 'register_problem_busy' : 'register_problem_down', { source, status: response.status }, retryAfter(response.headers.get('retry-after'), Date.now()));
	}
	if (!response.ok) {
		await response.body?.cancel();
		throw new Problem('register_problem_refused', 502, { source, status: response.status });
	}
	const text = await readBody(response, url, options.maxBytes);
	return { text, json: parseJson(text, source) };
}

/** What went wrong on the way, as a problem worth another attempt. */
function passing(error: unknown, url: string): Problem {
	if (error instanceof Problem) return error.code === 'register_problem_not_json' ? new Passing(error.code, error.params) : error;
	const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
	return new Passing(timedOut ? 'register_problem_slow' : 'register_problem_unreachable', { source: place(url) });
}

/** Why the caller's own signal ended it: its time was up, or it was stopped. */
const ended = (signal: AbortSignal, url: string): unknown =>
	signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError' ? new Problem('register_problem_slow', 504, { source: place(url) }) : signal.reason;

/**
 * The JSON document at `url`. Tries again after a time-out, a cut connection, 429 or 5xx, waiting as Retry-After says, or 1, 2, 4 seconds.
 * @throws Problem register_problem_... when every attempt failed or none would help
 */
export const getJson = async (url: string, options: HttpOptions = HTTP): Promise<unknown> => (await getDocument(url, options)).json;

/** As getJson, with the text as it came. */
export async function getDocument(url: string, options: HttpOptions = HTTP): Promise<JsonDocument> {
	for (let tried = 1; ; tried++) {
		try {
			return await attempt(url, options);
		} catch (error) {
			if (options.signal?.aborted) throw ended(options.signal, url);
			const problem = passing(error, url);
			if (!(problem instanceof Passing) || tried >= options.attempts) throw problem;
			const wait = problem.retryAfter ?? 1000 * 2 ** (tried - 1);
			if (wait > options.maxWait) throw new Problem('register_problem_later', 503, { source: place(url), minutes: Math.ceil(wait / 60_000) });
			await options.wait(wait);
		}
	}
}
