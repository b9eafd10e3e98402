import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale } from '#lib/i18n.ts';
import { datasetsFor, idOf, openRun, type OpenRun } from '#lib/server/results/plan/store.ts';
import { familyEntries, planTitles } from '#lib/server/results/r-check/families.ts';
import { cancelCheck, runCheckName, startCheck } from '#lib/server/results/r-check/jobs.ts';
import type { CheckEntry } from '#lib/server/results/r-check/types.ts';
import { checkView } from '#lib/server/results/r-check/view.ts';
import { snapshotHead } from '#lib/server/results/snapshot/read.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

type Runtime = Awaited<ReturnType<typeof startRuntime>>;

async function opened(id: string): Promise<{ runtime: Runtime; run: OpenRun; name: string }> {
	const runtime = await startRuntime();
	const run = await openRun(runtime, idOf(id));
	return { runtime, run, name: runCheckName(run.hash, (await snapshotHead(runtime, run.snapshotId)).suppressBelow) };
}

/** What was kept of the run is what R is held against. */
async function entriesOf({ runtime, run }: Awaited<ReturnType<typeof opened>>): Promise<CheckEntry[]> {
	const datasetFor = await datasetsFor(runtime, run.snapshotId, run.plan);
	const outcome = new Map(run.run.entries.map((e) => [e.key, e.outcome]));
	return [...run.plan.entries.map(({ key, spec, data }) => ({ key, spec, dataset: data.length > 0 ? datasetFor(data) : null, result: outcome.get(key)! })), ...familyEntries(run.run.families)];
}

export const load: PageServerLoad = async ({ params, locals: { locale } }) => {
	const { run, name } = await opened(params.run);
	return { run: { id: run.id, title: inLocale(run.plan.title, locale) }, check: checkView(name, locale, planTitles(run.plan, locale)) };
};

export const actions: Actions = {
	check: async ({ params, url }) => {
		const found = await opened(params.run);
		try {
			startCheck(found.name, await entriesOf(found));
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { problem: { code: error.code, params: error.params } });
		}
		redirect(303, url.pathname);
	},
	cancel: async ({ params, url }) => {
		cancelCheck((await opened(params.run)).name);
		redirect(303, url.pathname);
	}
};
