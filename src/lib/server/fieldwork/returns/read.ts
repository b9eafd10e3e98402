/** From the bytes of a message to what it means for one of our mails. No database, and nothing that throws. */
import { createHash } from 'node:crypto';
import type { MailRef } from '../mail/verp.ts';
import { isAutomatic } from './auto.ts';
import { first, LARGEST_MESSAGE, readMessage, type Arrived } from './message.ts';
import { refOf, type Keys } from './ref.ts';
import { ownWords, suggestionOf, type Suggestion } from './reply.ts';
import { fromMailSystem, readPlainReport, readReport, type Report } from './report.ts';

export type Ignored = 'unmatched' | 'too_large' | 'unreadable';
interface About {
	ref: MailRef;
	/** 32 bytes that are the same when the message is read again, and another when another mail or status is meant. */
	key: Buffer;
}
export type Meaning = Report | { kind: 'auto' } | { kind: 'reply'; text: string; suggestion: Suggestion | null };
export type Reading = (About & { meaning: Meaning }) | { ignored: Ignored };

/**
 * A reply in absence that says that the person has left is kept as a reply: it is the news one waits for. What a person wrote is never dropped for want of words:
 * then the subject stands for them.
 */
function written(message: Arrived): Meaning {
	const text = ownWords(message.text) || ownWords(message.subject) || '…';
	const suggestion = suggestionOf(text) ?? suggestionOf(message.subject);
	if ((isAutomatic(message) || fromMailSystem(message)) && suggestion !== 'left') return { kind: 'auto' };
	return { kind: 'reply', text, suggestion };
}

function keyOf(message: Arrived, ref: MailRef, meaning: Meaning): Buffer {
	const id = first(message.headers, 'message-id').trim() || [first(message.headers, 'date'), message.from, message.subject, message.text].join('\0');
	const status = 'code' in meaning ? `${meaning.kind} ${meaning.code ?? ''}` : meaning.kind;
	return createHash('sha256').update([id, status, ref.surveyId, ref.mailingId, ref.seatId].join('\0')).digest();
}

/**
 * Reads one message. What names none of our mails by a code of ours is ignored, whatever else it says.
 * @param raw the message as it came (RFC 5322)
 * @param recipients addresses the mail system says it was for, besides those in its header
 */
export async function readReturn(raw: Uint8Array, keys: Keys, recipients: string[] = []): Promise<Reading> {
	if (raw.length > LARGEST_MESSAGE) return { ignored: 'too_large' };
	const message = await readMessage(raw);
	if (!message) return { ignored: 'unreadable' };
	const ref = await refOf(message, keys, recipients);
	if (!ref) return { ignored: 'unmatched' };
	const meaning = (await readReport(message)) ?? readPlainReport(message) ?? written(message);
	return { ref, key: keyOf(message, ref, meaning), meaning };
}
