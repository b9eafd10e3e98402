/** A respondent's client over HTTP: forms as a browser without script sends them. */
export interface Reply {
	status: number;
	location: string | undefined;
	headers: Headers;
	text: string;
}

export interface RespondentClient {
	get(path: string): Promise<Reply>;
	/** Posts a form, urlencoded; a list gives several entries of one name. */
	post(path: string, fields?: Record<string, string | string[]>): Promise<Reply>;
	json(path: string, body: unknown): Promise<Reply>;
	raw(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Reply>;
}

async function reply(response: Response): Promise<Reply> {
	return { status: response.status, location: response.headers.get('location') ?? undefined, headers: response.headers, text: await response.text() };
}

export function respondentClient(origin: string): RespondentClient {
	const send = (path: string, init: RequestInit) => fetch(origin + path, { redirect: 'manual', ...init }).then(reply);
	const raw = (path: string, body: string | Uint8Array, headers: Record<string, string>) => send(path, { method: 'POST', body: body as BodyInit, headers: { origin, accept: 'text/html', ...headers } });
	return {
		raw,
		get: (path) => send(path, { headers: { accept: 'text/html' } }),
		post: (path, fields = {}) => {
			const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((v): [string, string] => [name, v])));
			return raw(path, body.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
		},
		json: (path, body) => raw(path, typeof body === 'string' ? body : JSON.stringify(body), { 'content-type': 'application/json', accept: 'application/json' })
	};
}

/** The value of a hidden field of a page. */
export function hidden(html: string, name: string): string {
	const value = new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"|<input[^>]*value="([^"]*)"[^>]*name="${name}"`).exec(html);
	return (value?.[1] ?? value?.[2] ?? '').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
