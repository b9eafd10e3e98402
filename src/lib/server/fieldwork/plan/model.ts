/** The stored plan as the schedule reckons with it. */
import { Problem } from '../../../domain/problem.ts';
import type { Calendar } from '../../../domain/mail-plan/time.ts';
import type { Plan, PlanStep } from '../../../domain/mail-plan/schedule.ts';
import { readPlan, type ClosedDays, type PlanRow, type PlanSql, type StepRow } from '../../db/mail-plan.ts';
import { isHoliday } from './holidays.ts';

export const calendarOf = (closed: readonly ClosedDays[]): Calendar => ({
	holiday: isHoliday, closed: (day) => closed.some(({ first, last }) => first <= day && day <= last)
});

const stepOf = (row: StepRow): PlanStep => ({
	mailingId: row.mailingId, number: row.number, time: row.afterDays !== null ? { afterDays: row.afterDays } : row.sendAt ? { at: row.sendAt } : null,
	window: { weekdays: row.weekdays, from: row.from, to: row.to, skipHolidays: row.skipHolidays }, audience: row.audience, queuedAt: row.queuedAt, skipped: row.skippedAt !== null
});

/** A mailing that was sent by hand is a step that is done; one that is in no plan and waits is none. */
export const toPlan = (row: PlanRow): Plan => ({
	steps: row.steps.filter((s) => s.planned || s.queuedAt !== null).map(stepOf), calendar: calendarOf(row.closed), deadline: row.deadline, opensAt: row.opensAt, gapHours: row.gapHours
});

/** @throws Problem survey_problem_no_survey */
export async function planRow(sql: PlanSql, surveyId: number): Promise<PlanRow> {
	const row = await readPlan(sql, surveyId);
	if (!row) throw new Problem('survey_problem_no_survey', 404);
	return row;
}

/** Whether the survey's mail is occupied, and when it last was: what `decide` asks. A paused mailing is a person's to end. */
export function occupation(row: PlanRow): { busy: boolean; endedAt: Date | null } {
	const ended = row.steps.filter((s) => s.state === 'done' || s.state === 'stopped').map((s) => s.stateAt.getTime());
	return { busy: row.steps.some((s) => s.state === 'queued' || s.state === 'sending' || s.state === 'paused'), endedAt: ended.length > 0 ? new Date(Math.max(...ended)) : null };
}
