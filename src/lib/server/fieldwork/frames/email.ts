/** E-mail addresses: which are usable, and which are the same person's. */

const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;
const TOP = /^\p{L}[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}]$/u;

/** What makes two rows one person: trimmed, NFC, lower case. */
export function emailKey(email: string): string {
	return email.trim().normalize('NFC').toLowerCase().normalize('NFC');
}

/**
 * Whether mail can be sent to `email` (trimmed): a dot-atom local part of at most 64 characters, a domain with a dot,
 * at most 254 in all (RFC 5321, with the letters of RFC 6531). Quoted local parts and address literals are not taken.
 */
export function isEmail(email: string): boolean {
	const at = email.lastIndexOf('@');
	const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
	const labels = domain.split('.');
	return at > 0 && email.length <= 254 && local.length <= 64 && LOCAL.test(local)
		&& labels.length > 1 && labels.every((label) => label.length <= 63 && LABEL.test(label)) && TOP.test(labels.at(-1) ?? '');
}
