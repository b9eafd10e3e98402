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

/** The stored form of `token`: 32 bytes. */
export function hashToken(token: string, secret: string): Uint8Array {
	return createHmac('sha256', secret).update('link\0').update(token).digest();
}

/** What to look up, or null when `token` cannot be one (wrong length, other characters): such a link is unknown, not an error. */
export function parseToken(token: string, secret: string): ParsedToken | null {
	const match = SHAPE.exec(token);
	if (!match) return null;
	const surveyId = parseInt(match[1] ?? '', 36);
	return surveyId > 0 && surveyId <= 0x7fffffff ? { surveyId, hash: hashToken(token, secret) } : null;
}
