/** Codes that an organisation's members have already, such as member numbers: kept as HMACs, so that one code gives one form. */
import { hashToken } from './token.ts';

/** Fewer characters are too easily guessed. */
export const CODE_MIN = 4;
export const CODE_MAX = 100;

/** As it is compared: whatever the case, and without the spaces, hyphens and full stops that people put in numbers. */
export const tidyCode = (code: string): string => code.toWellFormed().normalize('NFKC').replace(/[\s.\p{Pd}]/gu, '').toUpperCase();

/**
 * The stored form of a code: 32 bytes, different for each list.
 * @param token of the list's open link
 */
export const hashCode = (token: string, code: string, secret: string): Uint8Array => hashToken(`${token}/${tidyCode(code)}`, secret, 'code');
