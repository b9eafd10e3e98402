import { exportView } from '#lib/server/export/data/view.ts';
import { snapshotParam } from '#lib/server/results/snapshot/read.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const [part = null, ...more] = url.searchParams.getAll('del').slice(0, 50).map((key) => key.slice(0, 300));
	const beside = url.searchParams.getAll('ved').slice(0, 12).map(snapshotParam);
	return { view: await exportView(await startRuntime(), snapshotParam(params.snapshot), part, locals.locale, { more, beside }) };
};
