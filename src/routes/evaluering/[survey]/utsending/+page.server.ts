import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { isLocale } from '#lib/i18n.ts';
import { backgroundRun, createMailing, mailingOverview, previewMail, sendTest, settleByHand, startInvite, stopInvite, type MailTexts, type PreviewResult } from '#lib/server/fieldwork/mail/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const deps = await startRuntime();
	const surveyId = surveyParam(params.survey);
	const overview = await mailingOverview(deps, { surveyId });
	return { mailing: overview, run: backgroundRun({ surveyId }), done: url.searchParams.get('ferdig') };
};

type Event = Parameters<NonNullable<Actions['save']>>[0];
const here = (event: Event, done: string): string => `/evaluering/${event.params.survey}/utsending?ferdig=${done}`;
const actorOf = (event: Event): string => event.locals.user?.id ?? '';

function textsOf(form: FormData): MailTexts {
	const of = (part: string) => Object.fromEntries(LOCALES.map((locale) => [locale, field(form, `${part}_${locale}`).slice(0, 50_000)]));
	return { subject: of('subject'), body: of('body') };
}

/** What a form about texts sends, to be shown again with whatever came of it. */
function typedOf(form: FormData) {
	const language = field(form, 'language');
	return { texts: textsOf(form), ref: field(form, 'ref').trim().slice(0, 200), language: isLocale(language) ? language : '' as const };
}

/** The preview without the styles that only a mail reader needs: the page's own policy would refuse them. */
function shown(result: Extract<PreviewResult, { ok: true }>) {
	const { subject, text, html, locale } = result.message;
	return { ref: result.ref, subject, text, locale, html: html.replace(/ style="[^"]*"/g, '') };
}

/** Shows what the person with the seat would get; `send` also lets it out. */
async function preview(event: Event, send: boolean) {
	const form = await event.request.formData();
	const typed = typedOf(form);
	const result = await orProblem(typed, async () => {
		const deps = await startRuntime();
		const input = { surveyId: surveyParam(event.params.survey), ...typed.texts, ref: typed.ref, locale: typed.language || undefined, actor: actorOf(event) };
		return send ? sendTest(deps, { ...input, to: field(form, 'to').slice(0, 254) }) : previewMail(deps, input);
	});
	if ('status' in result) return result;
	return result.ok ? { ...typed, preview: shown(result), tested: send } : fail(422, { ...typed, faults: result.faults });
}

export const actions: Actions = {
	save: async (event) => {
		const typed = typedOf(await event.request.formData());
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
			await startInvite(await startRuntime(), { surveyId: surveyParam(event.params.survey), filter: field(form, 'filter') === 'all' ? 'all' : 'sampled', actor: actorOf(event) });
		});
		if (result) return fail(result.status, { sending: result.data.problems });
		redirect(303, here(event, 'startet'));
	},
	stop: async (event) => {
		stopInvite({ surveyId: surveyParam(event.params.survey) });
		redirect(303, here(event, 'stanset'));
	},
	settle: async (event) => {
		const form = await event.request.formData();
		const refs = form.getAll('seat').filter((v) => typeof v === 'string').slice(0, 1000);
		const result = await orProblem({}, async () => {
			if (refs.length === 0) throw new Problem('mail_problem_none_chosen');
			await settleByHand(await startRuntime(), { surveyId: surveyParam(event.params.survey), refs, as: field(form, 'as') === 'sent' ? 'sent' : 'again', actor: actorOf(event) });
		});
		if (result) return fail(result.status, { settling: result.data.problems });
		redirect(303, here(event, 'avgjort'));
	}
};
