/** Starting, pausing and stopping a plan, and the days without mail. */
import { Problem } from '../../../domain/problem.ts';
import { pastFaults, planFaults, type PlanFault } from '../../../domain/mail-plan/schedule.ts';
import { clockOf } from '../../clock.ts';
import { addClosed, auditPlan, removeClosed, setPlan, type PlanRow } from '../../db/mail-plan.ts';
import { readAudience } from '../../db/mail-read.ts';
import { readMailing, readMailSource } from '../../db/mail-texts.ts';
import { checkTexts, checkVariantTexts } from '../mail/fields.ts';
import { knownFields } from '../mail/mailing.ts';
import { toPlan } from './model.ts';
import { onPlan, type PlanDeps } from './steps.ts';

export type RunResult = { ok: true } | { ok: false; faults: PlanFault[] };
type Input = { surveyId: number; actor: string };

/** Waiting steps whose texts cannot be sent as they stand. */
async function textFaults(deps: PlanDeps, surveyId: number, row: PlanRow): Promise<PlanFault[]> {
	const { db } = deps.database.fieldwork;
	const source = await readMailSource(db, surveyId);
	if (!source) throw new Problem('survey_problem_no_survey', 404);
	const known = knownFields(source);
	const faults: PlanFault[] = [];
	for (const { kind, number } of row.steps.filter((s) => s.planned && !s.queuedAt && !s.skippedAt)) {
		const mailing = await readMailing(db, { surveyId, kind, number });
		if (mailing && (checkTexts(mailing, known).length > 0 || mailing.variants.some((v) => checkVariantTexts(v, known).length > 0))) faults.push({ code: 'plan_fault_texts', step: number, params: {} });
	}
	return faults;
}

/**
 * Lets the plan run: from here on each step is sent when its moment has come. One that was stopped can be started again. Nothing is wrong with a plan that runs:
 * every fault is told at once, and then nothing changes.
 * @throws Problem survey_problem_no_survey, plan_problem_running, plan_problem_no_start, plan_problem_not_open, plan_problem_nobody
 */
export function startPlan(deps: PlanDeps, input: Input): Promise<RunResult> {
	return onPlan(deps, input.surveyId, async (tx, row): Promise<RunResult> => {
		if (row.state === 'running' || row.state === 'paused') throw new Problem('plan_problem_running', 409);
		const invitation = row.steps.find((s) => s.number === 0);
		if (!invitation || (!invitation.sendAt && !invitation.queuedAt)) throw new Problem('plan_problem_no_start', 409);
		if (row.surveyState !== 'open') throw new Problem('plan_problem_not_open', 409);
		if (!invitation.queuedAt && (await readAudience(deps.database.fieldwork.sql, input.surveyId)).toInvite === 0) throw new Problem('plan_problem_nobody', 409);
		const now = clockOf(deps).now();
		const plan = toPlan(row);
		const faults = [...planFaults(plan), ...pastFaults(plan, now), ...(await textFaults(deps, input.surveyId, row))];
		if (faults.length > 0) return { ok: false, faults };
		await setPlan(tx, input.surveyId, { state: 'running' }, input.actor, now);
		await auditPlan(tx, input.surveyId, input.actor, 'plan.start');
		return { ok: true };
	});
}

const TURNS = { pause: { from: ['running'], to: 'paused' }, resume: { from: ['paused'], to: 'running' }, stop: { from: ['running', 'paused'], to: 'stopped' } } as const;
export type Turn = keyof typeof TURNS;

/**
 * Pause: no step begins until it goes on; what has passed by then is sent at the next allowed moment. Stop: no step begins until the plan is started anew. A mailing
 * already under way goes on: it has buttons of its own. Again: nothing changes. @throws Problem survey_problem_no_survey, plan_problem_turn when the plan is not in a state for it
 */
export function turnPlan(deps: PlanDeps, input: Input & { turn: Turn }): Promise<void> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		const { from, to } = TURNS[input.turn];
		if (row.state === to) return;
		if (!(from as readonly string[]).includes(row.state)) throw new Problem('plan_problem_turn', 409);
		await setPlan(tx, input.surveyId, { state: to }, input.actor, clockOf(deps).now());
		await auditPlan(tx, input.surveyId, input.actor, `plan.${input.turn}`);
	});
}

/** How long after one step the next may begin. @throws Problem survey_problem_no_survey, plan_problem_gap */
export function setGap(deps: PlanDeps, input: Input & { hours: number }): Promise<void> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		if (!Number.isInteger(input.hours) || input.hours < 1 || input.hours > 720) throw new Problem('plan_problem_gap', 422);
		if (row.gapHours === input.hours) return;
		await setPlan(tx, input.surveyId, { gapHours: input.hours }, input.actor, clockOf(deps).now());
		await auditPlan(tx, input.surveyId, input.actor, 'plan.gap', { hours: input.hours });
	});
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
const CLOSED_MAX = 50;

/** Leaves days out, both ends included. @throws Problem survey_problem_no_survey, plan_problem_closed_dates, plan_problem_closed_many */
export function closeDays(deps: PlanDeps, input: Input & { first: string; last: string; reason: string }): Promise<void> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		const { first, last } = input;
		const reason = input.reason.normalize('NFC').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().slice(0, 100);
		if (!isDay(first) || !isDay(last) || last < first || Date.parse(last) - Date.parse(first) > 366 * 86_400_000) throw new Problem('plan_problem_closed_dates', 422);
		if (row.closed.some((c) => c.first === first && c.last === last)) return;
		if (row.closed.length >= CLOSED_MAX) throw new Problem('plan_problem_closed_many', 409, { max: CLOSED_MAX });
		await addClosed(tx, input.surveyId, { first, last, reason });
		await auditPlan(tx, input.surveyId, input.actor, 'plan.close_days', { first, last });
	});
}

/** Days that were left out are so no longer; again: nothing. @throws Problem survey_problem_no_survey */
export function openDays(deps: PlanDeps, input: Input & { id: number }): Promise<void> {
	return onPlan(deps, input.surveyId, async (tx) => {
		if (await removeClosed(tx, input.surveyId, input.id)) await auditPlan(tx, input.surveyId, input.actor, 'plan.open_days', { id: input.id });
	});
}
