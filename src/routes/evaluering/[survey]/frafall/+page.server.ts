import { redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { asked, frafallPage } from '#lib/server/results/frafall/page.ts';
import { saveWeights, weightChoice } from '#lib/server/results/frafall/weights.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, locals, url }) => {
	const { survey } = await parent();
	const saved = url.searchParams.get('lagret');
	return { frafall: await frafallPage(await startRuntime(), survey, locals.locale, asked(url.searchParams)), saved: saved !== null && /^[a-z][a-z0-9_]{0,62}$/.test(saved) ? saved : null };
};

export const actions: Actions = {
	vekt: async ({ request, params, locals }) => {
		const form = await request.formData();
		const name = field(form, 'navn').slice(0, 100);
		const result = await orProblem({ name }, async () => saveWeights(await startRuntime(), surveyParam(params.survey), {
			name, choice: (data) => weightChoice(form, data.strata), actor: locals.user?.id ?? '', words: { locale: locals.locale }
		}));
		if ('status' in result) return result;
		redirect(303, `/evaluering/${params.survey}/frafall?lagret=${result.name}#vekter`);
	}
};
