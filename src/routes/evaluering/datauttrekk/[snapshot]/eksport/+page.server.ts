import { exportView } from '#lib/server/export/data/view.ts';
import { snapshotParam } from '#lib/server/results/snapshot/read.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => ({
	view: await exportView(await startRuntime(), snapshotParam(params.snapshot), url.searchParams.get('del')?.slice(0, 300) ?? null, locals.locale)
});
