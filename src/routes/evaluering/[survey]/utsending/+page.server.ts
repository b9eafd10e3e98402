import { error, fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { previewAnswer, typedTexts } from '#lib/evaluate/mail/texts-form.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { listMailings, mailingProgress, pauseMailing, queueMailing, resumeMailing, stopMailing } from '#lib/server/fieldwork/jobs/index.ts';
import { createMailing, mailingOverview, previewMail, sendTest, settleByHand } from '#lib/server/fieldwork/mail/index.ts';
import { mailingNumberOf } from '#lib/evaluate/mail/number.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const deps = await startRuntime();
	const surveyId = surveyParam(params.survey);
	const name = mailingNumberOf(url.searchParams.get('nr'));
	const [mailing, progress, mailings] = await Promise.all([mailingOverview(deps, { surveyId, ...name }), mailingProgress(deps, { surveyId, ...name }), listMailings(deps, surveyId)]);
	if (name.kind === 'reminder' && !progress) error(404);
	return { mailing, progress, mailings, number: name.number, done: url.searchParams.get('ferdig') };
};

type Event = Parameters<NonNullable<Actions['save']>>[0];
const here = (event: Event, done: string, number = 0): string => `/evaluering/${event.params.survey}/utsending?${number > 0 ? `nr=${number}&` : ''}ferdig=${done}`;
const actorOf = (event: Event): string => event.locals.user?.id ?? '';

/** Shows what the person with the seat would get; `send` also lets it out. */
async function preview(event: Event, send: boolean) {
	const form = await event.request.formData();
	const typed = typedTexts(form);
	return previewAnswer(typed, send, async () => {
		const deps = await startRuntime();
		const input = { surveyId: surveyParam(event.params.survey), ...typed.texts, ref: typed.ref, locale: typed.language || undefined, words: event.locals.locale, actor: actorOf(event) };
		return send ? sendTest(deps, { ...input, to: field(form, 'to').slice(0, 254) }) : previewMail(deps, input);
	});
}

/** A decision about the mailing that the form names. */
async function decide(event: Event, decision: typeof pauseMailing, done: string) {
	const name = mailingNumberOf(field(await event.request.formData(), 'nr'));
	const result = await orProblem({}, async () => {
		const changed = await decision(await startRuntime(), { surveyId: surveyParam(event.params.survey), ...name, actor: actorOf(event) });
		if (!changed) throw new Problem('mail_problem_state', 409);
	});
	if (result) return fail(result.status, { deciding: result.data.problems });
	redirect(303, here(event, done, name.number));
}

export const actions: Actions = {
	save: async (event) => {
		const typed = typedTexts(await event.request.formData());
		const result = await orProblem(typed, async () => createMailing(await startRuntime(), { surveyId: surveyParam(event.params.survey), kind: 'invitation', ...typed.texts, actor: actorOf(event) }));
		if ('status' in result) return result;
		if (!result.ok) return fail(422, { ...typed, faults: result.faults });
		redirect(303, here(event, 'lagret'));
	},
	preview: (event) => preview(event, false),
	test: (event) => preview(event, true),
	send: async (event) => {
		const form = await event.request.formData();
		const result = await orProblem({}, async () => {
			if (field(form, 'confirmed') !== 'ja') throw new Problem('mail_problem_unconfirmed');
			await queueMailing(await startRuntime(), { surveyId: surveyParam(event.params.survey), filter: field(form, 'filter') === 'all' ? 'all' : 'sampled', actor: actorOf(event) });
		});
		if (result) return fail(result.status, { sending: result.data.problems });
		redirect(303, here(event, 'startet'));
	},
	pause: (event) => decide(event, pauseMailing, 'pause'),
	resume: (event) => decide(event, resumeMailing, 'videre'),
	stop: (event) => decide(event, stopMailing, 'stanset'),
	settle: async (event) => {
		const form = await event.request.formData();
		const name = mailingNumberOf(field(form, 'nr'));
		const refs = form.getAll('seat').filter((v) => typeof v === 'string').slice(0, 1000);
		const result = await orProblem({}, async () => {
			if (refs.length === 0) throw new Problem('mail_problem_none_chosen');
			await settleByHand(await startRuntime(), { surveyId: surveyParam(event.params.survey), ...name, refs, as: field(form, 'as') === 'sent' ? 'sent' : 'again', actor: actorOf(event) });
		});
		if (result) return fail(result.status, { settling: result.data.problems });
		redirect(303, here(event, 'avgjort', name.number));
	}
};
