import { openItems } from '#lib/server/results/coding/read.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => ({ items: await openItems(await startRuntime(), surveyParam(params.survey), locals.locale) });
