import { fail, redirect } from '@sveltejs/kit';
import type { AnySpec, Plan } from '#lib/domain/analysis/types.ts';
import type { Dataset } from '#lib/domain/dataset/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale, LOCALES, m, type Locale } from '#lib/i18n.ts';
import { readPlans } from '#lib/server/db/analysis-plans.ts';
import { parseSpec } from '#lib/server/results/plan/check.ts';
import { addEntry, freeKey, newEntry } from '#lib/server/results/plan/edit.ts';
import { changePlan, idOf, openPlan, planOf } from '#lib/server/results/plan/store.ts';
import { fieldFaults, readsData } from '#lib/server/results/plan/spec-check.ts';
import { addBattery, BATTERY, BATTERY_FIELDS } from '#lib/server/results/workbench/battery.ts';
import { cancel } from '#lib/server/results/workbench/jobs.ts';
import { benchPage, openAsked } from '#lib/server/results/workbench/page.ts';
import { queryOf, readQuery } from '#lib/server/results/workbench/query.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const opened = await openAsked(runtime, readQuery(url.searchParams));
	const plans = (await readPlans(runtime.database.evaluate.db)).filter((p) => p.evaluationId === opened.head?.evaluationId);
	const added = url.searchParams.get('lagt_til') ?? '';
	return {
		bench: await benchPage(opened, locale), query: [...queryOf(opened.asked)], kept: [...queryOf(opened.asked, { fields: null, search: '' })], parts: opened.data,
		cancelled: url.searchParams.has('avbrutt'), added: /^\d{1,9}$/.test(added) ? added : null,
		plans: plans.map((p) => ({ id: p.id, version: p.version, locked: p.lockedAt !== null, label: m[p.lockedAt ? 'workbench_plan_locked_option' : 'workbench_plan_option']({ title: inLocale(planOf(p.body).title, locale), key: p.key }, { locale }) }))
	};
};

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};
/** What a person writes in one language stands in all until it is translated. */
const inAll = (text: string) => Object.fromEntries(LOCALES.map((l) => [l, text])) as Record<Locale, string>;

/** The plan with what the page showed: one entry, or those of a battery. @throws Problem when it is no spec */
function adding(text: string, key: string, title: Record<Locale, string>, data: string[], dataset: Dataset | null): (plan: Plan) => Plan {
	const own = textSpec(text);
	if (own?.method === BATTERY && dataset && fieldFaults(own, BATTERY_FIELDS, dataset).length === 0) return (plan) => addBattery(plan, title, data, own, dataset);
	const read = parseSpec(text, key);
	if (!read.value) throw new Problem('workbench_problem_spec', 400);
	const spec = read.value;
	return (plan) => addEntry(plan, newEntry(key, title, readsData(spec.method) ? data : [], spec));
}

function textSpec(text: string): AnySpec | null {
	try {
		return JSON.parse(text) as AnySpec | null;
	} catch {
		return null;
	}
}

export const actions: Actions = {
	cancel: async ({ request, url }) => {
		cancel(textOf(await request.formData(), 'key'));
		// asking for it again would begin it anew
		redirect(303, `${url.pathname}?${queryOf({ ...readQuery(url.searchParams), method: null, fields: null })}&avbrutt=1`);
	},
	add: async ({ request, url, locals }) => {
		const form = await request.formData();
		const typed = { title: textOf(form, 'title'), plan: textOf(form, 'plan'), reason: textOf(form, 'reason') };
		const data = form.getAll('data').filter((x) => typeof x === 'string');
		let plan = 0;
		try {
			const [id = '', version = ''] = typed.plan.split(':');
			plan = idOf(id);
			if (typed.title === '') throw new Problem('workbench_problem_plan_title', 400);
			const runtime = await startRuntime();
			const opened = await openAsked(runtime, readQuery(url.searchParams));
			const key = freeKey((await openPlan(runtime, plan)).plan, typed.title);
			const edit = adding(textOf(form, 'spec'), key, inAll(typed.title), data, opened.dataset);
			await changePlan(runtime, plan, Number(version), edit, { key: 'workbench_change_added', params: { entry: key } }, typed.reason, locals.user?.id ?? '');
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { typed, problem: { code: error.code, params: error.params } });
		}
		redirect(303, `${url.pathname}?${queryOf(readQuery(url.searchParams))}&lagt_til=${plan}`);
	}
};
