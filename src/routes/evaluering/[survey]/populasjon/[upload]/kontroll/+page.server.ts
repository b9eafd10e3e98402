import { redirect } from '@sveltejs/kit';
import { orRefused, SHOWN } from '#lib/evaluate/frame/refused.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { surveyOf } from '#lib/server/fieldwork/frames/preview.ts';
import { discardUpload, importUpload, previewUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

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
		const report = await orRefused({}, async () => importUpload(await startRuntime(), surveyId, params.upload, locals.user?.id ?? ''));
		if (!('changes' in report)) return report;
		redirect(303, `/evaluering/${surveyId}/populasjon?${report.importId === null ? 'ferdig=uendret' : `hentet=${report.importId}`}`);
	},
	discard: async ({ params }) => {
		const surveyId = surveyParam(params.survey);
		await discardUpload(await startRuntime(), surveyId, params.upload);
		redirect(303, `/evaluering/${surveyId}/populasjon?ferdig=forkastet`);
	}
};
