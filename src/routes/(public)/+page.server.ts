import { redirect } from '@sveltejs/kit';
import { isLocale } from '#lib/i18n.ts';
import { safePath } from '#lib/server/access/guard.ts';
import { LANGUAGE_COOKIE } from '#lib/server/access/language.ts';
import type { Actions } from './$types';

const YEAR = 365 * 24 * 60 * 60;

export const actions: Actions = {
	/** Remembers the language of the evaluator's pages, and goes back to the page it was chosen on. */
	language: async ({ request, cookies, url }) => {
		const form = await request.formData();
		const locale = form.get('locale');
		if (isLocale(locale)) {
			cookies.set(LANGUAGE_COOKIE, locale, { path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' });
		}
		redirect(303, safePath(form.get('til'), '/'));
	}
};
