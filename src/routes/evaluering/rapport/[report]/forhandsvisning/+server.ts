import { toHtml } from '#lib/server/export/report/index.ts';
import { drawnReport } from '#lib/server/results/report-document/files.ts';
import { reportParam } from '#lib/server/results/report-document/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The report as the HTML file has it: no script, nothing fetched, only its own styles. */
export const GET: RequestHandler = async ({ params }) => {
	const { drawn } = await drawnReport(await startRuntime(), reportParam(params.report));
	return new Response(toHtml(drawn), {
		headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" }
	});
};
