/** Someone signed in, over plain HTTP and in a browser. */
import type { Page } from 'playwright-core';
import { createUser } from '../../src/lib/server/access/users.ts';
import type { Database } from '../../src/lib/server/db/connection.ts';

const EVALUATOR = { email: 'eva@example.no', name: 'Eva Evaluator', password: 'et langt og godt passord' };

export const createEvaluator = (db: Database) => createUser({ database: db }, EVALUATOR);

/** A session by cookie: `get` and `post` forms as a browser without JavaScript would. */
export async function signInOverHttp(origin: string) {
	const post = (path: string, body: FormData | URLSearchParams, cookie = '') =>
		fetch(origin + path, { method: 'POST', body, redirect: 'manual', headers: { origin, cookie, accept: 'text/html' } });
	const signedIn = await post('/logg-inn?/sign_in', new URLSearchParams({ email: EVALUATOR.email, password: EVALUATOR.password }));
	const cookie = signedIn.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
	if (signedIn.status !== 303) throw new Error(`signing in gave ${signedIn.status}`);
	return {
		cookie,
		send: (path: string, form: FormData) => post(path, form, cookie),
		get: (path: string) => fetch(origin + path, { redirect: 'manual', headers: { cookie, accept: 'text/html' } }),
		post: (path: string, fields: Record<string, string | Blob>) => {
			const form = new FormData();
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			return post(path, form, cookie);
		}
	};
}

export async function signInWith(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/logg-inn`);
	await page.fill('[name=email]', EVALUATOR.email);
	await page.fill('[name=password]', EVALUATOR.password);
	await page.click('form[action="?/sign_in"] button');
	await page.waitForURL(`${origin}/evaluering`);
}
