/** A message that has arrived, as far as what comes back is told by it. The library reads it; here is what is looked for. */
import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';

export interface Part { type: string; text: string }
export interface Arrived {
	/** Every value of a header, by its name in lower case. */
	headers: Map<string, string[]>;
	subject: string;
	/** The visible sender, in lower case; '' when there is none. */
	from: string;
	/** Readable text, of HTML where there is no other. */
	text: string;
	/** Attached parts with text in them: reports, and the message that came back. */
	parts: Part[];
}

/** Larger ones are not read: no report is. */
export const LARGEST_MESSAGE = 1_000_000;
const TEXT_MAX = 50_000;
const KEPT = /^(message\/|text\/rfc822-headers$)/;

export type Fields = Map<string, string[]>;
function fieldsOf(headers: { key: string; value: string }[]): Fields {
	const all: Fields = new Map();
	for (const { key, value } of headers) all.set(key, [...(all.get(key) ?? []), value]);
	return all;
}

/** The first value of a header, or ''. */
export const first = (headers: Fields, name: string): string => headers.get(name)?.[0] ?? '';

const parse = (raw: Uint8Array | string) =>
	PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8', maxNestingDepth: 20, maxHeadersSize: 200_000 });

/** The words of a page. The library turns HTML into text where a message has both, so it is given a message with both. */
async function wordsOf(html: string): Promise<string> {
	const line = `--${randomUUID()}`;
	const both = await parse(`Content-Type: multipart/mixed; boundary="${line.slice(2)}"\r\n\r\n${line}\r\nContent-Type: text/plain\r\n\r\n\r\n${line}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n${line}--\r\n`);
	return (both.text ?? '').trim();
}

/** A block of header fields, as a delivery report and a returned message have them. Empty when it cannot be read. */
export async function readFields(block: string): Promise<Fields> {
	return parse(block).then((m) => fieldsOf(m.headers), () => new Map());
}

/** @returns null when it cannot be read as a message, or has no header at all */
export async function readMessage(raw: Uint8Array): Promise<Arrived | null> {
	const message = await parse(raw).catch(() => null);
	if (!message || message.headers.length === 0) return null;
	const text = message.text ?? (await wordsOf((message.html ?? '').slice(0, 4 * TEXT_MAX)).catch(() => ''));
	return {
		headers: fieldsOf(message.headers),
		subject: (message.subject ?? '').slice(0, 1000),
		from: (message.from?.address ?? '').toLowerCase(),
		text: text.slice(0, TEXT_MAX),
		parts: message.attachments.filter((a) => KEPT.test(a.mimeType) && typeof a.content === 'string').map((a) => ({ type: a.mimeType, text: a.content as string }))
	};
}
