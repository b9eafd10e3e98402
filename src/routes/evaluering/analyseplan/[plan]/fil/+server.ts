import { openPlan, idOf } from '#lib/server/results/plan/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The plan as a file that can be taken in again. */
export const GET: RequestHandler = async ({ params }) => {
	const { head, plan } = await openPlan(await startRuntime(), idOf(params.plan));
	return new Response(`${JSON.stringify(plan, null, '\t')}\n`, { headers: { 'content-type': 'application/json', 'content-disposition': `attachment; filename="${head.key}.json"`, 'cache-control': 'no-store' } });
};
