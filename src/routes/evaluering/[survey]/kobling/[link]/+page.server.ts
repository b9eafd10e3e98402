import { redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { linkPage } from '#lib/server/register/link/page.ts';
import { linkAgain, mendRow } from '#lib/server/register/link/links.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** An id that cannot be one is that of no link. */
const linkParam = (text: string): number => (/^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ params, url: { searchParams: asked } }) => {
	const of = (name: string) => asked.get(name)?.slice(0, 300);
	const [variable, by, groups, limits] = [of('variabel'), of('etter'), of('antall'), of('grenser')];
	return {
		page: await linkPage(await startRuntime(), surveyParam(params.survey), linkParam(params.link), { ...(variable !== undefined && { variable }), ...(by !== undefined && { by }), ...(groups !== undefined && { groups }), ...(limits !== undefined && { limits }) }),
		done: asked.get('ferdig')
	};
};

type Event = Parameters<NonNullable<Actions['mend']>>[0];
const here = (event: Event, id: number, done: string): string => `/evaluering/${event.params.survey}/kobling/${id}?ferdig=${done}`;

export const actions: Actions = {
	mend: async (event) => {
		const form = await event.request.formData();
		const typed = { key: field(form, 'key').slice(0, 200), code: field(form, 'code').trim().slice(0, 20), reason: field(form, 'reason').slice(0, 600), scope: field(form, 'scope') };
		let made = 0;
		const refused = await orProblem({ typed }, async () => {
			made = (await mendRow(await startRuntime(), {
				surveyId: surveyParam(event.params.survey), linkId: linkParam(event.params.link), rowKey: typed.key, everyRow: typed.scope === 'all', code: typed.code || null, reason: typed.reason, actor: event.locals.user?.id ?? ''
			})).id;
		});
		if (refused) return refused;
		redirect(303, here(event, made, 'rettet'));
	},
	again: async (event) => {
		let made = 0;
		const refused = await orProblem({ typed: null }, async () => {
			made = (await linkAgain(await startRuntime(), surveyParam(event.params.survey), linkParam(event.params.link), event.locals.user?.id ?? '')).id;
		});
		if (refused) return refused;
		redirect(303, here(event, made, 'koblet'));
	}
};
