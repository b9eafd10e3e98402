import { fail, redirect } from '@sveltejs/kit';
import { isLocale } from '#lib/i18n.ts';
import { FORM_LIMIT, formEntries, readBody } from '#lib/server/respond/body.ts';
import { openForm } from '#lib/server/respond/open.ts';
import { reviewView } from '#lib/server/respond/page-view.ts';
import { formPath, reviewPath } from '#lib/server/respond/place.ts';
import { changeLanguage, submitForm } from '#lib/server/respond/submit.ts';
import type { Actions, PageServerLoad } from './$types';
import { services, tell } from '../../respondent.ts';

export const load: PageServerLoad = async (event) => {
	const { token } = event.params;
	const s = await services();
	const form = await openForm(s, token).catch((error) => tell(event, error));
	event.locals.locale = form.locale;
	if (form.status !== 'open') redirect(303, formPath(token));
	return { view: await reviewView(s, token, form, event.request.method === 'POST') };
};

export const actions: Actions = {
	/** Sends the form in, or changes its language. */
	default: async (event) => {
		const { token } = event.params;
		const sent = await readBody(event.request, FORM_LIMIT)
			.then(async (body) => {
				const locale = formEntries(body).findLast(([name]) => name === '_locale')?.[1];
				if (!isLocale(locale)) return submitForm(await services(), token);
				await changeLanguage(await services(), token, locale);
				return redirect(303, reviewPath(token));
			})
			.catch((error) => tell(event, error));
		if (!sent) return fail(422);
		redirect(303, formPath(token));
	}
};
