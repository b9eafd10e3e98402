import { error, fail, redirect } from '@sveltejs/kit';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Locale } from '#lib/i18n.ts';
import { readsData } from '#lib/server/results/plan/spec-check.ts';
import { cancelCheck, specCheckName, startCheck } from '#lib/server/results/r-check/jobs.ts';
import type { CheckEntry } from '#lib/server/results/r-check/types.ts';
import { checkView } from '#lib/server/results/r-check/view.ts';
import { BATTERY } from '#lib/server/results/workbench/battery.ts';
import { benchPage, openAsked } from '#lib/server/results/workbench/page.ts';
import { queryOf, readQuery } from '#lib/server/results/workbench/query.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** The analysis of the address. @throws 404 where it names none that can be run, or one that is many */
async function asked(url: URL, locale: Locale): Promise<{ name: string; title: string; query: string; entry: CheckEntry }> {
	const opened = await openAsked(await startRuntime(), readQuery(url.searchParams));
	const { result, method } = await benchPage(opened, locale);
	if (!result || !method) error(404);
	const spec = JSON.parse(result.spec) as AnySpec;
	if (spec.method === BATTERY) error(404);
	const dataset = readsData(spec.method) ? opened.dataset : null;
	return { name: specCheckName(spec, dataset), title: method.title, query: queryOf(opened.asked).toString(), entry: { key: spec.method, spec, dataset } };
}

export const load: PageServerLoad = async ({ url, locals: { locale } }) => {
	const { name, title, query, entry } = await asked(url, locale);
	return { title, query, check: checkView(name, locale, { [entry.key]: title }) };
};

export const actions: Actions = {
	check: async ({ url, locals: { locale } }) => {
		const { name, entry, query } = await asked(url, locale);
		try {
			startCheck(name, [entry]);
		} catch (problem) {
			if (!(problem instanceof Problem)) throw problem;
			return fail(problem.status, { problem: { code: problem.code, params: problem.params } });
		}
		redirect(303, `${url.pathname}?${query}`);
	},
	cancel: async ({ url, locals: { locale } }) => {
		const { name, query } = await asked(url, locale);
		cancelCheck(name);
		redirect(303, `${url.pathname}?${query}`);
	}
};
