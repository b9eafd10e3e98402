/**
 * The sign-in library, set up for us: password only, no self sign-up, sessions in schema `auth` through its own role, nothing about the
 * visitor stored with them, and nothing written to the log (its messages may name the account).
 */
import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import * as schema from '#lib/server/db/auth.ts';
import type { Database } from '#lib/server/db/connection.ts';

export interface AccessDeps {
	database: Pick<Database, 'auth'>;
	secret: string;
}

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
/** A working day; a session is not renewed by use, since reading a page writes nothing. */
export const SESSION_SECONDS = 12 * 60 * 60;

function create({ database, secret }: AccessDeps) {
	return betterAuth({
		appName: 'Grunnlag',
		// never used for links or redirects here: cookies are set by our own forms, which know the address they were posted to
		baseURL: 'http://localhost',
		basePath: '/logg-inn',
		secret: createHmac('sha256', secret).update('session\0').digest('base64url'),
		database: drizzleAdapter(database.auth.db, { provider: 'pg', schema }),
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: PASSWORD_MAX },
		session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
		rateLimit: { enabled: false },
		advanced: { cookiePrefix: 'grunnlag', useSecureCookies: false, ipAddress: { disableIpTracking: true } },
		logger: { disabled: true },
		telemetry: { enabled: false }
	});
}

type Auth = ReturnType<typeof create>;
const made = new WeakMap<object, Auth>();

/** The library's handle for a database, made once. */
export function authOf(deps: AccessDeps): Auth {
	const known = made.get(deps.database.auth);
	if (known) return known;
	const auth = create(deps);
	made.set(deps.database.auth, auth);
	return auth;
}
