import { fail, redirect } from '@sveltejs/kit';
import { readForm } from '#lib/server/respond/body.ts';
import { openForm } from '#lib/server/respond/open.ts';
import { blockView, heading, type Refused } from '#lib/server/respond/page-view.ts';
import { blockKey, formPath, REVIEW } from '#lib/server/respond/place.ts';
import { savePage } from '#lib/server/respond/save.ts';
import { continuePath } from '#lib/server/respond/submit.ts';
import { inLocale } from '#lib/i18n.ts';
import type { Actions, PageServerLoad } from './$types';
import { services, tell } from '../../respondent.ts';

/** What the action left for the page that is shown again. */
const posts = new WeakMap<Request, Refused | 'late'>();

export const load: PageServerLoad = async (event) => {
	const { token, block } = event.params;
	const s = await services();
	const form = await openForm(s, token).catch((error) => tell(event, error));
	event.locals.locale = form.locale;
	const post = posts.get(event.request);
	if (post === 'late') return { late: { ...(await heading(s, form)), contact: inLocale(form.compiled.questionnaire.study.contact, form.locale), home: formPath(token) } };
	if (form.status !== 'open') redirect(303, formPath(token));
	const view = await blockView(s, token, form, blockKey(block), event.url.searchParams.get('til') === REVIEW, post);
	// a page that routing no longer shows, or never had
	if (!view) redirect(303, continuePath(token, form));
	return { view };
};

export const actions: Actions = {
	default: async (event) => {
		const { token, block } = event.params;
		const outcome = await readForm(event.request)
			.then(async (entries) => savePage(await services(), token, blockKey(block), entries))
			.catch((error) => tell(event, error, true));
		if (outcome.kind === 'redirect') redirect(303, outcome.location);
		posts.set(event.request, outcome.kind === 'late' ? 'late' : outcome);
		return fail(outcome.kind === 'late' ? 409 : 422);
	}
};
