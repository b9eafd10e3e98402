import { redirect } from '@sveltejs/kit';
import { importedAddress, orRefused, SHOWN } from '#lib/evaluate/frame/refused.ts';
import { importSettled, startImport } from '#lib/server/fieldwork/frames/import-job.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { surveyOf } from '#lib/server/fieldwork/frames/preview.ts';
import { discardUpload, previewUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** Milliseconds that a short list gets: a longer one is followed on a page of its own. */
const PATIENCE = 1500;

export const load: PageServerLoad = async ({ params }) => {
	const [deps, surveyId] = [await startRuntime(), surveyParam(params.survey)];
	const columns = `/evaluering/${surveyId}/populasjon/${params.upload}/kolonner`;
	const { upload, preview } = await previewUpload(deps, surveyId, params.upload).catch((error: unknown) => {
		// a suggestion that does not fit the list: the columns must be chosen first
		if (error instanceof FrameRefused && error.code === 'frame_problem_rows') redirect(303, columns);
		throw error;
	});
	const { declared } = await surveyOf(deps.database.fieldwork.sql, surveyId);
	const { issues, changedCells, absent, counts, changes, errors, warnings } = preview;
	return {
		upload: { id: upload.id, fileName: upload.fileName, merged: upload.merge !== null },
		counts, changes, errors, warnings, columns,
		nothing: changes.added + changes.changed + changes.variables + changes.categories === 0,
		labels: Object.fromEntries(declared.map((d) => [d.name, d.label])),
		// errors first where not everything is shown
		issues: issues.toSorted((a, b) => Number(b.level === 'error') - Number(a.level === 'error')).slice(0, SHOWN), issueCount: issues.length,
		changedCells: changedCells.slice(0, SHOWN), changedCount: changedCells.length, absent: absent.slice(0, SHOWN)
	};
};

export const actions: Actions = {
	import: async ({ params, locals }) => {
		const surveyId = surveyParam(params.survey);
		const job = await orRefused({}, async () => {
			const { state, importId, error } = await importSettled(await startImport(await startRuntime(), surveyId, params.upload, locals.user?.id ?? ''), PATIENCE);
			if (state === 'failed') throw error;
			return { state, importId };
		});
		if (!('state' in job)) return job;
		redirect(303, job.state === 'done' ? importedAddress(surveyId, job.importId) : `/evaluering/${surveyId}/populasjon/${params.upload}/henter`);
	},
	discard: async ({ params }) => {
		const surveyId = surveyParam(params.survey);
		await discardUpload(await startRuntime(), surveyId, params.upload);
		redirect(303, `/evaluering/${surveyId}/populasjon?ferdig=forkastet`);
	}
};
