import { runPage } from '#lib/server/results/plan/page.ts';
import { presentEntry } from '#lib/server/results/plan/present-run.ts';
import { idOf, openRun } from '#lib/server/results/plan/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const opened = await openRun(runtime, idOf(params.run));
	const key = url.searchParams.get('vis') ?? opened.run.entries[0]?.key ?? null;
	return { view: runPage(opened, locale), shown: key, entry: key === null ? null : await presentEntry(runtime, opened, key, locale) };
};
