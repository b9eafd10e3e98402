import { redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { fileReply, returnsOverview } from '#lib/server/fieldwork/returns/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const pageOf = (query: URLSearchParams): number => (/^[1-9]\d{0,5}$/.test(query.get('side') ?? '') ? Number(query.get('side')) : 1);

export const load: PageServerLoad = async ({ parent, url, locals }) => {
	const { survey } = await parent();
	const returns = await returnsOverview(await startRuntime(), { surveyId: survey.id, page: pageOf(url.searchParams), actor: locals.user?.id ?? '' });
	return { returns, done: url.searchParams.get('ferdig') === 'ja' };
};

export const actions: Actions = {
	file: async ({ request, params, locals, url }) => {
		const form = await request.formData();
		const result = await orProblem({}, async () => {
			const id = field(form, 'id');
			await fileReply(await startRuntime(), {
				surveyId: surveyParam(params.survey), id: /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0, as: field(form, 'as'), actor: locals.user?.id ?? ''
			});
		});
		if (result) return result;
		redirect(303, `${url.pathname}?side=${pageOf(url.searchParams)}&ferdig=ja`);
	}
};
