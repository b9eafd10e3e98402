import { redirect } from '@sveltejs/kit';
import { orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { askedOf, judge, judgePage } from '#lib/server/results/coding/judge.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const placeOf = (params: { survey: string; item: string }) => ({ surveyId: surveyParam(params.survey), item: params.item.slice(0, 100) });
const counted = (text: string | null): number | null => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : null);

export const load: PageServerLoad = async ({ params, locals, url }) => ({
	page: await judgePage(await startRuntime(), placeOf(params), locals.user?.id ?? '', askedOf(url.searchParams), locals.locale),
	stored: counted(url.searchParams.get('lagret')), changed: counted(url.searchParams.get('endret'))
});

export const actions: Actions = {
	store: async ({ request, params, locals, url }) => {
		const form = await request.formData();
		let done = { stored: 0, changed: 0 };
		const refused = await orProblem({}, async () => {
			done = await judge(await startRuntime(), placeOf(params), locals.user?.id ?? '', form);
		});
		if (refused) return refused;
		const query = new URLSearchParams([...url.searchParams].filter(([name]) => ['vis', 'sok', 'kode', 'side'].includes(name)));
		query.set('lagret', String(done.stored));
		if (done.changed > 0) query.set('endret', String(done.changed));
		redirect(303, `${url.pathname}?${query}`);
	}
};
