import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { reopen } from '#lib/server/respond/submit.ts';
import { showSeat } from '#lib/server/results/seats.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, params, locals, url }) => {
	const { survey } = await parent();
	const merged = url.searchParams.get('flettet');
	return { seat: await showSeat(await startRuntime(), survey.id, params.seat, locals.locale), merged: merged !== null && /^\d{1,4}$/.test(merged) ? Number(merged) : null };
};

export const actions: Actions = {
	reopen: async ({ params, locals, url }) => {
		const runtime = await startRuntime();
		const surveyId = surveyParam(params.survey);
		const seat = await showSeat(runtime, surveyId, params.seat, locals.locale);
		let merged: number;
		try {
			({ merged } = await reopen(runtime.database, surveyId, seat.id, `user:${locals.user?.id ?? ''}`));
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { problem: { code: error.code, params: error.params } });
		}
		redirect(303, `${url.pathname}?flettet=${merged}`);
	}
};
