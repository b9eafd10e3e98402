import { surveyHead, surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ params }) => ({ survey: await surveyHead(await startRuntime(), surveyParam(params.survey)) });
