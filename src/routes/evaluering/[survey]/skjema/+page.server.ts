import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { fromLocal, toLocal } from '#lib/domain/local-time.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { checkDocument, closeSurvey, documentText, DRAFT_LENGTH, getSurvey, getVersion, listVersions, openSurvey, publish, readDocument, saveDraft, type Fault } from '#lib/server/surveys/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const deps = await startRuntime();
	const survey = await getSurvey(deps, surveyParam(params.survey));
	const versions = await listVersions(deps, survey.id);
	const newest = survey.draft === null && versions[0] ? documentText((await getVersion(deps, survey.id, versions[0].number)).questionnaire) : '';
	return {
		questionnaire: {
			state: survey.state, draft: survey.draft ?? newest, savedAt: survey.draftSavedAt, versionId: survey.versionId, versions,
			opensAt: survey.opensAt ? toLocal(survey.opensAt) : '', closesAt: survey.closesAt ? toLocal(survey.closesAt) : ''
		},
		done: url.searchParams.get('ferdig'), published: Number(url.searchParams.get('versjon')) || null
	};
};

/** The file if one was chosen, else the text area. @throws Problem survey_problem_encoding, survey_problem_too_large */
async function draftOf(form: FormData): Promise<string> {
	const file = form.get('file');
	if (!(file instanceof File) || file.size === 0) return field(form, 'draft').replace(/\r\n/g, '\n');
	// no character takes more than four bytes in UTF-8
	if (file.size > 4 * DRAFT_LENGTH) throw new Problem('survey_problem_too_large', 413, { max: DRAFT_LENGTH });
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
	} catch {
		throw new Problem('survey_problem_encoding');
	}
}

type Event = Parameters<NonNullable<Actions['save']>>[0];
const here = (event: Event, done: string): string => `/evaluering/${event.params.survey}/skjema?ferdig=${done}`;

/** Saves what was sent, whatever comes of it next, so that no typing is lost to a fault. */
async function withDraft(event: Event, next: (draft: string, surveyId: number, actor: string) => Promise<{ to: string } | { faults: Fault[] }>) {
	const deps = await startRuntime();
	const form = await event.request.formData();
	const typed = { draft: field(form, 'draft') };
	const result = await orProblem(typed, async () => {
		const surveyId = surveyParam(event.params.survey);
		const actor = event.locals.user?.id ?? '';
		typed.draft = await draftOf(form);
		await saveDraft(deps, { surveyId, draft: typed.draft, actor });
		return next(typed.draft, surveyId, actor);
	});
	if ('to' in result) redirect(303, result.to);
	return 'faults' in result ? fail(422, { draft: typed.draft, faults: result.faults }) : result;
}

export const actions: Actions = {
	save: (event) => withDraft(event, async () => ({ to: here(event, 'lagret') })),
	check: (event) => withDraft(event, async (draft) => {
		const checked = checkDocument(readDocument(draft));
		return checked.ok ? { to: here(event, 'sjekket') } : { faults: checked.faults };
	}),
	publish: (event) => withDraft(event, async (draft, surveyId, actor) => {
		const result = await publish(await startRuntime(), { surveyId, document: readDocument(draft), actor });
		return result.ok ? { to: here(event, `${result.created ? 'publisert' : 'fantes'}&versjon=${result.number}`) } : { faults: result.faults };
	}),
	open: async (event) => {
		const form = await event.request.formData();
		const typed = { opens: field(form, 'opens'), closes: field(form, 'closes') };
		const result = await orProblem(typed, async () => {
			const at = (text: string, endOfDay: boolean): Date | null => {
				if (text.trim() === '') return null;
				const date = fromLocal(text, endOfDay);
				if (!date) throw new Problem('survey_problem_date');
				return date;
			};
			await openSurvey(await startRuntime(), {
				surveyId: surveyParam(event.params.survey), opensAt: at(typed.opens, false), closesAt: at(typed.closes, true), actor: event.locals.user?.id ?? ''
			});
		});
		if (result) return result;
		redirect(303, here(event, 'apnet'));
	},
	close: async (event) => {
		const result = await orProblem({}, async () => {
			await closeSurvey(await startRuntime(), { surveyId: surveyParam(event.params.survey), actor: event.locals.user?.id ?? '' });
		});
		if (result) return result;
		redirect(303, here(event, 'lukket'));
	}
};
