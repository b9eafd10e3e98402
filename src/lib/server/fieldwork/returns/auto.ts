/** What machines answer. */
import { first, type Arrived } from './message.ts';

/** Headers that only automatic replies have. */
const MARKS = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-mail-autoreply', 'x-ms-exchange-inbox-rules-loop', 'x-vacation', 'auto-reply', 'list-id', 'feedback-id', 'x-loop'];
const SUBJECT = /^\s*(auto(matic|matisk|svar|matisk svar)?[ :-]*(reply|response|svar)?\s*:|automatic reply|automatisk svar|autosvar|out of (the )?office|fraværsmelding|fråværsmelding|frav[æa]r\b|fr[åa]v[æa]r\b|ikke til stede|ikkje til stades|på ferie|vacation)/i;

/**
 * Whether no person wrote the message: RFC 3834 (Auto-Submitted), Precedence, a receipt (RFC 8098), and what mail systems add to replies in absence.
 */
export function isAutomatic({ headers, subject }: Arrived): boolean {
	const submitted = first(headers, 'auto-submitted').trim().toLowerCase();
	if (submitted !== '' && !/^no\b/.test(submitted)) return true;
	if (/^\s*(bulk|junk|list|auto[_-]?reply)\b/i.test(first(headers, 'precedence'))) return true;
	if (/report-type\s*=\s*"?(disposition-notification|feedback-report)/i.test(first(headers, 'content-type'))) return true;
	if (/mailbox rules agent/i.test(first(headers, 'x-ms-exchange-generated-message-source'))) return true;
	return MARKS.some((name) => headers.has(name)) || SUBJECT.test(subject);
}
