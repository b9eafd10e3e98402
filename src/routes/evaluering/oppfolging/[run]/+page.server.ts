import { error, redirect } from '@sveltejs/kit';
import { orRefused } from '#lib/evaluate/frame/refused.ts';
import { readChanges, readRun } from '#lib/server/db/extraction.ts';
import { changeList } from '#lib/server/extraction/change.ts';
import { earlierParticipation, municipalityNames, named } from '#lib/server/extraction/names.ts';
import { resultOf, standing } from '#lib/server/extraction/run.ts';
import { comparisonTables, earlierTable, listTables, noteTexts, stabilityTables } from '#lib/server/extraction/tables.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (run: string): number => (/^\d{1,9}$/.test(run) ? Number(run) : 0);

export const load: PageServerLoad = async ({ params, url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const { db } = runtime.database.evaluate;
	const row = await readRun(db, idOf(params.run));
	if (!row) error(404);
	const changes = await readChanges(db, row.id);
	const result = resultOf(row);
	const names = await municipalityNames(runtime);
	const earlier = await earlierParticipation(runtime, row.known, standing(row.listed, changes));
	return {
		run: { title: row.title, hash: row.hash, engine: row.engine, madeAt: row.madeAt }, ...listTables(result, changes, names, locale), notes: noteTexts(result, locale), stability: stabilityTables(result, names, locale), comparisons: [...(earlier ? [earlierTable(earlier, names, locale)] : []), ...comparisonTables(result, locale)],
		changes: changes.map(({ id, municipality, kind, decidedBy, reason, madeAt }) => ({ id, municipality: named(names, municipality), kind, decidedBy, reason, madeAt })), done: url.searchParams.get('ferdig')
	};
};

export const actions: Actions = {
	change: async ({ request, params, locals }) => {
		const form = await request.formData();
		const of = (name: string): string => {
			const value = form.get(name);
			return typeof value === 'string' ? value.trim() : '';
		};
		const typed = { municipality: of('municipality'), kind: of('kind'), decidedBy: of('decidedBy'), reason: of('reason') };
		const done = await orRefused({ typed }, async () => {
			await changeList(await startRuntime(), { runId: idOf(params.run), ...typed }, locals.user?.id ?? '');
			return null;
		});
		if (done) return done;
		redirect(303, `/evaluering/oppfolging/${idOf(params.run)}?ferdig=endret#endringer`);
	}
};
