import { Problem } from '#lib/domain/problem.ts';
import { SAMPLE_FORMATS, sampleFile } from '#lib/server/fieldwork/samples/index.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** The sample that stands, a row a seat drawn; `format` csv or xlsx. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const format = SAMPLE_FORMATS.find((known) => known === url.searchParams.get('format'));
	if (!format) throw new Problem('evaluate_problem_format', 400);
	return new Response(await sampleFile(runtime, survey.id, format, locals.locale), {
		headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="grunnlag-${survey.key}-utvalg.${format}"` }
	});
};
