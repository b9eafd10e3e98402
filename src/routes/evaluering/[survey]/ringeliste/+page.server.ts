import { redirect } from '@sveltejs/kit';
import { parseOutcome } from '#lib/domain/disposition.ts';
import { Problem } from '#lib/domain/problem.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { CALLED, callList, callQuery, searchOf } from '#lib/server/fieldwork/seats/call-list.ts';
import { fileOutcome } from '#lib/server/fieldwork/seats/decide.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url, locals }) => {
	const { survey } = await parent();
	const { filter, page } = callQuery(url.searchParams);
	const list = await callList(await startRuntime(), survey.id, filter, page, locals.user?.id ?? '', locals.locale);
	return { filter: { disposition: filter.disposition ?? '', untried: filter.untried }, dispositions: CALLED, list, done: url.searchParams.get('ferdig') === 'ja' };
};

export const actions: Actions = {
	/** What is searched for may be an address: it is posted, so that it stands in no address of a page. */
	search: async ({ request, params, locals }) => {
		const search = field(await request.formData(), 'search').slice(0, 254);
		const result = await orProblem({ search }, async () => ({
			search, found: await callList(await startRuntime(), surveyParam(params.survey), { untried: false, search: searchOf(search) }, 1, locals.user?.id ?? '', locals.locale)
		}));
		return result;
	},
	file: async ({ request, params, locals, url }) => {
		const form = await request.formData();
		const seat = field(form, 'seat');
		const typed = { seat, outcome: field(form, 'outcome'), note: field(form, 'note').slice(0, 10_000) };
		const result = await orProblem({ typed }, async () => {
			const outcome = parseOutcome(typed.outcome);
			if (!outcome) throw new Problem('disposition_problem_reason', 422);
			const seatId = /^[1-9]\d{0,8}$/.test(seat) ? Number(seat) : 0;
			await fileOutcome(await startRuntime(), { surveyId: surveyParam(params.survey), seatId, outcome, note: typed.note, actor: locals.user?.id ?? '' });
		});
		if (result) return result;
		const { filter, page } = callQuery(url.searchParams);
		const query = new URLSearchParams({ ...(filter.disposition && { disposition: filter.disposition }), ...(filter.untried && { untried: 'ja' }), page: String(page), ferdig: 'ja' });
		redirect(303, `${url.pathname}?${query}`);
	}
};
