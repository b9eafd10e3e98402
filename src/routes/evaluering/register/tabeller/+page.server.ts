import { fail, type RequestEvent } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { MEASURES } from '#lib/domain/register/table.ts';
import { APIS, statbankClient, statbankSources, tableNumber, type Api } from '#lib/server/register/statbank/client.ts';
import { choicesOf, fetchPicked, type Picked } from '#lib/server/register/statbank/custom.ts';
import { MAX_TABLE_MEGABYTES, storeTableFile } from '#lib/server/register/statbank/file.ts';
import { tablesOverview } from '#lib/server/register/statbank/overview.ts';
import { fetchReady, readySet, yearsOf } from '#lib/server/register/statbank/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** Someone waits for the page: a service that is slower than this is told of instead. */
const client = () => statbankClient(statbankSources(), { timeout: 30_000, attempts: 3, maxWait: 20_000, signal: AbortSignal.timeout(180_000) });

export const load: PageServerLoad = async () => ({ ...(await tablesOverview(await startRuntime())), maxMegabytes: MAX_TABLE_MEGABYTES, thisYear: new Date().getFullYear() });

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};
const textsOf = (form: FormData, name: string): string[] => form.getAll(name).filter((value) => typeof value === 'string');
const apiOf = (form: FormData): Api => APIS.find((api) => api === textOf(form, 'api')) ?? 'v2';
const told = (problem: Problem) => ({ code: problem.code, params: problem.params });

async function orProblem<T, K extends object>(typed: K, work: () => Promise<T>) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return fail(error.status, { ...typed, problem: told(error) });
	}
}

async function formOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (error) {
		const tooLarge = [error, (error as Error).cause].some((e) => (e as { status?: number } | undefined)?.status === 413);
		throw tooLarge ? new Problem('register_problem_too_large', 413, { source: '–', max: MAX_TABLE_MEGABYTES }) : new Problem('statbank_problem_no_file', 400);
	}
}

const measureOf = (form: FormData) => MEASURES.find((measure) => measure === textOf(form, 'measure')) ?? 'count';

/** The denominator that was chosen: one of the variables held. */
async function denominatorOf(form: FormData): Promise<string | null> {
	const wanted = textOf(form, 'denominator');
	if (wanted === '') return null;
	const { held } = await tablesOverview(await startRuntime());
	if (!held.some((one) => one.variables.some((v) => v.key === wanted))) throw new Problem('statbank_problem_no_such_denominator', 400, { denominator: wanted.slice(0, 60) });
	return wanted;
}

function pickedOf(form: FormData): Picked {
	const others = [...new Set([...form.keys()])].flatMap((name): [string, string[]][] => (name.startsWith('dim_') ? [[name.slice(4), textsOf(form, name).filter(Boolean)]] : []));
	return {
		key: textOf(form, 'key'), contents: textsOf(form, 'contents'), others: Object.fromEntries(others), from: textOf(form, 'from'), to: textOf(form, 'to'), codes: textOf(form, 'codes'),
		measure: measureOf(form), denominator: textOf(form, 'denominator') || null, definition: textOf(form, 'definition')
	};
}

/** Each set is fetched and stored by itself: one that fails does not take the others with it. */
async function fetchSets(keys: string[], api: Api, years: { from: number; to: number }, actor: string) {
	const [runtime, bank] = [await startRuntime(), client()];
	const done: { key: string; changed: boolean; figures: number }[] = [];
	const failed: { key: string; problem: { code: string; params: Record<string, string | number> } }[] = [];
	for (const key of keys) {
		await fetchReady(runtime, bank, { key, api, years, actor }).then((stored) => void done.push(stored), (error: unknown) => {
			if (!(error instanceof Problem)) throw error;
			failed.push({ key, problem: told(error) });
		});
	}
	return { done, failed };
}

const actorOf = ({ locals }: Pick<RequestEvent, 'locals'>): string => locals.user?.id ?? '';

export const actions: Actions = {
	ready: async (event) => {
		const form = await event.request.formData();
		const typed = { ready: { keys: textsOf(form, 'set'), from: textOf(form, 'from'), to: textOf(form, 'to') } };
		return orProblem(typed, async () => {
			if (typed.ready.keys.length === 0) throw new Problem('statbank_problem_none_chosen', 400);
			for (const key of typed.ready.keys) readySet(key);
			const { done, failed } = await fetchSets(typed.ready.keys, apiOf(form), yearsOf(typed.ready.from, typed.ready.to), actorOf(event));
			return done.length === 0 ? fail(502, { ...typed, failed }) : { done, failed };
		});
	},
	look: async ({ request }) => {
		const form = await request.formData();
		const [table, api] = [textOf(form, 'table'), apiOf(form)];
		return orProblem({ look: { table, api } }, async () => ({ look: { table, api }, choices: choicesOf(await client().meta(api, tableNumber(table)), api) }));
	},
	fetch: async (event) => {
		const form = await event.request.formData();
		const [table, api, picked] = [textOf(form, 'table'), apiOf(form), pickedOf(form)];
		return orProblem({ look: { table, api } }, async () => {
			const bank = client();
			const meta = await bank.meta(api, tableNumber(table));
			return orProblem({ look: { table, api }, choices: choicesOf(meta, api), picked }, async () => {
				const denominator = await denominatorOf(form);
				return { done: [await fetchPicked(await startRuntime(), bank, { api, meta, picked: { ...picked, denominator }, actor: actorOf(event) })], failed: [] };
			});
		});
	},
	upload: async (event) => {
		const typed = { upload: { key: '', measure: 'count', denominator: '', definition: '' } };
		return orProblem(typed, async () => {
			const form = await formOf(event.request);
			Object.assign(typed.upload, { key: textOf(form, 'key'), measure: measureOf(form), denominator: textOf(form, 'denominator'), definition: textOf(form, 'definition') });
			const file = form.get('file');
			if (!(file instanceof File) || file.size === 0) throw new Problem('statbank_problem_no_file', 400);
			const stored = await storeTableFile(await startRuntime(), {
				fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()), key: typed.upload.key, measure: measureOf(form), denominator: await denominatorOf(form), definition: typed.upload.definition.slice(0, 1000), actor: actorOf(event)
			});
			return { done: [stored], failed: [] };
		});
	}
};
