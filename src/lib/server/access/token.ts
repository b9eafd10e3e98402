/**
 * Personal links. A token is `<survey id in base 36>-<22 characters of base64url>`: 132 random bits, and the survey first so that
 * looking one up never spans surveys. Only HMAC-SHA-256 of the token under the server's secret is stored.
 */
import { createHmac, randomBytes } from 'node:crypto';

const RANDOM_CHARACTERS = 22;
const SHAPE = /^([0-9a-z]{1,6})-([A-Za-z0-9_-]{22})$/;

export interface ParsedToken {
	surveyId: number;
	hash: Uint8Array;
}

/** A new random token for a survey. */
export function newToken(surveyId: number): string {
	return `${surveyId.toString(36)}-${randomBytes(17).toString('base64url').slice(0, RANDOM_CHARACTERS)}`;
}

/** What is hashed: a seat's link, the one link of a list, or a code of a member of a list. One never passes for another. */
export type TokenKind = 'link' | 'list' | 'code';

/** The stored form of `token`: 32 bytes. */
export function hashToken(token: string, secret: string, kind: TokenKind = 'link'): Uint8Array {
	return createHmac('sha256', secret).update(`${kind}\0`).update(token).digest();
}

/** A token that the same `parts` give again, and that nobody without the secret can make: the link of an open list, and of a start by it. */
export function deriveToken(surveyId: number, secret: string, parts: readonly string[]): string {
	const mac = createHmac('sha256', secret).update(`derive\0${JSON.stringify([surveyId, ...parts])}`).digest('base64url');
	return `${surveyId.toString(36)}-${mac.slice(0, RANDOM_CHARACTERS)}`;
}

/** What to look up, or null when `token` cannot be one (wrong length, other characters): such a link is unknown, not an error. */
export function parseToken(token: string, secret: string, kind: TokenKind = 'link'): ParsedToken | null {
	const match = SHAPE.exec(token);
	if (!match) return null;
	const surveyId = parseInt(match[1] ?? '', 36);
	return surveyId > 0 && surveyId <= 0x7fffffff ? { surveyId, hash: hashToken(token, secret, kind) } : null;
}
