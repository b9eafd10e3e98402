import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { toLocal } from '#lib/domain/local-time.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { listParam, listView } from '#lib/server/fieldwork/lists/overview.ts';
import { markSent, resizeOpenList, setOpenListState, withdrawList } from '#lib/server/fieldwork/lists/state.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** What became of the post of a file, which has no page of its own to say it on. */
const FROM_FILE = ['lists_problem_issued_meanwhile', 'lists_problem_confirm', 'lists_problem_closed', 'lists_problem_none_left', 'lists_problem_kind'];

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const asked = url.searchParams.get('feil');
	return {
		list: await listView(await startRuntime(), surveyParam(params.survey), listParam(params.list), locals.locale),
		done: url.searchParams.get('ferdig'), refused: FROM_FILE.find((code) => code === asked) ?? null, today: toLocal(new Date()).slice(0, 10)
	};
};

type Event = Parameters<NonNullable<Actions['sent']>>[0];

/** Runs `work` on the list and comes back to its page. */
async function on(event: Event, done: string, work: (form: FormData, input: { surveyId: number; listId: number; actor: string }) => Promise<unknown>) {
	const form = await event.request.formData();
	const input = { surveyId: surveyParam(event.params.survey), listId: listParam(event.params.list), actor: event.locals.user?.id ?? '' };
	const typed = { count: field(form, 'count').slice(0, 50), ceiling: field(form, 'ceiling').slice(0, 50), sentOn: field(form, 'sentOn').slice(0, 50) };
	const refused = await orProblem({ typed }, async () => {
		await work(form, input);
	});
	if (refused) return refused;
	redirect(303, `/evaluering/${input.surveyId}/lenker/${input.listId}?ferdig=${done}`);
}

function mustConfirm(form: FormData): void {
	if (field(form, 'confirm') !== 'ja') throw new Problem('lists_problem_confirm_close', 422);
}

export const actions: Actions = {
	sent: (event) => on(event, 'sent', async (form, input) => markSent(await startRuntime(), { ...input, sentOn: field(form, 'sentOn'), sendings: Number(field(form, 'sendings')) })),
	pause: (event) => on(event, 'paused', async (_, input) => setOpenListState(await startRuntime(), { ...input, state: 'paused' })),
	resume: (event) => on(event, 'active', async (_, input) => setOpenListState(await startRuntime(), { ...input, state: 'active' })),
	close: (event) => on(event, 'closed', async (form, input) => {
		mustConfirm(form);
		await setOpenListState(await startRuntime(), { ...input, state: 'closed' });
	}),
	resize: (event) => on(event, 'resized', async (form, input) => resizeOpenList(await startRuntime(), { ...input, count: field(form, 'count'), ceiling: field(form, 'ceiling') })),
	withdraw: (event) => on(event, 'withdrawn', async (form, input) => {
		mustConfirm(form);
		await withdrawList(await startRuntime(), input);
	})
};
