import { json } from '@sveltejs/kit';
import { backgroundRun, mailingStates } from '#lib/server/fieldwork/mail/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** How far the sending has come, for the page that waits. */
export const GET: RequestHandler = async ({ params }) => {
	const surveyId = surveyParam(params.survey);
	const run = backgroundRun({ surveyId });
	return json({ states: await mailingStates(await startRuntime(), { surveyId }), running: run !== null && run.finishedAt === null, problem: run?.problem ?? null });
};
