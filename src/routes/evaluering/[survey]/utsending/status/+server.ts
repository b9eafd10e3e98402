import { error, json } from '@sveltejs/kit';
import { mailingNumberOf } from '#lib/evaluate/mail/number.ts';
import { mailingProgress } from '#lib/server/fieldwork/jobs/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** How far the sending has come, for the page that waits. */
export const GET: RequestHandler = async ({ params, url }) => {
	const progress = await mailingProgress(await startRuntime(), { surveyId: surveyParam(params.survey), ...mailingNumberOf(url.searchParams.get('nr')) });
	if (!progress) error(404);
	return json(progress);
};
