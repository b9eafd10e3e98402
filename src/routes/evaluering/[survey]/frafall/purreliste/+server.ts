import { remindFile } from '#lib/server/results/frafall/files.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The seats of a group that can be reminded now, by their keys and strata; the group by stratum and code in the address. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	return new Response(await remindFile(runtime, survey.id, Object.fromEntries(url.searchParams), locals.locale), {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="grunnlag-${survey.key}-purreliste.csv"` }
	});
};
