import { issuesCsv } from '#lib/server/fieldwork/frames/describe.ts';
import { previewUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Every error and warning of a list as CSV, without names and addresses. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { preview } = await previewUpload(await startRuntime(), surveyParam(params.survey), params.upload);
	return new Response(issuesCsv(preview.issues, locals.locale), {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="grunnlag-problemer.csv"' }
	});
};
