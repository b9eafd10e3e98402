import { redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { addLateSeat } from '#lib/server/fieldwork/seats/people.ts';
import { responseStrata } from '#lib/server/results/response.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	const { survey } = await parent();
	return { strata: await responseStrata(await startRuntime(), survey.id) };
};

export const actions: Actions = {
	default: async ({ request, params, locals }) => {
		const form = await request.formData();
		const surveyId = surveyParam(params.survey);
		const runtime = await startRuntime();
		const strata = await responseStrata(runtime, surveyId);
		const typed = {
			ref: field(form, 'ref').slice(0, 1000), name: field(form, 'name').slice(0, 1000), email: field(form, 'email').slice(0, 1000), locale: field(form, 'locale'),
			sampled: field(form, 'sampled') === 'ja', note: field(form, 'note').slice(0, 10_000),
			strata: Object.fromEntries(strata.map((s) => [s.name, field(form, `stratum_${s.name}`)]))
		};
		const result = await orProblem(typed, async () => ({ seatId: await addLateSeat(runtime, { surveyId, ...typed, actor: locals.user?.id ?? '' }) }));
		if ('status' in result) return result;
		redirect(303, `/evaluering/${surveyId}/plasser/${result.seatId}?ferdig=added`);
	}
};
