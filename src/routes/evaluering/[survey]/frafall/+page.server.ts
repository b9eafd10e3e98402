import { fail, redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { createTargetedReminder } from '#lib/server/fieldwork/plan/index.ts';
import { asked, frafallPage } from '#lib/server/results/frafall/page.ts';
import { saveWeights, weightChoice } from '#lib/server/results/frafall/weights.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, locals, url }) => {
	const { survey } = await parent();
	const saved = url.searchParams.get('lagret');
	return { frafall: await frafallPage(await startRuntime(), survey, locals.locale, asked(url.searchParams)), saved: saved !== null && /^[a-z][a-z0-9_]{0,62}$/.test(saved) ? saved : null };
};

export const actions: Actions = {
	/** A reminder to one group: its text and moment are set in the plan, and nothing is sent by this. */
	purring: async ({ request, params, locals }) => {
		const form = await request.formData();
		const text = (value: FormDataEntryValue | undefined) => (typeof value === 'string' ? value : '');
		const codes = form.getAll('kode');
		const audience = form.getAll('stratum').slice(0, 2).map((name, i) => ({ variable: text(name), codes: [text(codes[i])] }));
		const made = await orProblem({}, async () => createTargetedReminder(await startRuntime(), { surveyId: surveyParam(params.survey), audience, actor: locals.user?.id ?? '' }));
		if ('status' in made) return fail(made.status, { reminding: made.data.problems });
		redirect(303, `/evaluering/${params.survey}/plan?ferdig=laget#steg-${made.mailingId}`);
	},
	vekt: async ({ request, params, locals }) => {
		const form = await request.formData();
		const name = field(form, 'navn').slice(0, 100);
		const result = await orProblem({ name }, async () => saveWeights(await startRuntime(), surveyParam(params.survey), {
			name, choice: (data) => weightChoice(form, data.strata), actor: locals.user?.id ?? '', words: { locale: locals.locale }
		}));
		if ('status' in result) return result;
		redirect(303, `/evaluering/${params.survey}/frafall?lagret=${result.name}#vekter`);
	}
};
