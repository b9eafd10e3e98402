import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { readAudience, readStep, typedStep } from '#lib/evaluate/plan/form.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import {
	addReminder, changeStep, closeDays, createTargetedReminder, openDays, planInvitation, planOverview, removeStep, sendReminderNow, setGap, startPlan, turnPlan, type PlanDeps, type StepResult, type Turn
} from '#lib/server/fieldwork/plan/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const deps = await startRuntime();
	return { plan: await planOverview(deps, surveyParam(params.survey), locals.locale), done: url.searchParams.get('ferdig') };
};

type Event = Parameters<NonNullable<Actions['add']>>[0];
const whole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0);

/** Does the work and comes back to the page; what is refused stands on the page, by the form that was sent (`form`). */
async function act(event: Event, form: string, done: string, work: (deps: PlanDeps, who: { surveyId: number; actor: string }) => Promise<void>, hash = '') {
	const result = await orProblem({ form }, async () => work(await startRuntime(), { surveyId: surveyParam(event.params.survey), actor: event.locals.user?.id ?? '' }));
	if (result) return result;
	redirect(303, `/evaluering/${event.params.survey}/plan?ferdig=${done}${hash}`);
}

/** Saves a step; its faults come back with what was typed. */
async function saveStep(event: Event, form: string, number: (data: FormData) => number, save: (deps: PlanDeps, step: Parameters<typeof addReminder>[1], data: FormData) => Promise<StepResult>) {
	const data = await event.request.formData();
	const typed = typedStep(data);
	const at = form === 'change' ? `change-${whole(field(data, 'mailing'))}` : form;
	const read = readStep(typed, number(data), form === 'change' && field(data, 'undated') === 'ja');
	if ('faults' in read) return fail(422, { form: at, typed, faults: read.faults });
	const result = await orProblem({ form: at, typed }, async () => {
		const step = { ...read, surveyId: surveyParam(event.params.survey), actor: event.locals.user?.id ?? '' };
		return save(await startRuntime(), step, data);
	});
	if ('status' in result) return result;
	if (!result.ok) return fail(422, { form: at, typed, faults: result.faults });
	redirect(303, `/evaluering/${event.params.survey}/plan?ferdig=lagret#steg-${result.mailingId}`);
}

const turn = (event: Event, what: Turn, done: string) => act(event, 'state', done, (deps, who) => turnPlan(deps, { ...who, turn: what }));

export const actions: Actions = {
	invitation: (event) => saveStep(event, 'invitation', () => 0, (deps, step) => planInvitation(deps, step)),
	add: (event) => saveStep(event, 'add', (data) => whole(field(data, 'number')), (deps, step) => addReminder(deps, step)),
	change: (event) => saveStep(event, 'change', (data) => whole(field(data, 'number')), (deps, step, data) => changeStep(deps, { ...step, mailingId: whole(field(data, 'mailing')) })),
	remove: async (event) => {
		const mailingId = whole(field(await event.request.formData(), 'mailing'));
		return act(event, 'steps', 'fjernet', (deps, who) => removeStep(deps, { ...who, mailingId }));
	},
	send: async (event) => {
		const data = await event.request.formData();
		return act(event, 'steps', 'sendt', async (deps, who) => {
			if (field(data, 'confirmed') !== 'ja') throw new Problem('plan_problem_unconfirmed');
			await sendReminderNow(deps, { ...who, mailingId: whole(field(data, 'mailing')) });
		});
	},
	target: async (event) => {
		const audience = readAudience(await event.request.formData());
		return act(event, 'target', 'laget', async (deps, who) => void (await createTargetedReminder(deps, { ...who, audience: audience.strata ?? [], several: audience.several })));
	},
	start: async (event) => {
		const confirmed = field(await event.request.formData(), 'confirmed') === 'ja';
		const result = await orProblem({ form: 'state' }, async () => {
			if (!confirmed) throw new Problem('plan_problem_unconfirmed');
			return startPlan(await startRuntime(), { surveyId: surveyParam(event.params.survey), actor: event.locals.user?.id ?? '' });
		});
		if ('status' in result) return result;
		if (!result.ok) return fail(422, { form: 'state', faults: result.faults });
		redirect(303, `/evaluering/${event.params.survey}/plan?ferdig=startet`);
	},
	pause: (event) => turn(event, 'pause', 'pause'),
	resume: (event) => turn(event, 'resume', 'fortsatt'),
	stop: (event) => turn(event, 'stop', 'stoppet'),
	gap: async (event) => {
		const hours = whole(field(await event.request.formData(), 'hours').trim());
		return act(event, 'gap', 'timer', (deps, who) => setGap(deps, { ...who, hours }), '#felles');
	},
	close: async (event) => {
		const data = await event.request.formData();
		const days = { first: field(data, 'first').trim(), last: field(data, 'last').trim() || field(data, 'first').trim(), reason: field(data, 'reason') };
		return act(event, 'closed', 'dager', (deps, who) => closeDays(deps, { ...who, ...days }), '#felles');
	},
	open: async (event) => {
		const id = whole(field(await event.request.formData(), 'id'));
		return act(event, 'closed', 'dager', (deps, who) => openDays(deps, { ...who, id }), '#felles');
	}
};
