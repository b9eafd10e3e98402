import { redirect } from '@sveltejs/kit';
import { LOCALES } from '#lib/domain/questionnaire/schema.ts';
import { Problem } from '#lib/domain/problem.ts';
import { STYLES, type Report } from '#lib/domain/report/types.ts';
import { orProblem, field } from '#lib/evaluate/questionnaire/problem.ts';
import { startPlanRun } from '#lib/server/results/plan/jobs.ts';
import { moveBlock, removeBlock } from '#lib/server/results/report-document/edit.ts';
import { reportPage } from '#lib/server/results/report-document/page.ts';
import { bindRun, changeReport, openReport, reportParam } from '#lib/server/results/report-document/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const whole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const since = whole(url.searchParams.get('fra') ?? '');
	const saved = whole(url.searchParams.get('lagret') ?? '');
	return { page: await reportPage(await startRuntime(), reportParam(params.report), locals.locale, since || null), saved: saved || null };
};

/** Does a change and comes back to where it was made; the version seen stands in the form. */
async function act({ request, params, locals }: RequestEvent, work: (form: FormData, at: { id: number; seen: number; actor: string }) => Promise<string>) {
	const form = await request.formData();
	let to = '';
	const refused = await orProblem({}, async () => {
		to = await work(form, { id: reportParam(params.report), seen: whole(field(form, 'version')), actor: locals.user?.id ?? '' });
	});
	if (refused) return refused;
	redirect(303, to.startsWith('/') ? to : `/evaluering/rapport/${params.report}${to}`);
}

const edited = (event: RequestEvent, edit: (report: Report, form: FormData) => Report, anchor: (form: FormData) => string) => act(event, async (form, { id, seen, actor }) => {
	await changeReport(await startRuntime(), id, seen, (report) => edit(report, form), actor);
	return `?lagret=${seen + 1}${anchor(form)}`;
});

const place = (form: FormData): number => whole(field(form, 'block'));

export const actions: Actions = {
	settings: (event) => edited(event, (report, form) => ({
		...report, title: field(form, 'title').trim(), style: STYLES.find((style) => style === field(form, 'style')) ?? report.style, locale: LOCALES.find((one) => one === field(form, 'locale')) ?? report.locale
	}), () => ''),
	up: (event) => edited(event, (report, form) => moveBlock(report, place(form), -1), (form) => `#blokk-${Math.max(1, place(form) - 1)}`),
	down: (event) => edited(event, (report, form) => moveBlock(report, place(form), 1), (form) => `#blokk-${place(form) + 1}`),
	remove: (event) => edited(event, (report, form) => removeBlock(report, place(form)), (form) => `#blokk-${Math.max(1, place(form) - 1)}`),
	bind: (event) => act(event, async (form, { id, seen, actor }) => {
		const runtime = await startRuntime();
		const { head } = await openReport(runtime, id);
		await bindRun(runtime, id, seen, whole(field(form, 'run')), actor);
		return head.runId === null ? '' : `?fra=${head.runId}#endret`;
	}),
	again: (event) => act(event, async (form, { id, seen, actor }) => {
		const runtime = await startRuntime();
		const { head } = await openReport(runtime, id);
		const { runId, version, planId } = head;
		if (version !== seen) throw new Problem('report_problem_changed', 409, { version: seen });
		const use = async (run: number) => {
			await bindRun(runtime, id, seen, run, actor);
			return `/evaluering/rapport/${id}${runId === null ? '' : `?fra=${runId}#endret`}`;
		};
		return `/evaluering/analyseplan/kjorer/${await startPlanRun(runtime, { planId, snapshotId: whole(field(form, 'snapshot')), from: `/evaluering/rapport/${id}`, use }, actor)}`;
	})
};
