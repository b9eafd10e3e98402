import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale } from '#lib/i18n.ts';
import { cancelPlanRun, planJob, planJobSettled, type PlanJob } from '#lib/server/results/plan/jobs.ts';
import type { Actions, PageServerLoad } from './$types';

/** Milliseconds that the page waits before it says that the run goes on. */
const PATIENCE = 1000;

function found(id: string): PlanJob {
	const job = planJob(id);
	if (!job) throw new Problem('workbench_problem_no_plan_job', 404);
	return job;
}

export const load: PageServerLoad = async ({ params, locals: { locale } }) => {
	await planJobSettled(params.job, PATIENCE);
	const { to, title, state, done, total, from, problem } = found(params.job);
	if (to !== null) redirect(303, to);
	return { title: inLocale(title, locale), state, done, total, from, problem: problem && { code: problem.code, params: problem.params } };
};

export const actions: Actions = {
	cancel: ({ params, url }) => {
		cancelPlanRun(found(params.job).id);
		redirect(303, url.pathname);
	}
};
