import { error, fail, redirect } from '@sveltejs/kit';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import type { Locale } from '#lib/i18n.ts';
import { readsData } from '#lib/server/results/plan/spec-check.ts';
import { familyEntries, planTitles } from '#lib/server/results/r-check/families.ts';
import { cancelCheck, specCheckName, startCheck } from '#lib/server/results/r-check/jobs.ts';
import type { CheckEntry } from '#lib/server/results/r-check/types.ts';
import { checkView } from '#lib/server/results/r-check/view.ts';
import type { Titles } from '#lib/server/results/r-check/words.ts';
import { BATTERY, batteryFamilies, batteryPlan } from '#lib/server/results/workbench/battery.ts';
import { benchPage, openAsked } from '#lib/server/results/workbench/page.ts';
import { queryOf, readQuery } from '#lib/server/results/workbench/query.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

interface Asked { name: string; title: string; query: string; entries: CheckEntry[]; titles: Titles }

/** The analysis of the address; a battery is all that it is made of. @throws 404 where it names none that can be run */
async function asked(url: URL, locale: Locale): Promise<Asked> {
	const opened = await openAsked(await startRuntime(), readQuery(url.searchParams));
	const { result, method } = await benchPage(opened, locale);
	if (!result || !method) error(404);
	const spec = JSON.parse(result.spec) as AnySpec;
	const query = queryOf(opened.asked).toString();
	if (spec.method === BATTERY) {
		const { dataset } = opened;
		const plan = dataset && batteryPlan(dataset, spec);
		if (!plan) error(404);
		const entries = [...plan.entries.map(({ key, spec: own }): CheckEntry => ({ key, spec: own, dataset })), ...familyEntries(batteryFamilies(dataset, plan))];
		return { name: specCheckName(spec, dataset), title: method.title, query, entries, titles: planTitles(plan, locale) };
	}
	const dataset = readsData(spec.method) ? opened.dataset : null;
	return { name: specCheckName(spec, dataset), title: method.title, query, entries: [{ key: spec.method, spec, dataset }], titles: { [spec.method]: method.title } };
}

export const load: PageServerLoad = async ({ url, locals: { locale } }) => {
	const { name, title, query, titles } = await asked(url, locale);
	return { title, query, check: checkView(name, locale, titles) };
};

export const actions: Actions = {
	check: async ({ url, locals: { locale } }) => {
		const { name, entries, query } = await asked(url, locale);
		try {
			startCheck(name, entries);
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
