import { listSeats, seatQuery } from '#lib/server/results/seats.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url, locals }) => {
	const { survey } = await parent();
	const { filter, page } = seatQuery(url.searchParams);
	return { filter, list: await listSeats(await startRuntime(), survey.id, filter, page, locals.locale) };
};
