import { listsOverview } from '#lib/server/fieldwork/lists/overview.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => ({ lists: await listsOverview(await startRuntime(), surveyParam(params.survey), locals.locale) });
