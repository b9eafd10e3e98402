import { Problem } from '#lib/domain/problem.ts';
import { tableToCsv } from '#lib/server/export/csv.ts';
import { tableToXlsx } from '#lib/server/export/xlsx.ts';
import { isMeasure } from '#lib/server/results/measures.ts';
import { crossReport, dispositionReport, stratumReport } from '#lib/server/results/report.ts';
import { responseTable, responseTotals } from '#lib/server/results/response.ts';
import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** A response table as a file: `format` csv or xlsx; `rows` a stratum, `columns` another with `measure`; without `rows`, the dispositions. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const runtime = await startRuntime();
	const survey = await surveyHead(runtime, surveyParam(params.survey));
	const { locale } = locals;
	const context = { survey, locale, at: new Date() };
	const [rows, columns, measure, format] = ['rows', 'columns', 'measure', 'format'].map((name) => url.searchParams.get(name) || undefined);
	if (format !== 'csv' && format !== 'xlsx') throw new Problem('evaluate_problem_format', 400);
	if (measure !== undefined && !isMeasure(measure)) throw new Problem('evaluate_problem_measure', 400);
	const table = !rows ? dispositionReport(await responseTotals(runtime, survey.id), context)
		: columns ? crossReport(await responseTable(runtime, survey.id, { rows, columns }), measure ?? 'rr2', context)
		: stratumReport(await responseTable(runtime, survey.id, { rows }), context);
	const name = ['grunnlag', survey.key, rows ?? 'status', columns, columns && (measure ?? 'rr2')].filter(Boolean).join('-');
	return new Response(format === 'csv' ? tableToCsv(table, locale) : new Uint8Array(await tableToXlsx(table, locale)), {
		headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${name}.${format}"` }
	});
};
