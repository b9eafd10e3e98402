import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { field } from '#lib/evaluate/questionnaire/problem.ts';
import { issueListLinks } from '#lib/server/fieldwork/lists/links.ts';
import { listParam } from '#lib/server/fieldwork/lists/overview.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Makes the list's links and answers with the only file that will ever hold them. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const listId = listParam(params.list);
	const form = await request.formData();
	const input = {
		surveyId: survey.id, listId, actor: locals.user?.id ?? '', issued: Number(field(form, 'issued')), again: field(form, 'confirm') === 'ja',
		format: field(form, 'format') === 'xlsx' ? ('xlsx' as const) : ('csv' as const), locale: locals.locale
	};
	const file = await issueListLinks(runtime, input).catch((error: unknown) => {
		if (error instanceof Problem && error.status === 409) return error.code;
		throw error;
	});
	if (typeof file === 'string') redirect(303, `/evaluering/${survey.id}/lenker/${listId}?feil=${file}`);
	return new Response(Buffer.from(file.bytes), {
		headers: { 'content-type': file.type, 'content-disposition': `attachment; filename="grunnlag-${survey.key}-lenker-${listId}.${file.extension}"` }
	});
};
