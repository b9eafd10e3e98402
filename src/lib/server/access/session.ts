/**
 * Signing in and out, and who a request comes from. A wrong password, an unknown account and an impossible one get the same answer after the
 * same work; failed attempts are counted by account and by address, in the database, so that a restart or a second server forgets nothing.
 */
import { createHmac } from 'node:crypto';
import { parseSetCookieHeader } from 'better-auth/cookies';
import { Problem } from '#lib/domain/problem.ts';
import { deleteExpiredSessions, forgetAttempts, noteAttempt } from '#lib/server/db/users.ts';
import { authOf, PASSWORD_MAX, type AccessDeps } from './auth.ts';

export const WINDOW_MINUTES = 15;
export const ATTEMPTS_PER_ACCOUNT = 10;
/** Higher: a whole office may share an address. */
export const ATTEMPTS_PER_ADDRESS = 50;

export interface User {
	id: string;
	name: string;
}
/** A cookie to give to the browser; the route adds what depends on its own address. */
export interface SessionCookie {
	name: string;
	value: string;
	maxAge: number;
}

function cookiesOf(headers: Headers): SessionCookie[] {
	return [...parseSetCookieHeader(headers.getSetCookie().join(', '))].map(([name, cookie]) => ({ name, value: cookie.value, maxAge: cookie['max-age'] ?? 0 }));
}

/**
 * @param attempt `address` is the visitor's network address
 * @returns cookies of the new session
 * @throws Problem evaluate_problem_sign_in (400) or evaluate_problem_too_many_attempts (429)
 */
export async function signIn(deps: AccessDeps, attempt: { email: string; password: string; address: string }): Promise<SessionCookie[]> {
	const { db } = deps.database.auth;
	const email = attempt.email.trim().toLowerCase().slice(0, 254);
	const key = (kind: string, text: string) => createHmac('sha256', deps.secret).update(`attempt\0${kind}\0${text}`).digest();
	const account = key('account', email);
	const address = key('address', attempt.address);
	const now = Date.now();
	const { ids, counts: [byAccount = 0, byAddress = 0] } = await noteAttempt(db, [account, address], new Date(now - WINDOW_MINUTES * 60_000));
	if (byAccount > ATTEMPTS_PER_ACCOUNT || byAddress > ATTEMPTS_PER_ADDRESS) {
		throw new Problem('evaluate_problem_too_many_attempts', 429, { minutes: WINDOW_MINUTES });
	}
	// a text that cannot be an account or a password is refused by the library before any work: give it something that can be
	const body = {
		email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) ? email : 'nobody@unknown.invalid',
		password: attempt.password.slice(0, PASSWORD_MAX)
	};
	const result = await authOf(deps).api.signInEmail({ body, asResponse: true });
	if (!result.ok || attempt.password.length > PASSWORD_MAX) throw new Problem('evaluate_problem_sign_in', 400);
	await forgetAttempts(db, ids, account, new Date(now - 24 * 60 * 60_000));
	await deleteExpiredSessions(db);
	return cookiesOf(result.headers);
}

/** Ends the session that `headers` carry the cookie of. @returns cookies to clear */
export async function signOut(deps: AccessDeps, headers: Headers): Promise<SessionCookie[]> {
	const result = await authOf(deps).api.signOut({ headers: new Headers({ cookie: headers.get('cookie') ?? '' }), asResponse: true });
	return cookiesOf(result.headers).map((cookie) => ({ ...cookie, value: '', maxAge: 0 }));
}

/** Who sent the request, or null: no cookie, a forged one, or a session that is over. Writes nothing. */
export async function userOf(deps: AccessDeps, headers: Headers): Promise<User | null> {
	const cookie = headers.get('cookie');
	if (!cookie?.includes('grunnlag.session_token=')) return null;
	const found = await authOf(deps).api.getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } });
	return found ? { id: found.user.id, name: found.user.name } : null;
}
