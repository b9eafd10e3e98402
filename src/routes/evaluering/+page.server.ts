import { EVALUATION } from '../../demo/surveys.ts';
import { surveyOverview } from '#lib/server/results/overview.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ depends }) => {
	depends('response:counts');
	const at = new Date();
	const surveys = await surveyOverview(await startRuntime());
	return { at, surveys, comparison: surveys.some((s) => s.evaluationKey === EVALUATION.key) };
};
