import { Problem } from '#lib/domain/problem.ts';
import { whoseOf } from '#lib/server/results/coding/result.ts';
import { codedFile } from '#lib/server/results/coding/file.ts';
import { readCoded } from '#lib/server/results/coding/read.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** Answers and codes: `format` csv or xlsx, and `bekreftet` when the reader has said what the file may tell. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const format = (['csv', 'xlsx'] as const).find((known) => known === url.searchParams.get('format'));
	if (!format) throw new Problem('evaluate_problem_format', 400);
	if (url.searchParams.get('bekreftet') !== 'ja') throw new Problem('coding_problem_confirm', 409);
	const coded = await readCoded(runtime, { surveyId: survey.id, item: params.item.slice(0, 100) }, locals.locale);
	return new Response(codedFile(coded, whoseOf(url.searchParams.get('kodere'), coded.coders), format, locals.locale), {
		headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="grunnlag-${survey.key}-${coded.place.item}.${format}"`, 'cache-control': 'no-store' }
	});
};
