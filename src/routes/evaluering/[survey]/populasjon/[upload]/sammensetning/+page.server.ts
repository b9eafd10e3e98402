import { SHOWN } from '#lib/evaluate/frame/refused.ts';
import { droppedRows } from '#lib/server/fieldwork/frames/describe.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { openUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { id, fileName, merge } = await openUpload(await startRuntime(), surveyParam(params.survey), params.upload);
	if (!merge) throw new FrameRefused('frame_problem_no_upload', 404);
	const { dropped, ...report } = merge;
	return { upload: { id, fileName }, report, dropped: droppedRows(merge, locals.locale, SHOWN), count: dropped.length };
};
