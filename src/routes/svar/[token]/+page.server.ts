import { redirect } from '@sveltejs/kit';
import { isLocale } from '#lib/i18n.ts';
import { openForm } from '#lib/server/respond/open.ts';
import { frontView, thanksView } from '#lib/server/respond/front-view.ts';
import { startForm } from '#lib/server/respond/submit.ts';
import type { Actions, PageServerLoad } from './$types';
import { guessedLocale, requestedLocale, services, tell } from '../respondent.ts';

/** What the study is, or thanks. Looking changes nothing: a link scanner starts no form. */
export const load: PageServerLoad = async (event) => {
	const s = await services();
	const form = await openForm(s, event.params.token, requestedLocale(event.url)).catch((error) => tell(event, error));
	event.locals.locale = form.locale;
	return form.status === 'submitted' ? { thanks: thanksView(form) } : { front: await frontView(s, form, event.params.token) };
};

export const actions: Actions = {
	/** Consent, in the language of the page it was given on. */
	default: async (event) => {
		const asked = event.url.searchParams.get('sprak');
		const location = await startForm(await services(), event.params.token, isLocale(asked) ? asked : guessedLocale(event)).catch((error) => tell(event, error));
		redirect(303, location);
	}
};
