import { Problem } from '#lib/domain/problem.ts';
import { LINK_FORMATS, linkFile } from '#lib/server/register/link/file.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** The linked file: `format` csv or xlsx, and `bekreftet` when the reader has said that it makes people recognisable. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const format = LINK_FORMATS.find((known) => known === url.searchParams.get('format'));
	if (!format) throw new Problem('evaluate_problem_format', 400);
	const id = /^[1-9]\d{0,9}$/.test(params.link) ? Number(params.link) : 0;
	return new Response(await linkFile(runtime, survey.id, id, format, locals.locale, url.searchParams.get('bekreftet') === 'ja'), {
		headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="grunnlag-${survey.key}-kobling-${id}.${format}"` }
	});
};
