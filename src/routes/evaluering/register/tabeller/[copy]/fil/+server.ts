import { error } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { m } from '#lib/i18n.ts';
import { readRegisterResponses } from '#lib/server/db/register-tables.ts';
import { rowsToCsv, rowsToXlsx } from '#lib/server/export/rows.ts';
import { exportRows } from '#lib/server/register/statbank/overview.ts';
import { heldTable } from '#lib/server/register/statbank/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const file = (body: BodyInit, type: string, name: string) => new Response(body, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });

/** The figures as CSV or Excel, or the raw answer number `del` as it came. */
export const GET: RequestHandler = async ({ params, url, locals: { locale } }) => {
	const runtime = await startRuntime();
	const { copy, table } = await heldTable(runtime, /^\d{1,10}$/.test(params.copy) ? Number(params.copy) : 0).catch((cause: unknown) => {
		if (cause instanceof Problem) error(404);
		throw cause;
	});
	const part = url.searchParams.get('del');
	if (part !== null) {
		const response = (await readRegisterResponses(runtime.database, copy.id))[Number(part) - 1];
		if (!response) error(404);
		const kind = copy.source === 'file' ? (/\.(json|csv|xlsx)$/i.exec(copy.sourceTable)?.[1]?.toLowerCase() ?? 'bin') : 'json';
		return file(new Uint8Array(response.body), 'application/octet-stream', `${copy.key}-${part}.${kind}`);
	}
	const rows = exportRows(table, { region: m.statbank_region({}, { locale }), year: m.statbank_year({}, { locale }) });
	if (url.searchParams.get('format') === 'xlsx') return file(rowsToXlsx(rows, copy.key.slice(0, 31)), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `${copy.key}.xlsx`);
	return file(rowsToCsv(rows), 'text/csv; charset=utf-8', `${copy.key}.csv`);
};
