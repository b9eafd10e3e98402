import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { bytesOf, chosenFile, formOf, orRefused } from '#lib/evaluate/frame/refused.ts';
import { m } from '#lib/i18n.ts';
import { readChanges, readRuns } from '#lib/server/db/extraction.ts';
import { DEFAULTS, listOf, makeExtraction, standing, storeExtraction, type Settings } from '#lib/server/extraction/run.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const { db } = (await startRuntime()).database.evaluate;
	const runs = await readRuns(db);
	return { runs: await Promise.all(runs.map(async (r) => ({ ...r, listed: standing(r.listed, await readChanges(db, r.id)).length }))), defaults: DEFAULTS };
};

/** A second or so of the server's time, which it takes from respondents: more is for the terminal. */
const MOST_REPLICATES = 20;

interface Typed { title: string; averageCount: string; spreadCount: string; minN: string; minPresent: string; replicates: string; ties: string; spreadMeasure: string; earlier: string[] }

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};
/** A number with comma or point, whole where it must be. @throws Problem naming the field */
function numberOf(typed: string, label: string, min: number, max: number, whole: boolean): number {
	const x = /^\d+(?:[.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : NaN;
	if (!(x >= min && x <= max) || (whole && !Number.isInteger(x))) throw new Problem('extraction_problem_setting', 400, { field: label, min, max });
	return x;
}

function settingsOf(t: Typed, locale: App.Locals['locale']): Settings {
	const l = { locale };
	return {
		title: t.title, averageCount: numberOf(t.averageCount, m.extraction_average_count({}, l), 0, 400, true), spreadCount: numberOf(t.spreadCount, m.extraction_spread_count({}, l), 0, 400, true),
		minN: numberOf(t.minN, m.extraction_min_n({}, l), 0, 1000, true), minPresent: numberOf(t.minPresent, m.extraction_min_present({}, l), 0, 1, false), replicates: numberOf(t.replicates, m.extraction_replicates({}, l), 0, MOST_REPLICATES, true),
		ties: t.ties === 'none' ? 'none' : 'all', spreadMeasure: t.spreadMeasure === 'range' ? 'range' : 'sd', redrawBelow: null, earlier: t.earlier.filter((id) => /^\d{1,9}$/.test(id)).map(Number)
	};
}

/** Makes what the form asks for; `store` keeps it. */
async function make(request: Request, locals: App.Locals, store: boolean) {
	const typed: Typed = { title: '', averageCount: '', spreadCount: '', minN: '', minPresent: '', replicates: '', ties: '', spreadMeasure: '', earlier: [] };
	return orRefused({ typed }, async () => {
		const form = await formOf(request);
		for (const name of ['title', 'averageCount', 'spreadCount', 'minN', 'minPresent', 'replicates', 'ties', 'spreadMeasure'] as const) typed[name] = textOf(form, name);
		typed.earlier = form.getAll('earlier').filter((v) => typeof v === 'string');
		const [data, limits] = [chosenFile(form.get('data')), chosenFile(form.get('limits'))];
		if (!data || !limits) throw new Problem('extraction_problem_no_files', 400);
		const settings = settingsOf(typed, locals.locale);
		const runtime = await startRuntime();
		const made = await makeExtraction(runtime, { data: await bytesOf(data), limits: await bytesOf(limits) }, settings);
		const { average, spread } = listOf(made.result);
		return { typed, tried: { average: average.length, spread: spread.length, known: made.data.municipalities.length }, id: store ? await storeExtraction(runtime, made, settings.title, locals.user?.id ?? '') : null };
	});
}

export const actions: Actions = {
	try: ({ request, locals }) => make(request, locals, false),
	store: async ({ request, locals }) => {
		const made = await make(request, locals, true);
		if ('id' in made && made.id !== null) redirect(303, `/evaluering/oppfolging/${String(made.id)}?ferdig=lagret`);
		return made;
	}
};
