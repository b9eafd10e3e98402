/** Which of our mails a message is about: only by a code that nobody else can make. */
import { readEnvelope, readMessageId, type MailRef } from '../mail/verp.ts';
import { readFields, type Arrived, type Fields } from './message.ts';

export interface Keys {
	secret: string;
	/** Undefined where messages leave without an envelope sender of their own. */
	returnPath: string | undefined;
}

/** Headers in which servers say whom a message was for; those above it were added last. */
const RECIPIENT = ['x-original-to', 'delivered-to', 'envelope-to', 'x-envelope-to', 'x-rcpt-to', 'to', 'cc', 'resent-to', 'x-forwarded-to'];
const MOST = 50;

const addressesIn = (values: string[]): string[] => values.flatMap((v) => v.slice(0, 10_000).match(/[^\s<>,;:"'()]{1,64}@[^\s<>,;:"'()]{1,255}/g) ?? []);
const idsIn = (headers: Fields, names: string[]): string[] => names.flatMap((n) => headers.get(n) ?? []).flatMap((v) => v.slice(0, 10_000).match(/<?[^\s<>]{1,200}@[^\s<>]{1,255}>?/g) ?? []);

function firstRef(texts: string[], read: (text: string) => MailRef | null): MailRef | null {
	for (const text of texts.slice(0, MOST)) {
		const ref = read(text);
		if (ref) return ref;
	}
	return null;
}

/** The header of the message that a report gives back. */
async function returnedHeader(message: Arrived): Promise<Fields> {
	const part = message.parts.find((p) => /^(message\/(rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/.test(p.type));
	return part ? readFields(part.text.slice(0, 100_000)) : new Map();
}

/**
 * The mail, by the address the message came to; else by the Message-ID of ours that it returns or answers. Null: none of ours.
 * @param recipients addresses that the mail system says it was for, besides those in the header
 */
export async function refOf(message: Arrived, keys: Keys, recipients: string[] = []): Promise<MailRef | null> {
	const { secret, returnPath } = keys;
	if (returnPath) {
		const found = firstRef([...recipients, ...addressesIn(RECIPIENT.flatMap((name) => message.headers.get(name) ?? []))], (a) => readEnvelope(secret, returnPath, a));
		if (found) return found;
	}
	const id = (text: string) => readMessageId(secret, text);
	return firstRef(idsIn(message.headers, ['in-reply-to', 'references', 'x-failed-message-id']), id) ?? firstRef(idsIn(await returnedHeader(message), ['message-id']), id);
}
