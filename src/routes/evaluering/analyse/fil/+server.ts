import { error } from '@sveltejs/kit';
import { tableToCsv } from '#lib/server/export/csv.ts';
import { figureResponse, isFigureFormat } from '#lib/server/export/figure.ts';
import { tableToXlsx } from '#lib/server/export/xlsx.ts';
import { jobOf } from '#lib/server/results/workbench/jobs.ts';
import { benchPage, openAsked } from '#lib/server/results/workbench/page.ts';
import { readQuery } from '#lib/server/results/workbench/query.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const file = (body: BodyInit, type: string, name: string) => new Response(body, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });

/** A table of the analysis in the address as Excel or CSV, a figure as SVG or PNG, its spec as JSON, or its R code. */
export const GET: RequestHandler = async ({ url, locals: { locale } }) => {
	const { result, method } = await benchPage(await openAsked(await startRuntime(), readQuery(url.searchParams)), locale);
	if (!result || !method) error(404);
	const [format, which] = [url.searchParams.get('format'), url.searchParams.get('tabell')];
	if (format === 'json') return file(result.spec, 'application/json', `${method.name}.json`);
	if (format === 'r' && result.r) return file(result.r, 'text/plain; charset=utf-8', `${method.name}.R`);
	const presented = jobOf(result.key)?.ran?.presented;
	if (isFigureFormat(format)) {
		const figure = presented?.figures[Number(which)];
		if (!figure) error(404);
		return figureResponse(figure, format);
	}
	const found = presented?.tables.find((t) => t.key === which) ?? presented?.tables[0];
	if (!found) error(404);
	if (format === 'xlsx') return file(Uint8Array.from(await tableToXlsx(found.table, locale)), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `${method.name}.xlsx`);
	return file(tableToCsv(found.table, locale), 'text/csv; charset=utf-8', `${method.name}.csv`);
};
