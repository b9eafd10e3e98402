import { field } from '#lib/evaluate/questionnaire/problem.ts';
import { idOf } from '#lib/server/results/plan/store.ts';
import { rFiles, spssFile, type CodeFile } from '#lib/server/results/plan/take-out.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

const sent = ({ name, type, bytes }: CodeFile): Response => new Response(Buffer.from(bytes), { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });

/** SPSS syntax. */
export const GET: RequestHandler = async ({ params, locals }) => sent(await spssFile(await startRuntime(), idOf(params.run), locals.locale));

/** The R script with the data it reads: a post, for it leaves an audit row. */
export const POST: RequestHandler = async ({ params, request, locals }) => {
	const form = await request.formData();
	return sent(await rFiles(await startRuntime(), idOf(params.run), { confirmed: field(form, 'bekreftet') === 'ja', locale: locals.locale, actor: locals.user?.id ?? '' }));
};
