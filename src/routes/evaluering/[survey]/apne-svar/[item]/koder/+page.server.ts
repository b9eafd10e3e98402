import { redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { changeCode, makeCode, removeCode } from '#lib/server/results/coding/codes.ts';
import { readCoded } from '#lib/server/results/coding/read.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const placeOf = (params: { survey: string; item: string }) => ({ surveyId: surveyParam(params.survey), item: params.item.slice(0, 100) });
const typedOf = (form: FormData) => ({ label: field(form, 'label').slice(0, 500), definition: field(form, 'definition').slice(0, 5000), parent: field(form, 'parent'), retired: form.has('retired') });

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { question, codes } = await readCoded(await startRuntime(), placeOf(params), locals.locale);
	return { question, codes, done: url.searchParams.get('ferdig') };
};

export const actions: Actions = {
	make: async ({ request, params, locals, url }) => {
		const typed = typedOf(await request.formData());
		const refused = await orProblem({ typed }, async () => void (await makeCode(await startRuntime(), placeOf(params), typed, locals.user?.id ?? '', locals.locale)));
		if (refused) return refused;
		redirect(303, `${url.pathname}?ferdig=lagret`);
	},
	change: async ({ request, params, locals, url }) => {
		const form = await request.formData();
		const refused = await orProblem({}, async () => changeCode(await startRuntime(), placeOf(params), field(form, 'id'), typedOf(form), locals.user?.id ?? ''));
		if (refused) return refused;
		redirect(303, `${url.pathname}?ferdig=lagret`);
	},
	remove: async ({ request, params, locals, url }) => {
		const form = await request.formData();
		const refused = await orProblem({}, async () => removeCode(await startRuntime(), placeOf(params), field(form, 'id'), locals.user?.id ?? ''));
		if (refused) return refused;
		redirect(303, `${url.pathname}?ferdig=fjernet`);
	}
};
