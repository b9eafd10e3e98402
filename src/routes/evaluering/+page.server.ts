import { listSurveys } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ surveys: await listSurveys(await startRuntime()) });
