import { parseShare, statusPage } from '#lib/server/results/status.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, locals, url }) => {
	const { survey } = await parent();
	const asked = url.searchParams.get('e');
	const e = parseShare(asked);
	const status = await statusPage(await startRuntime(), survey.id, { survey, locale: locals.locale, at: new Date() }, e ?? undefined);
	return { status, asked: asked?.slice(0, 20) ?? '', problem: e === null ? 'disposition_problem_share' : null };
};
