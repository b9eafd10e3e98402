import { dayOf, frameAt } from '#lib/server/results/frame-at.ts';
import { seatQuery } from '#lib/server/results/seats.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url, locals }) => {
	const { survey } = await parent();
	const day = dayOf(url.searchParams.get('dato'), new Date());
	return { list: await frameAt(await startRuntime(), survey.id, day, seatQuery(url.searchParams).page, locals.locale) };
};
