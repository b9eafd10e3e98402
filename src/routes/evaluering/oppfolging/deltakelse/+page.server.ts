import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { codesAt } from '#lib/domain/region/index-of.ts';
import { bytesOf, chosenFile, formOf, orRefused } from '#lib/evaluate/frame/refused.ts';
import { importParticipation, participationOn, standingRows, withdraw } from '#lib/server/extraction/participation.ts';
import { participationTable } from '#lib/server/extraction/tables.ts';
import { heldRegister } from '#lib/server/register/klass/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** The day it is in Norway. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date());

export const load: PageServerLoad = async ({ url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const day = url.searchParams.get('dag') || today();
	const rows = await standingRows(runtime);
	const done = url.searchParams.get('ferdig');
	try {
		const found = await participationOn(runtime, day);
		const counties = (await heldRegister(runtime))?.counties;
		const names = Object.fromEntries((counties ? codesAt(counties, day) : []).map((c) => [c.code, c.name]));
		return { day, rows, done, table: found && participationTable(found, names, locale), unplaced: found?.unplaced ?? [], wrong: null };
	} catch (cause) {
		if (!(cause instanceof Problem)) throw cause;
		return { day, rows, done, table: null, unplaced: [], wrong: { code: cause.code, params: cause.params } };
	}
};

export const actions: Actions = {
	import: async ({ request, locals }) => orRefused({}, async () => {
		const file = chosenFile((await formOf(request)).get('file'));
		if (!file) throw new Problem('extraction_problem_no_file', 400);
		return { imported: await importParticipation(await startRuntime(), await bytesOf(file), locals.user?.id ?? '') };
	}),
	withdraw: async ({ request, locals }) => {
		const id = (await request.formData()).get('id');
		const refused = await orRefused({}, async () => {
			await withdraw(await startRuntime(), Number(id), locals.user?.id ?? '');
			return null;
		});
		if (refused) return refused;
		redirect(303, '/evaluering/oppfolging/deltakelse?ferdig=trukket#rader');
	}
};
