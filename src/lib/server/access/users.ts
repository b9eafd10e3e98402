/** Making and removing evaluators' accounts: from a terminal or the demo, never from a page. */
import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import * as v from 'valibot';
import { Problem } from '#lib/domain/problem.ts';
import type { Database } from '#lib/server/db/connection.ts';
import { deleteUser, insertUser, updatePassword } from '#lib/server/db/users.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './auth.ts';

type Deps = { database: Pick<Database, 'auth'> };
const Email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(254), v.email());
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));

/** 20 characters of base64url: 120 random bits. */
export function newPassword(): string {
	return randomBytes(15).toString('base64url');
}

function emailOf(value: string): string {
	const parsed = v.safeParse(Email, value);
	if (!parsed.success) throw new Problem('evaluate_problem_bad_email', 400);
	return parsed.output;
}

async function hashed(password: string): Promise<string> {
	if (password.length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
		throw new Problem('evaluate_problem_bad_password', 400, { min: PASSWORD_MIN, max: PASSWORD_MAX });
	}
	return hashPassword(password);
}

/**
 * Makes an account that can sign in with `password`.
 * @returns its id
 * @throws Problem evaluate_problem_bad_email, _bad_name, _bad_password, or _user_exists (409) when the address has an account
 */
export async function createUser(deps: Deps, u: { email: string; name: string; password: string }, actor = 'cli'): Promise<{ id: string }> {
	const email = emailOf(u.email);
	const name = v.safeParse(Name, u.name);
	if (!name.success) throw new Problem('evaluate_problem_bad_name', 400);
	const id = await insertUser(deps.database.auth.db, actor, { email, name: name.output, passwordHash: await hashed(u.password) });
	if (!id) throw new Problem('evaluate_problem_user_exists', 409);
	return { id };
}

/** Sets a new password and signs the account out everywhere. @throws Problem evaluate_problem_no_user (404) */
export async function setPassword(deps: Deps, u: { email: string; password: string }, actor = 'cli'): Promise<{ id: string }> {
	const id = await updatePassword(deps.database.auth.db, actor, emailOf(u.email), await hashed(u.password));
	if (!id) throw new Problem('evaluate_problem_no_user', 404);
	return { id };
}

/** Removes an account and its sessions. @throws Problem evaluate_problem_no_user (404) */
export async function removeUser(deps: Deps, email: string, actor = 'cli'): Promise<{ id: string }> {
	const id = await deleteUser(deps.database.auth.db, actor, emailOf(email));
	if (!id) throw new Problem('evaluate_problem_no_user', 404);
	return { id };
}
