/** Making and changing the steps of a plan. */
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../../../domain/problem.ts';
import { pastFaults, planFaults, windowFaults, type Plan, type PlanFault, type PlanStep, type StepTime } from '../../../domain/mail-plan/schedule.ts';
import type { SendWindow } from '../../../domain/mail-plan/time.ts';
import { clockOf } from '../../clock.ts';
import { auditPlan, deleteMailing, ensurePlan, insertPlanned, nextReminder, tryLockPlan, writeStep, type PlanRow, type PlanSql, type StepRow } from '../../db/mail-plan.ts';
import type { MailDeps } from '../mail/mailing.ts';
import { defaultTexts } from '../mail/templates.ts';
import { planRow, toPlan } from './model.ts';

export type PlanDeps = MailDeps;
export type StepResult = { ok: true; mailingId: number } | { ok: false; faults: PlanFault[] };
export interface StepInput { surveyId: number; time: StepTime; window: SendWindow; actor: string }

/** On weekdays between 9 and 15, when those who are asked are at work. */
export const DEFAULT_WINDOW: SendWindow = { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, to: 15 * 60, skipHolidays: true };
/** More reminders than anyone has patience for. */
export const MAX_STEPS = 30;

const sqlState = (error: unknown): unknown => (error as { code?: unknown }).code ?? (error as { cause?: { code?: unknown } }).cause?.code;

const HELD = Symbol('held');
const PATIENCE_MS = 15_000;

/**
 * Works on the plan as the only one. What the database refuses because a step is done becomes a problem.
 * @throws Problem survey_problem_no_survey, plan_problem_held when another one has had it for long, plan_problem_done, and what `work` throws
 */
export async function onPlan<T>(deps: Pick<PlanDeps, 'database'>, surveyId: number, work: (tx: PlanSql, row: PlanRow) => Promise<T>): Promise<T> {
	const { sql } = deps.database.fieldwork;
	await planRow(sql, surveyId);
	await ensurePlan(sql, surveyId);
	// the work may need a connection of its own, so those who wait give theirs back between attempts
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(50)) {
		const done = await sql.begin(async (tx) => ((await tryLockPlan(tx, surveyId)) ? { result: await work(tx, await planRow(tx, surveyId)) } : HELD)).catch((error: unknown) => {
			if (sqlState(error) === 'GR003' || sqlState(error) === '23503') throw new Problem('plan_problem_done', 409);
			throw error;
		});
		if (done !== HELD) return (done as { result: T }).result;
	}
	throw new Problem('plan_problem_held', 409);
}

const same = (step: PlanStep) => (s: PlanStep): boolean => s.mailingId === step.mailingId;

/** What is wrong with the plan when this step is in it: only what has to do with the step, so that a plan with other faults can be mended a step at a time. */
function faultsWith(plan: Plan, step: PlanStep, now: Date): PlanFault[] {
	const own = windowFaults(step);
	if (own.length > 0) return own;
	const others = plan.steps.filter((s) => !same(step)(s) && (s.queuedAt !== null || s.skipped || windowFaults(s).length === 0));
	const changed = { ...plan, steps: [...others, step] };
	// when the invitation moves, reminders move with it
	const moves = step.number === 0;
	const concerns = (f: PlanFault) => moves || f.step === step.number || f.params.other === step.number;
	return [...planFaults(changed), ...pastFaults(changed, now)].filter(concerns);
}

const times = (input: Pick<StepInput, 'time' | 'window'>) => ({
	afterDays: input.time && 'afterDays' in input.time ? input.time.afterDays : null, sendAt: input.time && 'at' in input.time ? input.time.at : null, ...input.window
});

type Key = { kind: 'invitation' | 'reminder'; number: number };

async function place(deps: PlanDeps, tx: PlanSql, row: PlanRow, there: StepRow | undefined, key: Key, input: StepInput): Promise<StepResult> {
	if (there && (there.queuedAt || there.skippedAt)) throw new Problem('plan_problem_done', 409);
	const step: PlanStep = { mailingId: there?.mailingId ?? 0, number: key.number, time: input.time, window: input.window, audience: there?.audience ?? null, queuedAt: null, skipped: false };
	const faults = faultsWith(toPlan(row), step, clockOf(deps).now());
	if (faults.length > 0) return { ok: false, faults };
	const mailingId = there?.mailingId ?? (await insertPlanned(tx, { surveyId: input.surveyId, ...key }, defaultTexts(key.kind, { deadline: row.deadline !== null }), input.actor));
	await writeStep(tx, input.surveyId, mailingId, times(input));
	await auditPlan(tx, input.surveyId, input.actor, 'plan.step', { mailing: mailingId, number: key.number, ...times(input) });
	return { ok: true, mailingId };
}

/**
 * Sets when the invitation is sent: a moment that a person chooses, within the days and hours it may be sent.
 * @throws Problem survey_problem_no_survey, plan_problem_done when it has been sent
 */
export function planInvitation(deps: PlanDeps, input: StepInput): Promise<StepResult> {
	return onPlan(deps, input.surveyId, (tx, row) => place(deps, tx, row, row.steps.find((s) => s.number === 0), { kind: 'invitation', number: 0 }, input));
}

/** Adds a reminder, with texts to begin with. @throws Problem survey_problem_no_survey, plan_problem_many */
export function addReminder(deps: PlanDeps, input: StepInput): Promise<StepResult> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		if (row.steps.length >= MAX_STEPS) throw new Problem('plan_problem_many', 409, { max: MAX_STEPS });
		return place(deps, tx, row, undefined, { kind: 'reminder', number: await nextReminder(tx, input.surveyId) }, input);
	});
}

/** Changes when a step is sent that has not been. @throws Problem survey_problem_no_survey, plan_problem_no_step, plan_problem_done */
export function changeStep(deps: PlanDeps, input: StepInput & { mailingId: number }): Promise<StepResult> {
	return onPlan(deps, input.surveyId, (tx, row) => {
		const there = row.steps.find((s) => s.mailingId === input.mailingId);
		if (!there) throw new Problem('plan_problem_no_step', 404);
		return place(deps, tx, row, there, { kind: there.kind, number: there.number }, input);
	});
}

/** Takes a reminder that has not been sent out of the plan, with its texts. @throws Problem survey_problem_no_survey, plan_problem_no_step, plan_problem_done */
export function removeStep(deps: PlanDeps, input: { surveyId: number; mailingId: number; actor: string }): Promise<void> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		const there = row.steps.find((s) => s.mailingId === input.mailingId && s.kind === 'reminder');
		if (!there) throw new Problem('plan_problem_no_step', 404);
		if (there.queuedAt || there.skippedAt || !(await deleteMailing(tx, input.surveyId, input.mailingId))) throw new Problem('plan_problem_done', 409);
		await auditPlan(tx, input.surveyId, input.actor, 'plan.remove', { mailing: input.mailingId, number: there.number });
	});
}
