import { error, fail, redirect } from '@sveltejs/kit';
import { previewAnswer, typedTexts } from '#lib/evaluate/mail/texts-form.ts';
import { readAudience } from '#lib/evaluate/plan/form.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { addVariant, createMailing, mailingOverview, mailingView, previewMail, raiseVariant, removeVariant, sendTest } from '#lib/server/fieldwork/mail/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const mailingParam = (text: string): number => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : error(404));
const whole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const deps = await startRuntime();
	const surveyId = surveyParam(params.survey);
	const view = await mailingView(deps, { surveyId, mailingId: mailingParam(params.mailing) }, locals.locale);
	return { view, mailing: await mailingOverview(deps, { surveyId, kind: view.kind, number: view.number }), done: url.searchParams.get('ferdig') };
};

type Event = Parameters<NonNullable<Actions['save']>>[0];
const root = (event: Event): string => `/evaluering/${event.params.survey}/plan/${event.params.mailing}`;
const place = (event: Event) => ({ surveyId: surveyParam(event.params.survey), mailingId: mailingParam(event.params.mailing), actor: event.locals.user?.id ?? '' });

async function preview(event: Event, send: boolean) {
	const form = await event.request.formData();
	const typed = typedTexts(form);
	return previewAnswer(typed, send, async () => {
		const { mailingId, ...who } = place(event);
		const input = { ...who, ...typed.texts, ref: typed.ref, locale: typed.language || undefined, words: event.locals.locale, editing: { mailingId, variantId: null } };
		const deps = await startRuntime();
		return send ? sendTest(deps, { ...input, to: field(form, 'to').slice(0, 254) }) : previewMail(deps, input);
	});
}

/** A change of the variants; what is refused is said by their table. */
async function change(event: Event, done: string, work: (form: FormData) => Promise<unknown>) {
	const form = await event.request.formData();
	const result = await orProblem({}, async () => void (await work(form)));
	if (result) return fail(result.status, { refused: result.data.problems });
	redirect(303, `${root(event)}?ferdig=${done}#tekster-for-noen`);
}

export const actions: Actions = {
	save: async (event) => {
		const typed = typedTexts(await event.request.formData());
		const result = await orProblem(typed, async () => {
			const deps = await startRuntime();
			const { surveyId, mailingId, actor } = place(event);
			const { kind, number } = await mailingView(deps, { surveyId, mailingId }, event.locals.locale);
			return createMailing(deps, { surveyId, kind, number, ...typed.texts, actor });
		});
		if ('status' in result) return result;
		if (!result.ok) return fail(422, { ...typed, faults: result.faults });
		redirect(303, `${root(event)}?ferdig=tekst`);
	},
	preview: (event) => preview(event, false),
	test: (event) => preview(event, true),
	variant: async (event) => {
		const form = await event.request.formData();
		const result = await orProblem({}, async () => ({ made: await addVariant(await startRuntime(), { ...place(event), condition: readAudience(form) }) }));
		if ('status' in result) return fail(result.status, { refused: result.data.problems });
		redirect(303, `${root(event)}/${result.made}?ferdig=variant`);
	},
	raise: (event) => change(event, 'rekkefolge', async (form) => raiseVariant(await startRuntime(), { ...place(event), variantId: whole(field(form, 'variant')) })),
	remove: (event) => change(event, 'borte', async (form) => removeVariant(await startRuntime(), { ...place(event), variantId: whole(field(form, 'variant')) }))
};
