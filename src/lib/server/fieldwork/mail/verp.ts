/**
 * What tells which mail has come back: the envelope sender of each message (VERP), and its Message-ID, which a reply to the visible sender quotes. Nobody
 * without the server's secret can make one up. They hold row numbers, never a name or an address.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface MailRef { surveyId: number; mailingId: number; seatId: number }

/** RFC 5321, 4.5.3.1.1. */
const LOCAL_PART_MAX = 64;
/** 13 characters of base 32 are 65 bits. */
const MAC_LENGTH = 13;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const LARGEST = 0x7fffffff;
const TAG = /^s([0-9a-z]{1,6})\.([0-9a-z]{1,6})\.([0-9a-z]{1,6})\.[a-z2-7]{13}$/;
const RETURN_PATH = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)$/;

/** @param use an address and a Message-ID have codes of their own, so that a quoted Message-ID gives nobody an address to send reports to */
function mac(secret: string, use: 'envelope' | 'message', numbers: string): string {
	const digest = createHmac('sha256', secret).update(`${use}\0`).update(numbers).digest();
	let bits = digest.readBigUInt64BE() << 8n | BigInt(digest.readUInt8(8));
	let text = '';
	for (let i = 0; i < MAC_LENGTH; i++, bits >>= 5n) text += BASE32.charAt(Number(bits & 31n));
	return text;
}

const numbersOf = ({ surveyId, mailingId, seatId }: MailRef): string => [surveyId, mailingId, seatId].map((n) => n.toString(36)).join('.');

const LONGEST_TAG = `s${Array(3).fill(LARGEST.toString(36)).join('.')}.`.length + MAC_LENGTH;

/** Whether returned mail can be told apart under this address: no `+` of its own, and room for one with a tag. */
export function isReturnPath(address: string): boolean {
	const local = RETURN_PATH.exec(address)?.[1];
	return local !== undefined && address.length <= 254 - LONGEST_TAG - 1 && local.length + 1 + LONGEST_TAG <= LOCAL_PART_MAX && !address.includes('..');
}

const isId = (n: number): boolean => Number.isInteger(n) && n > 0 && n <= LARGEST;
const isRef = ({ surveyId, mailingId, seatId }: MailRef): boolean => [surveyId, mailingId, seatId].every(isId);
const refOf = (digits: string[]): MailRef => {
	const [surveyId = 0, mailingId = 0, seatId = 0] = digits.map((d) => parseInt(d, 36));
	return { surveyId, mailingId, seatId };
};
function same(a: string, b: string): boolean {
	const [one, other] = [Buffer.from(a), Buffer.from(b)];
	return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * `retur@svar.example.no` as the sender of one mail: `retur+s<survey>.<mailing>.<seat>.<mac>@svar.example.no`, numbers in base 36, all of it the same whatever the
 * case, the local part at most 64 octets.
 * @throws RangeError when the return path cannot carry a tag (see `isReturnPath`) or a number is no id
 */
export function envelopeSender(secret: string, returnPath: string, ref: MailRef): string {
	if (!isReturnPath(returnPath)) throw new RangeError('the return path cannot carry a tag');
	if (!isRef(ref)) throw new RangeError('a mail is named by whole numbers above zero');
	const at = returnPath.indexOf('@');
	const numbers = numbersOf(ref);
	return `${returnPath.slice(0, at)}+s${numbers}.${mac(secret, 'envelope', numbers)}${returnPath.slice(at)}`.toLowerCase();
}

/** The mail that an address made by `envelopeSender` names, or null for any other address, also one with a code that is not ours. */
export function readEnvelope(secret: string, returnPath: string, address: string): MailRef | null {
	const given = address.trim().toLowerCase();
	const plus = given.indexOf('+');
	const at = given.lastIndexOf('@');
	if (plus < 0 || at < plus) return null;
	const match = TAG.exec(given.slice(plus + 1, at));
	if (!match) return null;
	const ref = refOf(match.slice(1));
	return isRef(ref) && same(envelopeSender(secret, returnPath, ref), given) ? ref : null;
}

const MESSAGE_ID = /^<?m([0-9a-z]{1,6})\.([0-9a-z]{1,6})\.([0-9a-z]{1,6})\.([0-9a-z]{1,6})\.([a-z2-7]{13})@[^@\s<>]+>?$/;

/**
 * The Message-ID of one attempt to send a mail: `<m<survey>.<mailing>.<seat>.<attempt>.<mac>@domain>`.
 * @param domain the sender's
 * @param attempt from 1; another attempt has another Message-ID, the same attempt the same
 */
export function messageId(secret: string, domain: string, ref: MailRef, attempt: number): string {
	if (!isRef(ref) || !isId(attempt)) throw new RangeError('a message is named by whole numbers above zero');
	const numbers = `${numbersOf(ref)}.${attempt.toString(36)}`;
	return `<m${numbers}.${mac(secret, 'message', numbers)}@${domain}>`;
}

/** The mail that a Message-ID made by `messageId` names, whatever its domain; null for any other. */
export function readMessageId(secret: string, text: string): MailRef | null {
	const match = MESSAGE_ID.exec(text.trim().toLowerCase());
	if (!match) return null;
	const [a = '', b = '', c = '', attempt = '', code = ''] = match.slice(1);
	const ref = refOf([a, b, c]);
	return isRef(ref) && same(mac(secret, 'message', `${a}.${b}.${c}.${attempt}`), code) ? ref : null;
}
