import { redirect } from '@sveltejs/kit';
import { bytesOf, chosenFile, formOf, orRefused } from '#lib/evaluate/frame/refused.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { frameOverview } from '#lib/server/fieldwork/frames/overview.ts';
import { MAX_MEGABYTES } from '#lib/server/fieldwork/frames/table.ts';
import { discardUpload, storeUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => ({
	frame: await frameOverview(await startRuntime(), surveyParam(params.survey)),
	imported: Number(url.searchParams.get('hentet')) || null,
	done: url.searchParams.get('ferdig'),
	maxMegabytes: MAX_MEGABYTES
});

export const actions: Actions = {
	upload: async ({ params, request, locals }) => {
		const surveyId = surveyParam(params.survey);
		const stored = await orRefused({}, async () => {
			const file = chosenFile((await formOf(request)).get('list'));
			if (!file) throw new FrameRefused('frame_problem_no_list', 400);
			return storeUpload(await startRuntime(), { surveyId, fileName: file.name, bytes: await bytesOf(file), actor: locals.user?.id ?? '' });
		});
		if (typeof stored !== 'string') return stored;
		redirect(303, `/evaluering/${surveyId}/populasjon/${stored}/kolonner`);
	},
	discard: async ({ params, request }) => {
		const surveyId = surveyParam(params.survey);
		await discardUpload(await startRuntime(), surveyId, String((await request.formData()).get('upload')));
		redirect(303, `/evaluering/${surveyId}/populasjon?ferdig=forkastet`);
	}
};
