import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { readForm } from '#lib/server/respond/body.ts';
import { sharedView, startShared } from '#lib/server/respond/shared.ts';
import type { Actions, PageServerLoad } from './$types';
import { guessedLocale, requestedLocale, services, tell } from '../../respondent.ts';

/** What the study is, to whoever got the link that many share. Looking takes no seat. */
export const load: PageServerLoad = async (event) => {
	const view = await sharedView(await services(), event.params.token, requestedLocale(event.url)).catch((error) => tell(event, error));
	event.locals.locale = view.locale;
	return { view };
};

export const actions: Actions = {
	/** Consent, which gives the person a link of their own. A second post of the same page leads to the same. */
	default: async (event) => {
		const locale = guessedLocale(event);
		const fields = new Map<string, unknown>(await readForm(event.request).catch((error) => tell(event, error)));
		const text = (name: string): string => {
			const value = fields.get(name);
			return typeof value === 'string' ? value : '';
		};
		const code = text('_code').slice(0, 200);
		let location: string;
		try {
			location = await startShared(await services(), event.params.token, { nonce: text('_nonce'), code, locale });
		} catch (error) {
			if (!(error instanceof Problem && error.code.startsWith('respond_shared_'))) tell(event, error);
			return fail(error.status, { problem: error.code, code });
		}
		redirect(303, `${location}?sprak=${locale}`);
	}
};
