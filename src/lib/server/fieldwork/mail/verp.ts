/**
 * The envelope sender of each message (VERP): an address under which whatever comes back names the mail it was, and which nobody without the
 * server's secret can make up. It holds row numbers, never a name or an address.
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

function mac(secret: string, { surveyId, mailingId, seatId }: MailRef): string {
	const digest = createHmac('sha256', secret).update('envelope\0').update(`${surveyId}.${mailingId}.${seatId}`).digest();
	let bits = digest.readBigUInt64BE() << 8n | BigInt(digest.readUInt8(8));
	let text = '';
	for (let i = 0; i < MAC_LENGTH; i++, bits >>= 5n) text += BASE32.charAt(Number(bits & 31n));
	return text;
}

const tagOf = (secret: string, ref: MailRef): string =>
	`s${ref.surveyId.toString(36)}.${ref.mailingId.toString(36)}.${ref.seatId.toString(36)}.${mac(secret, ref)}`;

const LONGEST_TAG = `s${Array(3).fill(LARGEST.toString(36)).join('.')}.`.length + MAC_LENGTH;

/** Whether returned mail can be told apart under this address: no `+` of its own, and room for one with a tag. */
export function isReturnPath(address: string): boolean {
	const local = RETURN_PATH.exec(address)?.[1];
	return local !== undefined && address.length <= 254 - LONGEST_TAG - 1 && local.length + 1 + LONGEST_TAG <= LOCAL_PART_MAX && !address.includes('..');
}

const isId = (n: number): boolean => Number.isInteger(n) && n > 0 && n <= LARGEST;

/**
 * `retur@svar.example.no` as the sender of one mail: `retur+s<survey>.<mailing>.<seat>.<mac>@svar.example.no`, numbers in base 36, all of it the same whatever the
 * case, the local part at most 64 octets.
 * @throws RangeError when the return path cannot carry a tag (see `isReturnPath`) or a number is no id
 */
export function envelopeSender(secret: string, returnPath: string, ref: MailRef): string {
	if (!isReturnPath(returnPath)) throw new RangeError('the return path cannot carry a tag');
	if (![ref.surveyId, ref.mailingId, ref.seatId].every(isId)) throw new RangeError('a mail is named by whole numbers above zero');
	const at = returnPath.indexOf('@');
	return `${returnPath.slice(0, at)}+${tagOf(secret, ref)}${returnPath.slice(at)}`.toLowerCase();
}

/** The mail that an address made by `envelopeSender` names, or null for any other address, also one with a code that is not ours. */
export function readEnvelope(secret: string, returnPath: string, address: string): MailRef | null {
	const given = address.trim().toLowerCase();
	const plus = given.indexOf('+');
	const at = given.lastIndexOf('@');
	if (plus < 0 || at < plus) return null;
	const match = TAG.exec(given.slice(plus + 1, at));
	if (!match) return null;
	const [surveyId = 0, mailingId = 0, seatId = 0] = match.slice(1).map((digits) => parseInt(digits, 36));
	if (![surveyId, mailingId, seatId].every(isId)) return null;
	const ref = { surveyId, mailingId, seatId };
	const expected = Buffer.from(envelopeSender(secret, returnPath, ref));
	const actual = Buffer.from(given);
	return expected.length === actual.length && timingSafeEqual(expected, actual) ? ref : null;
}
