import { Problem } from '#lib/domain/problem.ts';
import { isLocale } from '#lib/i18n.ts';
import { noteText } from '#lib/server/results/frafall/note.ts';
import { notePage } from '#lib/server/results/frafall/page.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The note on frafall as a text file, in the language `sprak`. */
export const GET: RequestHandler = async ({ params, url }) => {
	const locale = url.searchParams.get('sprak');
	if (!isLocale(locale)) throw new Problem('frafall_problem_language', 400);
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const { note, heading } = await notePage(runtime, survey, locale);
	return new Response(noteText(note, heading), {
		headers: { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': `attachment; filename="grunnlag-${survey.key}-frafall-${locale}.txt"` }
	});
};
