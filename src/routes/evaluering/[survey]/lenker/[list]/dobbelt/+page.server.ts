import { redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { checkDoubles, decideDistinct, decideDouble, HOURS, ruleOf, SHARES } from '#lib/server/fieldwork/lists/check-doubles.ts';
import { listParam, listView } from '#lib/server/fieldwork/lists/overview.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const [surveyId, listId] = [surveyParam(params.survey), listParam(params.list)];
	const { name, id } = await listView(runtime, surveyId, listId, locals.locale);
	return {
		list: { id, name }, shares: SHARES, hours: HOURS, found: await checkDoubles(runtime, surveyId, listId, ruleOf(url.searchParams)), done: url.searchParams.get('ferdig')
	};
};

const seat = (form: FormData, name: string): number => (/^[1-9]\d{0,8}$/.test(field(form, name)) ? Number(field(form, name)) : 0);

type Event = Parameters<NonNullable<Actions['double']>>[0];
async function on(event: Event, done: string, work: (form: FormData, input: { surveyId: number; listId: number; actor: string }) => Promise<void>) {
	const form = await event.request.formData();
	const input = { surveyId: surveyParam(event.params.survey), listId: listParam(event.params.list), actor: event.locals.user?.id ?? '' };
	const refused = await orProblem({}, async () => work(form, input));
	if (refused) return refused;
	const { share, hours } = ruleOf(event.url.searchParams);
	const query = new URLSearchParams({ likhet: String(share * 100), timer: hours === null ? 'alle' : String(hours), ferdig: done });
	redirect(303, `/evaluering/${input.surveyId}/lenker/${input.listId}/dobbelt?${query}`);
}

export const actions: Actions = {
	double: (event) => on(event, 'double', async (form, input) => decideDouble(await startRuntime(), { ...input, seatId: seat(form, 'seat') })),
	distinct: (event) => on(event, 'distinct', async (form, input) => decideDistinct(await startRuntime(), { ...input, seatId: seat(form, 'one'), otherId: seat(form, 'other') }))
};
