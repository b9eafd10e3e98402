import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { safePath } from '#lib/server/access/guard.ts';
import { signIn, signOut, type SessionCookie } from '#lib/server/access/session.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const AFTER = '/evaluering';

function setCookies(event: { cookies: import('@sveltejs/kit').Cookies; url: URL }, made: SessionCookie[]): void {
	for (const { name, value, maxAge } of made) {
		event.cookies.set(name, value, { path: '/', maxAge, httpOnly: true, sameSite: 'lax', secure: event.url.protocol === 'https:' });
	}
}

export const load: PageServerLoad = ({ locals, url }) => {
	const to = safePath(url.searchParams.get('til'), AFTER);
	if (locals.user) redirect(303, to);
	return { to, asked: url.searchParams.has('til') };
};

export const actions: Actions = {
	sign_in: async (event) => {
		const form = await event.request.formData();
		const [email, password] = [form.get('email'), form.get('password')].map((v) => (typeof v === 'string' ? v : ''));
		const to = safePath(form.get('til'), AFTER);
		try {
			setCookies(event, await signIn(await startRuntime(), { email: email ?? '', password: password ?? '', address: event.getClientAddress() }));
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { problem: { code: error.code, params: error.params }, email: (email ?? '').slice(0, 254), to });
		}
		redirect(303, to);
	},
	sign_out: async (event) => {
		setCookies(event, await signOut(await startRuntime(), event.request.headers));
		redirect(303, '/');
	}
};
