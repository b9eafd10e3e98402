import { redirect } from '@sveltejs/kit';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { STYLES } from '#lib/domain/report/types.ts';
import { orProblem, field } from '#lib/evaluate/questionnaire/problem.ts';
import { formatTime } from '#lib/ui/format.ts';
import { readPlans, readRuns } from '#lib/server/db/analysis-plans.ts';
import { readReports } from '#lib/server/db/reports.ts';
import { createReport, emptyReport } from '#lib/server/results/report-document/store.ts';
import { parseReport } from '#lib/server/results/report-document/parse.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { locale } }) => {
	const { db } = (await startRuntime()).database.evaluate;
	const [reports, plans] = [await readReports(db), await readPlans(db)];
	return {
		reports: reports.map(({ id, key, planKey, evaluation, version, body, runId, changedAt }) => ({ id, key, planKey, evaluation, version, runId, title: parseReport(body).value?.title ?? key, changed: formatTime(changedAt, locale) })),
		plans: plans.map(({ id, key, evaluation }) => ({ id, key, evaluation }))
	};
};

export const actions: Actions = {
	create: async ({ request, locals }) => {
		const form = await request.formData();
		const typed = { plan: field(form, 'plan'), key: field(form, 'key').trim(), title: field(form, 'title').trim().slice(0, 500), style: field(form, 'style'), locale: field(form, 'locale') };
		const made = await orProblem({ typed }, async () => {
			const runtime = await startRuntime();
			const planId = /^[1-9]\d{0,8}$/.test(typed.plan) ? Number(typed.plan) : 0;
			const [run] = await readRuns(runtime.database.evaluate.db, planId);
			const report = emptyReport(typed.title, STYLES.find((style) => style === typed.style) ?? 'afi', LOCALES.find((one) => one === typed.locale) ?? locals.locale);
			return createReport(runtime, planId, typed.key, report, run?.id ?? null, locals.user?.id ?? '');
		});
		if (typeof made !== 'number') return made;
		redirect(303, `/evaluering/rapport/${made}`);
	}
};
