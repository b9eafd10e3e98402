/** The key that messages are signed with (DKIM, RFC 6376), from its settings. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The sender's domain, the name of its key in DNS, and the key itself (PEM). */
export interface Dkim { domain: string; selector: string; privateKey: string }

const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

/** All three settings or none; the key must be one that can sign. */
export function readDkim(env: NodeJS.ProcessEnv): Dkim | undefined {
	const names = ['GRUNNLAG_DKIM_KEY', 'GRUNNLAG_DKIM_SELECTOR', 'GRUNNLAG_DKIM_DOMAIN'] as const;
	const [file, selector, domain] = names.map((name) => env[name] || undefined);
	if (!file && !selector && !domain) return undefined;
	if (!file || !selector || !domain) throw new Error(`${names.filter((name) => !env[name]).join(' and ')} must be set too: signing takes ${names.join(', ')}`);
	for (const [name, value] of [['GRUNNLAG_DKIM_SELECTOR', selector], ['GRUNNLAG_DKIM_DOMAIN', domain]] as const) if (!HOST.test(value)) throw new Error(`${name} must be a name in DNS`);
	let privateKey: string;
	try {
		privateKey = readFileSync(file, 'utf8');
	} catch (error) {
		throw new Error(`GRUNNLAG_DKIM_KEY: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
	}
	let kind: string | undefined;
	let bits: number | undefined;
	try {
		const key = createPrivateKey(privateKey);
		kind = key.asymmetricKeyType;
		bits = key.asymmetricKeyDetails?.modulusLength;
	} catch {
		throw new Error('GRUNNLAG_DKIM_KEY: the file is not a private key in PEM format without a password');
	}
	if (kind !== 'rsa') throw new Error(`GRUNNLAG_DKIM_KEY: the key is ${kind ?? 'of an unknown kind'}; signing takes an RSA key`);
	if ((bits ?? 0) < 1024) throw new Error(`GRUNNLAG_DKIM_KEY: the key has ${bits ?? 0} bits; receivers refuse RSA keys with fewer than 1024 (RFC 8301)`);
	return { domain: domain.toLowerCase(), selector, privateKey };
}
