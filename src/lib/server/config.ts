/**
 * Settings from the environment, read once. Everything has a default that works on one machine with no set-up;
 * docs/deploy.md lists them for operators.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDkim, type Dkim } from './fieldwork/mail/dkim.ts';
import { isReturnPath } from './fieldwork/mail/verp.ts';

export interface Config {
	/** Where embedded PostgreSQL, the mailbox and the generated secret live. */
	dataDir: string;
	/** A PostgreSQL URL; absent means the embedded server. */
	databaseUrl: string | undefined;
	/** Absolute address that personal links start with, without a trailing slash. */
	origin: string;
	port: number;
	/** True behind a TLS proxy that sets X-Forwarded-Proto and X-Forwarded-Host. */
	trustProxy: boolean;
	/** smtp:// or smtps:// URL; absent means mails go to the mailbox folder. */
	smtpUrl: string | undefined;
	mailFrom: string;
	/** What the mail server allows; perMinute undefined means no limit. */
	smtp: { perMinute: number | undefined; connections: number; perConnection: number };
	/** How messages are signed, if they are. */
	dkim: Dkim | undefined;
	/** False when sending is left to other processes (`npm run worker`). */
	worker: boolean;
	/** The address under which messages that cannot be delivered come back; absent means they go to the sender. */
	returnPath: string | undefined;
	/** imaps://user:password@host/FOLDER of the mailbox that returned mail is read from; absent means that none is read. */
	imapUrl: string | undefined;
	/** So many mails of a seat that come back for now make it undeliverable. */
	softBounces: number;
}

/** An IMAP URL that can be used, or an error that does not repeat it: it holds a password. */
function imapUrlOf(value: string | undefined): string | undefined {
	if (!value) return undefined;
	const url = URL.parse(value);
	if (!url || !/^imaps?:$/.test(url.protocol) || !url.hostname || !url.username || !url.password) throw new Error('GRUNNLAG_IMAP_URL must look like imaps://user:password@host/INBOX, with signs like @ and / in user and password percent-encoded');
	return value;
}

function softBouncesOf(value: string | undefined): number {
	const n = Number(value || 3);
	if (!Number.isInteger(n) || n < 1 || n > 100) throw new Error('GRUNNLAG_SOFT_BOUNCES must be a whole number from 1 to 100');
	return n;
}

function whole(env: NodeJS.ProcessEnv, name: string, from: number, to: number): number | undefined {
	if (!env[name]) return undefined;
	const value = Number(env[name]);
	if (!Number.isInteger(value) || value < from || value > to) throw new Error(`${name} must be a whole number from ${from} to ${to}`);
	return value;
}

/** Reads settings from `env`. Throws with the name of the variable when a value is unusable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
	const port = Number(env.PORT ?? 3000);
	if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT must be a whole number from 0 to 65535`);
	const origin = (env.GRUNNLAG_ORIGIN || `http://localhost:${port}`).replace(/\/+$/, '');
	if (!/^https?:\/\/[^/]+$/.test(origin)) throw new Error(`GRUNNLAG_ORIGIN must look like https://svar.example.no, without a path`);
	const returnPath = env.GRUNNLAG_RETURN_PATH || undefined;
	if (returnPath && !isReturnPath(returnPath)) throw new Error(`GRUNNLAG_RETURN_PATH must look like retur@svar.example.no, with at most 28 letters, digits, dots, hyphens and underscores before the @`);
	return {
		dataDir: resolve(env.GRUNNLAG_DATA ?? '.grunnlag'),
		databaseUrl: env.DATABASE_URL || undefined,
		origin,
		port,
		trustProxy: env.GRUNNLAG_TRUST_PROXY === '1',
		smtpUrl: env.GRUNNLAG_SMTP_URL || undefined,
		mailFrom: env.GRUNNLAG_MAIL_FROM ?? 'Grunnlag <evaluering@localhost.invalid>',
		smtp: {
			perMinute: whole(env, 'GRUNNLAG_SMTP_PER_MINUTE', 1, 1_000_000), connections: whole(env, 'GRUNNLAG_SMTP_CONNECTIONS', 1, 50) ?? 5,
			perConnection: whole(env, 'GRUNNLAG_SMTP_PER_CONNECTION', 1, 100_000) ?? 100
		},
		dkim: readDkim(env),
		worker: env.GRUNNLAG_WORKER !== 'off',
		returnPath,
		imapUrl: imapUrlOf(env.GRUNNLAG_IMAP_URL),
		softBounces: softBouncesOf(env.GRUNNLAG_SOFT_BOUNCES)
	};
}

/**
 * The server's secret (32 bytes or more), from GRUNNLAG_SECRET or a file made on first use. Losing it makes every personal
 * link unknown, so it belongs in the backup; anyone who has it and the database still cannot make a link, only recognise one.
 */
export function readSecret(config: Config, env: NodeJS.ProcessEnv = process.env): string {
	if (env.GRUNNLAG_SECRET) {
		if (env.GRUNNLAG_SECRET.length < 32) throw new Error('GRUNNLAG_SECRET must be at least 32 characters');
		return env.GRUNNLAG_SECRET;
	}
	const file = join(config.dataDir, 'secret');
	if (!existsSync(file)) {
		mkdirSync(config.dataDir, { recursive: true });
		try {
			// `wx`: of two processes that start at once, one makes the secret and the other reads it
			writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
	return readFileSync(file, 'utf8').trim();
}
