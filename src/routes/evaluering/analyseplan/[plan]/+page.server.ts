import { fail, redirect } from '@sveltejs/kit';
import type { Plan, PlanEntry } from '#lib/domain/analysis/types.ts';
import { Problem } from '#lib/domain/problem.ts';
import { LOCALES, type Locale } from '#lib/i18n.ts';
import { parseSpec } from '#lib/server/results/plan/check.ts';
import { addEntry, changeEntry, moveEntry, removeEntry, setFamily } from '#lib/server/results/plan/edit.ts';
import { faultSentence, planPage } from '#lib/server/results/plan/page.ts';
import { startPlanRun } from '#lib/server/results/plan/jobs.ts';
import { changePlan, checkPlan, idOf, lockPlan, openPlan, type Change } from '#lib/server/results/plan/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { snapshotParam } from '#lib/server/results/snapshot/read.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { locale } }) => {
	const done = url.searchParams.get('ferdig');
	return { view: await planPage(await startRuntime(), idOf(params.plan), url.searchParams.get('rediger'), locale), adding: url.searchParams.has('ny'), done: done === 'endret' || done === 'laast' ? done : null };
};

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};
const inAll = (text: string) => Object.fromEntries(LOCALES.map((l) => [l, text])) as Record<Locale, string>;

interface Made { edit: (plan: Plan) => Plan; change: Change }

/** Makes the next version of what a form says; what is wrong goes back to the page with what was typed. */
async function change({ request, params, locals }: RequestEvent, make: (form: FormData) => Made | { faults: string[] }) {
	const form = await request.formData();
	const typed = Object.fromEntries(['key', 'title', 'data', 'spec', 'reason'].map((name) => [name, textOf(form, name)]));
	try {
		const made = make(form);
		if ('faults' in made) return fail(422, { typed, problems: made.faults });
		await changePlan(await startRuntime(), idOf(params.plan), Number(textOf(form, 'version')), made.edit, made.change, textOf(form, 'reason'), locals.user?.id ?? '');
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return fail(error.status, { typed, problems: [{ code: error.code, params: error.params }] });
	}
	redirect(303, `/evaluering/analyseplan/${params.plan}?ferdig=endret`);
}

/** The entry that a form says, or what is wrong with it. */
function entryOf(form: FormData, locale: Locale): { faults: string[] } | { entry: PlanEntry } {
	const key = textOf(form, 'key');
	const title = textOf(form, 'title');
	if (title === '') throw new Problem('workbench_problem_plan_title', 400);
	const read = parseSpec(textOf(form, 'spec'), key);
	if (!read.value) return { faults: read.faults.map((f) => faultSentence(f, locale)) };
	return { entry: { key, title: inAll(title), data: textOf(form, 'data').split(/[\s,;+]+/).filter((x) => x !== ''), spec: read.value } };
}

const FAMILIES = ['holm', 'hochberg', 'bonferroni', 'BH', 'BY'] as const;

export const actions: Actions = {
	save: (event) => change(event, (form) => {
		const old = textOf(form, 'entry');
		const made = entryOf(form, event.locals.locale);
		if ('faults' in made) return made;
		const { entry } = made;
		// a title that was not touched keeps its languages
		const kept = (plan: Plan) => plan.entries.find((e) => e.key === old);
		return { edit: (plan) => changeEntry(plan, old, Object.values(kept(plan)?.title ?? {}).includes(textOf(form, 'title')) ? { ...entry, title: kept(plan)!.title } : entry), change: { key: 'workbench_change_edited', params: { entry: entry.key } } };
	}),
	insert: (event) => change(event, (form) => {
		const made = entryOf(form, event.locals.locale);
		return 'faults' in made ? made : { edit: (plan) => addEntry(plan, made.entry), change: { key: 'workbench_change_added', params: { entry: made.entry.key } } };
	}),
	remove: (event) => change(event, (form) => ({ edit: (plan) => removeEntry(plan, textOf(form, 'entry')), change: { key: 'workbench_change_removed', params: { entry: textOf(form, 'entry') } } })),
	move: (event) => change(event, (form) => ({ edit: (plan) => moveEntry(plan, textOf(form, 'entry'), textOf(form, 'by') === 'up' ? -1 : 1), change: { key: 'workbench_change_moved', params: { entry: textOf(form, 'entry') } } })),
	family: (event) => change(event, (form) => {
		const method = FAMILIES.find((f) => f === textOf(form, 'method')) ?? 'holm';
		const entries = form.getAll('entries').filter((x) => typeof x === 'string');
		const key = textOf(form, 'key') || 'familie';
		return { edit: (plan) => setFamily(plan, key, method, entries), change: { key: 'workbench_change_family', params: { family: key, count: entries.length } } };
	}),
	lock: async ({ request, params, locals }) => {
		try {
			await lockPlan(await startRuntime(), idOf(params.plan), Number(textOf(await request.formData(), 'version')), locals.user?.id ?? '');
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { typed: {}, problems: [{ code: error.code, params: error.params }] });
		}
		redirect(303, `/evaluering/analyseplan/${params.plan}?ferdig=laast`);
	},
	run: async ({ request, params, locals }) => {
		let job: string;
		try {
			const runtime = await startRuntime();
			const [id, snapshot] = [idOf(params.plan), snapshotParam(textOf(await request.formData(), 'snapshot'))];
			const faults = await checkPlan(runtime, snapshot, (await openPlan(runtime, id)).plan);
			if (faults.some((f) => f.field === 'data')) return fail(422, { typed: {}, problems: faults.map((f) => faultSentence(f, locals.locale)) });
			job = await startPlanRun(runtime, { planId: id, snapshotId: snapshot, from: `/evaluering/analyseplan/${id}`, use: async (run) => `/evaluering/analyseplan/kjoring/${run}` }, locals.user?.id ?? '');
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { typed: {}, problems: [{ code: error.code, params: error.params }] });
		}
		redirect(303, `/evaluering/analyseplan/kjorer/${job}`);
	}
};
