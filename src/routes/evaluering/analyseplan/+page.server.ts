import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { LOCALES, type Locale } from '#lib/i18n.ts';
import { parsePlan } from '#lib/server/results/plan/check.ts';
import { faultSentence, plansPage } from '#lib/server/results/plan/page.ts';
import { createPlan, emptyPlan, headFaults } from '#lib/server/results/plan/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { locale } }) => plansPage(await startRuntime(), locale);

/** A plan of a few hundred analyses is some hundred kilobytes. */
const MOST_BYTES = 4_000_000;

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};
const inAll = (text: string) => Object.fromEntries(LOCALES.map((l) => [l, text])) as Record<Locale, string>;

export const actions: Actions = {
	make: async ({ request, locals }) => {
		const form = await request.formData();
		const typed = { title: textOf(form, 'title'), key: textOf(form, 'key'), evaluation: textOf(form, 'evaluation') };
		const plan = emptyPlan(inAll(typed.title));
		const faults = headFaults(typed.key, plan.title);
		if (faults.length > 0) return fail(400, { typed, problems: faults.map(({ code, params }) => ({ code, params })) });
		let id: number;
		try {
			id = await createPlan(await startRuntime(), Number(typed.evaluation) || 0, typed.key, plan, { key: 'workbench_change_new' }, locals.user?.id ?? '');
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { typed, problems: [{ code: error.code, params: error.params }] });
		}
		redirect(303, `/evaluering/analyseplan/${id}`);
	},
	import: async ({ request, locals }) => {
		const form = await request.formData();
		const typed = { title: '', key: textOf(form, 'key'), evaluation: textOf(form, 'evaluation') };
		const file = form.get('file');
		if (!(file instanceof File) || file.size === 0 || file.size > MOST_BYTES) return fail(400, { typed, problems: [{ code: 'workbench_problem_file', params: { megabytes: MOST_BYTES / 1e6 } }] });
		const read = parsePlan(await file.text());
		if (!read.value) return fail(422, { typed, problems: read.faults.map((f) => faultSentence(f, locals.locale)) });
		let id: number;
		try {
			id = await createPlan(await startRuntime(), Number(typed.evaluation) || 0, typed.key, read.value, { key: 'workbench_change_imported' }, locals.user?.id ?? '');
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { typed, problems: [{ code: error.code, params: error.params }] });
		}
		redirect(303, `/evaluering/analyseplan/${id}`);
	}
};
