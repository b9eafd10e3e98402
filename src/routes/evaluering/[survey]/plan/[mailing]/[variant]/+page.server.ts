import { error, fail, redirect } from '@sveltejs/kit';
import { previewAnswer, typedTexts } from '#lib/evaluate/mail/texts-form.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { mailingOverview, mailingView, previewMail, saveVariant, sendTest } from '#lib/server/fieldwork/mail/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const idParam = (text: string): number => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : error(404));

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const deps = await startRuntime();
	const surveyId = surveyParam(params.survey);
	const view = await mailingView(deps, { surveyId, mailingId: idParam(params.mailing) }, locals.locale);
	const variant = view.variants.find((v) => v.id === idParam(params.variant));
	if (!variant) error(404);
	const overview = await mailingOverview(deps, { surveyId, kind: view.kind, number: view.number });
	return { view: { kind: view.kind, number: view.number, id: view.id }, variant, mailing: { ...overview, texts: { subject: variant.subject, body: variant.body } }, done: url.searchParams.get('ferdig') };
};

type Event = Parameters<NonNullable<Actions['save']>>[0];
const place = (event: Event) => ({
	surveyId: surveyParam(event.params.survey), mailingId: idParam(event.params.mailing), variantId: idParam(event.params.variant), actor: event.locals.user?.id ?? ''
});

async function preview(event: Event, send: boolean) {
	const form = await event.request.formData();
	const typed = typedTexts(form);
	return previewAnswer(typed, send, async () => {
		const { mailingId, variantId, ...who } = place(event);
		const input = { ...who, ...typed.texts, ref: typed.ref, locale: typed.language || undefined, words: event.locals.locale, editing: { mailingId, variantId } };
		const deps = await startRuntime();
		return send ? sendTest(deps, { ...input, to: field(form, 'to').slice(0, 254) }) : previewMail(deps, input);
	});
}

export const actions: Actions = {
	save: async (event) => {
		const typed = typedTexts(await event.request.formData());
		const result = await orProblem(typed, async () => saveVariant(await startRuntime(), { ...place(event), ...typed.texts }));
		if ('status' in result) return result;
		if (!result.ok) return fail(422, { ...typed, faults: result.faults });
		redirect(303, `/evaluering/${event.params.survey}/plan/${event.params.mailing}/${event.params.variant}?ferdig=tekst`);
	},
	preview: (event) => preview(event, false),
	test: (event) => preview(event, true)
};
