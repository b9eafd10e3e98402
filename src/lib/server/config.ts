/**
 * Settings from the environment, read once. Everything has a default that works on one machine with no set-up;
 * docs/deploy.md lists them for operators.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
	/** The address under which messages that cannot be delivered come back; absent means they go to the sender. */
	returnPath: string | undefined;
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
		returnPath
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
