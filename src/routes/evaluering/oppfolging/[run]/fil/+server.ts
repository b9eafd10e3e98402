import { error } from '@sveltejs/kit';
import { m } from '#lib/i18n.ts';
import { readChanges, readRun } from '#lib/server/db/extraction.ts';
import { rowsToCsv, rowsToXlsx } from '#lib/server/export/rows.ts';
import { municipalityNames } from '#lib/server/extraction/names.ts';
import { resultOf } from '#lib/server/extraction/run.ts';
import { listRows } from '#lib/server/extraction/view.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const file = (body: BodyInit, type: string, name: string) => new Response(body, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });

/** The list as it stands after changes by hand, as CSV or Excel. */
export const GET: RequestHandler = async ({ params, url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const { db } = runtime.database.evaluate;
	const row = await readRun(db, /^\d{1,9}$/.test(params.run) ? Number(params.run) : 0);
	if (!row) error(404);
	const rows = listRows(resultOf(row), await readChanges(db, row.id), await municipalityNames(runtime), locale);
	if (url.searchParams.get('format') === 'xlsx') return file(rowsToXlsx(rows, m.extraction_list({}, { locale })), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `uttrekk-${row.id}.xlsx`);
	return file(rowsToCsv(rows), 'text/csv; charset=utf-8', `uttrekk-${row.id}.csv`);
};
