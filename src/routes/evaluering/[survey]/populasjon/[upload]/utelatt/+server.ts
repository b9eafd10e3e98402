import { droppedCsv } from '#lib/server/fieldwork/frames/describe.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { openUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Every row that a merge left out, with why, as CSV. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { merge } = await openUpload(await startRuntime(), surveyParam(params.survey), params.upload);
	if (!merge) throw new FrameRefused('frame_problem_no_upload', 404);
	return new Response(droppedCsv(merge, locals.locale), {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="grunnlag-utelatt.csv"' }
	});
};
