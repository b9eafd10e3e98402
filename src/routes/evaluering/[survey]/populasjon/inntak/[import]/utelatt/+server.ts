import { droppedCsv } from '#lib/server/fieldwork/frames/describe.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { importDetails } from '#lib/server/fieldwork/frames/overview.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Every row that the merge before an import left out, with why, as CSV. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { report } = await importDetails(await startRuntime(), surveyParam(params.survey), Number(params.import));
	if (!report.merge) throw new FrameRefused('frame_problem_no_import', 404);
	return new Response(droppedCsv(report.merge, locals.locale), {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="grunnlag-utelatt.csv"' }
	});
};
