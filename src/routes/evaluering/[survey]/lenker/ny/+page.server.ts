import { redirect } from '@sveltejs/kit';
import { fromLocal } from '#lib/domain/local-time.ts';
import { Problem } from '#lib/domain/problem.ts';
import { bytesOf, chosenFile, formOf, orRefused } from '#lib/evaluate/frame/refused.ts';
import { field } from '#lib/evaluate/questionnaire/problem.ts';
import { createOpenList, createPersonalList, type ListForm } from '#lib/server/fieldwork/lists/create.ts';
import { responseStrata } from '#lib/server/results/response.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url }) => {
	const { survey } = await parent();
	return { kind: url.searchParams.get('type') === 'apen' ? ('open' as const) : ('personal' as const), strata: await responseStrata(await startRuntime(), survey.id) };
};

/** A date that was typed and cannot be read must not pass for none. */
function moment(text: string): Date | null {
	const date = fromLocal(text);
	if (text.trim() !== '' && !date) throw new Problem('lists_problem_dates', 422);
	return date;
}

async function bytesIn(form: FormData, name: string): Promise<Uint8Array | null> {
	const file = chosenFile(form.get(name));
	return file && bytesOf(file);
}

const FIELDS = ['name', 'count', 'ceiling', 'perMinute', 'opensAt', 'closesAt'] as const;

async function make(form: FormData, surveyId: number, kind: 'personal' | 'open', actor: string, typed: Record<string, string>): Promise<number> {
	const runtime = await startRuntime();
	const strata = await responseStrata(runtime, surveyId);
	const of = (prefix: string) => Object.fromEntries(strata.map((s) => [s.name, typed[`${prefix}_${s.name}`] ?? '']));
	const { name = '', count = '', ceiling = '', perMinute = '', opensAt = '', closesAt = '' } = typed;
	const list: ListForm = { surveyId, name, strata: of('stratum'), added: of('added'), actor };
	if (kind === 'open') {
		const open = { count, ceiling, perMinute, opensAt: moment(opensAt), closesAt: moment(closesAt), codes: await bytesIn(form, 'codes') };
		return (await createOpenList(runtime, { ...list, open })).listId;
	}
	const file = await bytesIn(form, 'keys');
	if ((file === null) === (count.trim() === '')) throw new Problem('lists_problem_members', 422);
	return createPersonalList(runtime, { ...list, members: file ? { file } : { count } });
}

export const actions: Actions = {
	default: async ({ request, params, locals, url }) => {
		const surveyId = surveyParam(params.survey);
		const kind = url.searchParams.get('type') === 'apen' ? 'open' : 'personal';
		const typed: Record<string, string> = {};
		const made = await orRefused({ typed }, async () => {
			const form = await formOf(request);
			for (const name of form.keys()) if ((FIELDS as readonly string[]).includes(name) || /^(stratum|added)_[a-z][a-z0-9_]*$/.test(name)) typed[name] = field(form, name).slice(0, 500);
			return make(form, surveyId, kind, locals.user?.id ?? '', typed);
		});
		if (typeof made !== 'number') return made;
		redirect(303, `/evaluering/${surveyId}/lenker/${made}?ferdig=created`);
	}
};
