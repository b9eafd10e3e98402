import { resultPage } from '#lib/server/results/coding/result.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => ({ page: await resultPage(await startRuntime(), { surveyId: surveyParam(params.survey), item: params.item.slice(0, 100) }, url.searchParams, locals.locale) });
