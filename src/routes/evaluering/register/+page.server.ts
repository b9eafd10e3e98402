import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { readRules } from '#lib/server/db/region-choices.ts';
import { choose, withdraw } from '#lib/server/register/klass/choices.ts';
import { klassClient, sources } from '#lib/server/register/klass/client.ts';
import { MAX_FILE_MEGABYTES, storeFile } from '#lib/server/register/klass/file.ts';
import type { Classification } from '#lib/server/register/klass/forms.ts';
import { differing, lookUp } from '#lib/server/register/klass/lookup.ts';
import { registerOverview } from '#lib/server/register/klass/overview.ts';
import { refresh } from '#lib/server/register/klass/refresh.ts';
import { heldRegister } from '#lib/server/register/klass/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** The day it is in Norway. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date());
/** Someone waits for the page: a service that is slower than this is told of instead. */
const PATIENCE = { timeout: 20_000, attempts: 3, maxWait: 20_000 };
const ALL = 120_000;

export const load: PageServerLoad = async ({ url }) => {
	const runtime = await startRuntime();
	const { searchParams: asked } = url;
	const [value, day, to] = [asked.get('kommune'), asked.get('dag') || today(), asked.get('til') || null];
	const register = await heldRegister(runtime);
	return {
		overview: await registerOverview(runtime, today()),
		asked: { value: value ?? '', day, to: to ?? '' },
		found: value !== null && register ? lookUp(register, await readRules(runtime.database.evaluate.db), { value: value.slice(0, 300), day, to }) : null,
		differing: asked.has('avvik') && register ? differing(register, register.municipalities.from, today()) : null,
		done: asked.get('ferdig'),
		maxMegabytes: MAX_FILE_MEGABYTES
	};
};

/** Does a form's work; what is wrong goes back to the page beside what was typed. */
async function orProblem<T, K extends object>(typed: K, work: () => Promise<T>) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return fail(error.status, { ...typed, problem: { code: error.code, params: error.params } });
	}
}
const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

async function uploadOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (error) {
		const tooLarge = [error, (error as Error).cause].some((e) => (e as { status?: number } | undefined)?.status === 413);
		throw tooLarge ? new Problem('register_problem_too_large', 413, { source: '–', max: MAX_FILE_MEGABYTES }) : new Problem('register_problem_no_file', 400);
	}
}

export const actions: Actions = {
	refresh: async ({ request, locals }) => {
		const from = textOf(await request.formData(), 'from');
		return orProblem({ refreshFrom: from }, async () => {
			const client = klassClient(sources(), { ...PATIENCE, signal: AbortSignal.timeout(ALL) });
			const { stored, groupsProblem } = await refresh(await startRuntime(), client, { from, today: today(), actor: locals.user?.id ?? '' });
			return { refreshed: { changed: stored.filter((s) => s.changed).length, count: stored.length, groupsProblem } };
		});
	},
	upload: async ({ request, locals }) => {
		const typed = { upload: { classification: '131', from: '', to: '' } };
		return orProblem(typed, async () => {
			const form = await uploadOf(request);
			Object.assign(typed.upload, { classification: textOf(form, 'classification'), from: textOf(form, 'from'), to: textOf(form, 'to') });
			const file = form.get('file');
			if (!(file instanceof File) || file.size === 0) throw new Problem('register_problem_no_file', 400);
			const classification = ([131, 104, 112, 128] as Classification[]).find((c) => String(c) === typed.upload.classification) ?? 131;
			const stored = await storeFile(await startRuntime(), {
				fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()), classification, from: typed.upload.from, to: typed.upload.to || null, actor: locals.user?.id ?? ''
			});
			return { uploaded: { rows: stored.rows, changed: stored.changed } };
		});
	},
	choose: async ({ request, locals }) => {
		const form = await request.formData();
		const asked = { value: textOf(form, 'value'), code: textOf(form, 'code'), from: textOf(form, 'from'), to: textOf(form, 'to'), target: textOf(form, 'target'), reason: textOf(form, 'reason') };
		const back = `/evaluering/register?${new URLSearchParams({ kommune: asked.value || asked.code, dag: asked.from, til: asked.to, ferdig: 'valgt' })}#regler`;
		const failed = await orProblem({ choice: asked }, async () => {
			await choose(await startRuntime(), { ...asked, actor: locals.user?.id ?? '' });
			return null;
		});
		if (failed) return failed;
		redirect(303, back);
	},
	withdraw: async ({ request, locals }) => {
		const id = Number(textOf(await request.formData(), 'id'));
		const failed = await orProblem({}, async () => {
			await withdraw(await startRuntime(), id, locals.user?.id ?? '');
			return null;
		});
		if (failed) return failed;
		redirect(303, '/evaluering/register?ferdig=trukket#regler');
	}
};
