import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** For a load balancer: 200 when the database answers, else 503. Says nothing more to a stranger. */
export const GET: RequestHandler = async () => {
	const ok = await startRuntime().then(({ database }) => database.respond.sql`select 1`).then(() => true, () => false);
	return Response.json({ ok }, { status: ok ? 200 : 503 });
};
