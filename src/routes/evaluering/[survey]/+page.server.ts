import { followPage } from '#lib/server/results/follow.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, locals, url, depends }) => {
	depends('response:counts');
	const { survey } = await parent();
	const at = new Date();
	const choice = { rows: url.searchParams.get('rows'), columns: url.searchParams.get('columns'), measure: url.searchParams.get('measure') };
	return { at, follow: await followPage(await startRuntime(), survey.id, { survey, locale: locals.locale, at }, choice) };
};
