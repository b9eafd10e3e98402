import { redirect } from '@sveltejs/kit';
import { importedAddress, refusalOf } from '#lib/evaluate/frame/refused.ts';
import { importJob, importSettled, stopImport } from '#lib/server/fieldwork/frames/import-job.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import type { Actions, PageServerLoad } from './$types';

/** Milliseconds that the page waits before it says that the import goes on. */
const PATIENCE = 800;

export const load: PageServerLoad = async ({ params }) => {
	const surveyId = surveyParam(params.survey);
	const check = `/evaluering/${surveyId}/populasjon/${params.upload}/kontroll`;
	const job = importJob(surveyId, params.upload);
	if (!job) redirect(303, check);
	const { state, fileName, progress, importId, error } = await importSettled(job, PATIENCE);
	if (state === 'done') redirect(303, importedAddress(surveyId, importId));
	return { check, upload: params.upload, state, fileName, progress: { ...progress }, refused: state === 'failed' ? refusalOf(error) : null };
};

export const actions: Actions = {
	stop: ({ params, url }) => {
		stopImport(surveyParam(params.survey), params.upload);
		redirect(303, url.pathname);
	}
};
