import { unansweredKeys } from '#lib/server/fieldwork/lists/links.ts';
import { listParam } from '#lib/server/fieldwork/lists/overview.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The keys of those who have not sent their form in. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const listId = listParam(params.list);
	const file = await unansweredKeys(runtime, { surveyId: survey.id, listId, actor: locals.user?.id ?? '', format: url.searchParams.get('format') === 'xlsx' ? 'xlsx' : 'csv', locale: locals.locale });
	return new Response(Buffer.from(file.bytes), {
		headers: { 'content-type': file.type, 'content-disposition': `attachment; filename="grunnlag-${survey.key}-ubesvart-${listId}.${file.extension}"` }
	});
};
