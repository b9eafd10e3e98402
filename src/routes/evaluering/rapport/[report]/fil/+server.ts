import { Problem } from '#lib/domain/problem.ts';
import { buildFile, isReportFile, MEDIA } from '#lib/server/results/report-document/files.ts';
import { reportParam } from '#lib/server/results/report-document/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Posted, since what is given out is remembered by its hash. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
	const file = (await request.formData()).get('file');
	if (typeof file !== 'string' || !isReportFile(file)) throw new Problem('report_problem_file', 400);
	const { name, bytes } = await buildFile(await startRuntime(), reportParam(params.report), file, locals.user?.id ?? '');
	return new Response(Buffer.from(bytes), { headers: { 'content-type': MEDIA[file], 'content-disposition': `attachment; filename="${name}"` } });
};
