import { redirect } from '@sveltejs/kit';
import { optOutView } from '#lib/server/respond/front-view.ts';
import { openForm } from '#lib/server/respond/open.ts';
import { optOut } from '#lib/server/respond/opt-out.ts';
import { formPath, optOutPath } from '#lib/server/respond/place.ts';
import type { Actions, PageServerLoad } from './$types';
import { guessedLocale, requestedLocale, services, tell } from '../../respondent.ts';

/** Asks whether the person wants out: a link scanner that looks changes nothing. */
export const load: PageServerLoad = async (event) => {
	const { token } = event.params;
	const form = await openForm(await services(), token, requestedLocale(event.url)).catch((error) => tell(event, error));
	event.locals.locale = form.locale;
	if (form.status === 'submitted') redirect(303, formPath(token));
	return { view: optOutView(form, token, event.url.searchParams.get('meldt') === 'av') };
};

export const actions: Actions = {
	default: async (event) => {
		const { token } = event.params;
		const out = await optOut(await services(), token).catch((error) => tell(event, error));
		redirect(303, out ? `${optOutPath(token)}?meldt=av&sprak=${guessedLocale(event)}` : formPath(token));
	}
};
