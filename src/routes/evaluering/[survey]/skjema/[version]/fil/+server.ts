import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { documentText, getSurvey, getVersion } from '#lib/server/surveys/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params }) => {
	const deps = await startRuntime();
	const survey = await getSurvey(deps, surveyParam(params.survey));
	const { questionnaire, number } = await getVersion(deps, survey.id, /^[1-9]\d{0,5}$/.test(params.version) ? Number(params.version) : 0);
	return new Response(documentText(questionnaire), {
		headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': `attachment; filename="${survey.key}-${number}.json"` }
	});
};
