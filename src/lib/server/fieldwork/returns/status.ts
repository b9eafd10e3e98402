/** What a delivery status says of an address. Codes as RFC 3463 and the registry of enhanced status codes (RFC 5248) have them. */

export type Cause = 'no_mailbox' | 'no_domain' | 'bad_address' | 'moved' | 'closed' | 'full' | 'expired' | 'policy' | 'too_big' | 'other';
export const CAUSES: readonly Cause[] = ['no_mailbox', 'no_domain', 'bad_address', 'moved', 'closed', 'full', 'expired', 'policy', 'too_big', 'other'];
export interface Failure {
	/** hard: the address is dead. soft: this mail was not delivered, which may be otherwise next time. */
	kind: 'hard' | 'soft';
	/** As RFC 3463 has it; null where the report gave none. */
	code: string | null;
	cause: Cause;
}

/** The codes that say that there is no such address, or that it no longer takes mail. */
const HARD: Record<string, Cause> = {
	'5.1.0': 'bad_address', '5.1.1': 'no_mailbox', '5.1.2': 'no_domain', '5.1.3': 'bad_address', '5.1.6': 'moved', '5.1.10': 'no_mailbox',
	'5.2.1': 'closed', '5.4.4': 'no_domain', '5.4.310': 'no_domain'
};
/** Codes under which servers also refuse unknown recipients, so that their words decide. 5.4.1 is Exchange Online's for an address its directory lacks. */
const VAGUE = new Set(['5.0.0', '5.3.0', '5.4.1', '5.5.0', '5.5.1']);
const SOFT: [RegExp, Cause][] = [[/^[45]\.2\.2$/, 'full'], [/^[45]\.(2\.3|3\.4)$/, 'too_big'], [/^4\.(4|1|3)\./, 'expired'], [/^[45]\.7\./, 'policy']];

const WORDS_HARD: [RegExp, Cause][] = [
	[/\b(account|mailbox|user|e-?mail address)\b.{0,30}\b(disabled|inactive|suspended|deactivated|closed)\b/, 'closed'],
	[/\b(host|domain)( name)?\b.{0,80}\b(not found|unknown|does not exist|doesn't exist|couldn't be found)\b|unknown host|couldn't find any host named|\bnxdomain\b|unrouteable address|unroutable address/, 'no_domain'],
	[/\b(user|recipient|mailbox|address|addressee|account)( is)? unknown\b|\bunknown (local )?(user|recipient|mailbox|address)\b|\bno such (local )?(user|recipient|mailbox|address|person|account)\b|\binvalid (recipient|mailbox|address)\b|\bno mailbox here by that name\b|recipient address rejected: access denied|\b(user|mailbox|address|account|recipient)\b.{0,40}\b(not found|does not exist|doesn't exist|couldn't be found|wasn't found|not exist|unavailable|not listed)\b/, 'no_mailbox']
];
const WORDS_SOFT: [RegExp, Cause][] = [
	[/\b(mailbox|quota|storage|inbox)\b.{0,40}\b(full|exceeded|over)\b|\bover ?quota\b|\bexceeded (storage|its quota|the quota)\b/, 'full'],
	[/\bmessage (size|too (big|large))\b|\bexceeds (the )?(maximum|size)\b/, 'too_big'],
	[/\b(spam|blocked|blacklist(ed)?|blocklist(ed)?|policy|dmarc|spf)\b/, 'policy'],
	[/\b(retry (time|timeout)|delivery time) (was )?(exceeded|expired)|\bconnection (timed out|refused)\b|\btoo long\b|\bretry timeout exceeded\b/, 'expired']
];

const ENHANCED = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;
const LONGEST = 20_000;

/** The first code of RFC 3463 in a text; leading zeros are not among them. */
export function codeIn(text: string): string | null {
	return ENHANCED.exec(text.slice(0, LONGEST))?.[1] ?? null;
}

const plainWords = (text: string): string => text.slice(0, LONGEST).toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');
const byWords = (table: [RegExp, Cause][], text: string): Cause | undefined => table.find(([pattern]) => pattern.test(text))?.[1];

/**
 * What a failed delivery says.
 * A code in the table of dead addresses is hard. Where there is none, or one that servers use for several things, the words decide, and only
 * words that say that there is no such address are hard. All else is soft: a full mailbox, a server not reached in time, a refusal by policy or content.
 * @param status the report's own code; null: none
 * @param words the receiving server's reply, or the text of a report that is for people only
 */
export function failureOf(status: string | null, words: string): Failure {
	const text = plainWords(words);
	const code = status === null || /\.0\.0$/.test(status) ? (codeIn(words) ?? status) : status;
	const cause = code ? HARD[code] : undefined;
	if (cause) return { kind: 'hard', code, cause };
	const soft = byWords(WORDS_SOFT, text);
	if (code === null || VAGUE.has(code)) {
		const dead = soft === 'full' ? undefined : byWords(WORDS_HARD, text);
		if (dead) return { kind: 'hard', code, cause: dead };
	}
	return { kind: 'soft', code, cause: (code && SOFT.find(([pattern]) => pattern.test(code))?.[1]) || soft || 'other' };
}
