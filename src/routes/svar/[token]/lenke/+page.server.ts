import { redirect } from '@sveltejs/kit';
import { ownLinkView } from '#lib/server/respond/front-view.ts';
import { openForm } from '#lib/server/respond/open.ts';
import { formPath } from '#lib/server/respond/place.ts';
import type { PageServerLoad } from './$types';
import { requestedLocale, services, tell } from '../../respondent.ts';

/** The address of the person's own form, for whoever has just got it by a link that many share. */
export const load: PageServerLoad = async (event) => {
	const { token } = event.params;
	const form = await openForm(await services(), token, requestedLocale(event.url)).catch((error) => tell(event, error));
	event.locals.locale = form.locale;
	if (form.status === 'submitted') redirect(303, formPath(token));
	return { view: ownLinkView(form, token, event.url.origin) };
};
