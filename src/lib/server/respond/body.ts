/** Reading what was posted, with a limit. */
import { Problem } from '#lib/domain/problem.ts';

/** An autosave is a few fields. */
export const JSON_LIMIT = 100_000;
/** A page of long texts, percent-encoded. */
export const FORM_LIMIT = 4_000_000;

/** `_name` for the page's own fields, else a field key. Another name was not sent by a page of ours. */
const NAME = /^(_[a-z]+|[a-z][a-z0-9_]{0,62})$/;

/**
 * The body as text.
 * @throws Problem 413 when it is more than `limit` bytes, as soon as that is known
 */
export async function readBody(request: Request, limit: number): Promise<string> {
	const tooLarge = () => new Problem('respond_problem_too_large', 413);
	const length = request.headers.get('content-length');
	if (length !== null) {
		if (Number(length) > limit) throw tooLarge();
		return request.text();
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.byteLength;
		if (size > limit) throw tooLarge();
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** @throws Problem 400 when the body is not JSON */
export function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		throw new Problem('respond_problem_malformed', 400);
	}
}

/**
 * The entries of a form post.
 * @throws Problem 400 when a name is neither a field key nor a control name: it is no form of ours
 */
export function formEntries(body: string): [string, string][] {
	const entries = [...new URLSearchParams(body)];
	if (!entries.every(([name]) => NAME.test(name))) throw new Problem('respond_problem_malformed', 400);
	return entries;
}

export type Entries = Iterable<[string, unknown]>;

/** The entries of a posted form, urlencoded as our pages send it, or multipart. */
export async function readForm(request: Request): Promise<Entries> {
	if (!request.headers.get('content-type')?.startsWith('multipart/')) return formEntries(await readBody(request, FORM_LIMIT));
	if (Number(request.headers.get('content-length') ?? FORM_LIMIT + 1) > FORM_LIMIT) throw new Problem('respond_problem_too_large', 413);
	const form = await request.formData().catch(() => {
		throw new Problem('respond_problem_malformed', 400);
	});
	if (![...form.keys()].every((name) => NAME.test(name))) throw new Problem('respond_problem_malformed', 400);
	return form;
}
