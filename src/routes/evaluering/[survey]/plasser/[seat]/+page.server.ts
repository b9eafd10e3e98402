import { fail, redirect } from '@sveltejs/kit';
import { parseOutcome } from '#lib/domain/disposition.ts';
import { Problem } from '#lib/domain/problem.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { fileOutcome, seatNotes } from '#lib/server/fieldwork/seats/decide.ts';
import { replacePerson } from '#lib/server/fieldwork/seats/people.ts';
import { reopen } from '#lib/server/respond/submit.ts';
import { showSeat } from '#lib/server/results/seats.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { seatTimeline } from '#lib/server/results/timeline.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const DONE = ['filed', 'replaced_invited', 'replaced_new', 'added'];

export const load: PageServerLoad = async ({ parent, params, locals, url }) => {
	const { survey } = await parent();
	const merged = url.searchParams.get('flettet');
	const done = url.searchParams.get('ferdig');
	const runtime = await startRuntime();
	const seat = await showSeat(runtime, survey.id, params.seat, locals.locale);
	const notes = await seatNotes(runtime, survey.id, seat.id);
	const timeline = await seatTimeline(runtime, survey.id, seat.id);
	return {
		seat, timeline: timeline.map((entry) => ({ ...entry, note: (entry.event && notes.get(entry.event.id)) ?? null })),
		merged: merged !== null && /^\d{1,4}$/.test(merged) ? Number(merged) : null,
		done: done !== null && DONE.includes(done) ? `disposition_done_${done}` : null
	};
};

type Event = Parameters<NonNullable<Actions['file']>>[0];

/** The seat in the address, as the services name it. */
async function seatOf(event: Event) {
	const runtime = await startRuntime();
	const surveyId = surveyParam(event.params.survey);
	const { id } = await showSeat(runtime, surveyId, event.params.seat, event.locals.locale);
	return { runtime, seat: { surveyId, seatId: id, actor: event.locals.user?.id ?? '' } };
}

export const actions: Actions = {
	file: async (event) => {
		const form = await event.request.formData();
		const typed = { outcome: field(form, 'outcome'), note: field(form, 'note').slice(0, 10_000) };
		const result = await orProblem(typed, async () => {
			const { runtime, seat } = await seatOf(event);
			const outcome = parseOutcome(typed.outcome);
			if (!outcome) throw new Problem('disposition_problem_reason', 422);
			await fileOutcome(runtime, { ...seat, outcome, note: typed.note });
		});
		if (result) return result;
		redirect(303, `${event.url.pathname}?ferdig=filed`);
	},
	replace: async (event) => {
		const form = await event.request.formData();
		const typed = { name: field(form, 'name').slice(0, 1000), email: field(form, 'email').slice(0, 1000) };
		const result = await orProblem(typed, async () => {
			const { runtime, seat } = await seatOf(event);
			return replacePerson(runtime, { ...seat, ...typed });
		});
		if ('status' in result) return result;
		redirect(303, `${event.url.pathname}?ferdig=${result.invited ? 'replaced_invited' : 'replaced_new'}`);
	},
	reopen: async ({ params, locals, url }) => {
		const runtime = await startRuntime();
		const surveyId = surveyParam(params.survey);
		const seat = await showSeat(runtime, surveyId, params.seat, locals.locale);
		let merged: number;
		try {
			({ merged } = await reopen(runtime.database, surveyId, seat.id, `user:${locals.user?.id ?? ''}`));
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return fail(error.status, { problems: [{ code: error.code, params: error.params }] });
		}
		redirect(303, `${url.pathname}?flettet=${merged}`);
	}
};
