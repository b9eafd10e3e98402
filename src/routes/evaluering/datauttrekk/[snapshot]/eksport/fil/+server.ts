import { field } from '#lib/evaluate/questionnaire/problem.ts';
import { deliver } from '#lib/server/export/data/deliver.ts';
import { snapshotParam } from '#lib/server/results/snapshot/read.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The file, as the form on the page asks for it: a post, for it leaves an audit row. */
export const POST: RequestHandler = async ({ params, request, locals }) => {
	const form = await request.formData();
	const [part = '', ...more] = form.getAll('del').slice(0, 50).flatMap((key) => (typeof key === 'string' ? [key.slice(0, 300)] : []));
	const beside = form.getAll('ved').slice(0, 12).map((id) => snapshotParam(String(id)));
	const { name, type, stream } = await deliver(await startRuntime(), {
		snapshotId: snapshotParam(params.snapshot), part, more, beside, format: field(form, 'format'), locale: field(form, 'sprak'), labels: field(form, 'kategorier') !== 'verdier',
		texts: field(form, 'fritekst') === 'ja', confirmed: field(form, 'bekreftet') === 'ja', actor: locals.user?.id ?? ''
	});
	return new Response(stream, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });
};
