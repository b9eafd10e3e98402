import { weightCsv } from '#lib/server/results/frafall/files.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** A version of a weight, one row a respondent, by the seats' keys in the population list. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const { name, version, text } = await weightCsv(runtime, survey.id, url.searchParams.get('id') ?? '', locals.locale);
	return new Response(text, {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="grunnlag-${survey.key}-${name}-v${version}.csv"` }
	});
};
