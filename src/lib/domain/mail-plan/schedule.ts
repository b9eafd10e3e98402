/**
 * When the steps of a plan are sent. A step is so many days after the invitation, counted by the calendar in Norway, at the first allowed moment of that day
 * or later; or at a moment that a person chose. Once the invitation has gone, the days are counted from the day it went.
 */
import { covers, type MailAudience } from '../mail-audience.ts';
import { addDays, clockText, dayOf, isAllowed, minuteOf, momentOn, nextAllowed, type Calendar, type SendWindow } from './time.ts';

/** When a step is to go: days after the invitation, or a moment; neither: not decided. */
export type StepTime = { afterDays: number } | { at: Date } | null;

export interface PlanStep {
	mailingId: number;
	/** 0 is the invitation; reminders from 1. */
	number: number;
	time: StepTime;
	window: SendWindow;
	audience: MailAudience | null;
	/** When it was handed to the sender; null while it waits. */
	queuedAt: Date | null;
	skipped: boolean;
}
export interface Plan {
	steps: readonly PlanStep[];
	calendar: Calendar;
	/** The survey's closing: mail is sent before it or not at all. */
	deadline: Date | null;
	/** From when the survey takes answers; null: since it was opened. */
	opensAt: Date | null;
	gapHours: number;
}
/** What is wrong with a plan. `step` is the number of the step; moments in params are `2026-10-14T09:00`, Norwegian time. */
export interface PlanFault { code: string; step: number; params: Record<string, string | number> }

export const MAX_DAYS = 365;

const HOUR = 3_600_000;
const invitationOf = (plan: Plan): PlanStep | undefined => plan.steps.find((s) => s.number === 0);

/** The planned moment of the step; null where it is not decided, or no moment is allowed. What has been sent has the moment it was sent. */
export function plannedMoment(plan: Plan, step: PlanStep): Date | null {
	if (step.queuedAt) return step.queuedAt;
	if (step.time === null) return null;
	if ('at' in step.time) return step.time.at;
	const invitation = invitationOf(plan);
	const base = invitation && (invitation.queuedAt ?? (invitation.time && 'at' in invitation.time ? invitation.time.at : null));
	return base ? nextAllowed(step.window, plan.calendar, momentOn(addDays(dayOf(base), step.time.afterDays), 0)) : null;
}

const local = (at: Date): string => `${dayOf(at)}T${clockText(minuteOf(at))}`;
const fault = (step: PlanStep, code: string, params: PlanFault['params'] = {}): PlanFault => ({ code, step: step.number, params });

/** What is wrong with when the step may be sent, whatever the rest of the plan is. */
export function windowFaults(step: Pick<PlanStep, 'number' | 'time' | 'window'>): PlanFault[] {
	const faults: PlanFault[] = [];
	const add = (code: string, params: PlanFault['params'] = {}) => faults.push({ code, step: step.number, params });
	const { weekdays, from, to } = step.window;
	if (weekdays.length === 0 || weekdays.some((d) => !Number.isInteger(d) || d < 1 || d > 7)) add('plan_fault_weekdays');
	const exists = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute <= 1440;
	if (!exists(from) || !exists(to)) add('plan_fault_hours');
	else if (from >= to) add('plan_fault_hours_order', { from: clockText(from), to: clockText(to) });
	if (step.time && 'afterDays' in step.time) {
		const { afterDays } = step.time;
		if (!Number.isInteger(afterDays) || afterDays < 1 || afterDays > MAX_DAYS) add('plan_fault_days', { max: MAX_DAYS });
	}
	return faults;
}

/** What is wrong with a waiting step among the others. */
function placeFaults(plan: Plan, step: PlanStep): PlanFault[] {
	const at = plannedMoment(plan, step);
	if (step.time === null) return [];
	if (!at) return invitationOf(plan)?.time || invitationOf(plan)?.queuedAt ? [fault(step, 'plan_fault_never')] : [];
	const faults: PlanFault[] = [];
	if (!isAllowed(step.window, plan.calendar, at)) {
		const next = nextAllowed(step.window, plan.calendar, at);
		faults.push(next ? fault(step, 'plan_fault_outside', { at: local(at), next: local(next) }) : fault(step, 'plan_fault_never'));
	}
	if (plan.deadline && at >= plan.deadline) faults.push(fault(step, 'plan_fault_deadline', { at: local(at), deadline: local(plan.deadline) }));
	if (plan.opensAt && at < plan.opensAt) faults.push(fault(step, 'plan_fault_opens', { at: local(at), opens: local(plan.opensAt) }));
	for (const other of plan.steps) {
		const there = other === step || other.skipped ? null : plannedMoment(plan, other);
		// each pair is told of once, at the later number
		if (!there || other.number > step.number) continue;
		const apart = at.getTime() - there.getTime();
		const inOrder = other.number === 0 || (step.audience === null && other.audience === null);
		if (apart === 0) faults.push(fault(step, 'plan_fault_same', { other: other.number, at: local(at) }));
		else if (inOrder && apart < 0) faults.push(fault(step, 'plan_fault_order', { other: other.number, at: local(at), there: local(there) }));
		else if (Math.abs(apart) < plan.gapHours * HOUR) faults.push(fault(step, 'plan_fault_gap', { other: other.number, hours: plan.gapHours, at: local(at), there: local(there) }));
	}
	return faults;
}

/** Everything that is wrong with the steps that wait, in order of number; none: the plan can run. Done steps are what they are. */
export function planFaults(plan: Plan): PlanFault[] {
	const waiting = plan.steps.filter((s) => !s.queuedAt && !s.skipped).toSorted((a, b) => a.number - b.number);
	const own = waiting.flatMap(windowFaults);
	return own.length > 0 ? own : waiting.flatMap((step) => placeFaults(plan, step));
}

/** Waiting steps whose moment has passed: a plan that begins now would send them at once. */
export function pastFaults(plan: Plan, now: Date): PlanFault[] {
	return plan.steps.flatMap((step) => {
		const at = step.queuedAt || step.skipped ? null : plannedMoment(plan, step);
		return at && at <= now ? [fault(step, 'plan_fault_past', { at: local(at) })] : [];
	});
}

/** What happens to a plan at a moment. `queue`: hand it to the sender. `skip`: it will not be sent. `wait`: why, and until when where that is known. */
export type Action =
	| { do: 'queue'; step: PlanStep }
	| { do: 'skip'; step: PlanStep; reason: 'overtaken' | 'deadline' }
	| { do: 'wait'; step: PlanStep; reason: 'busy' | 'gap' | 'hours' | 'invitation' | 'deadline'; until: Date | null };

export interface Now {
	now: Date;
	/** A mailing of the survey is under way, or waits for a person. */
	busy: boolean;
	/** When the last mailing ended; null where none has been. */
	endedAt: Date | null;
}

/** A reminder is given up; the invitation waits for someone to move the deadline. */
const tooLate = (step: PlanStep): Action => (step.number === 0 ? { do: 'wait', step, reason: 'deadline', until: null } : { do: 'skip', step, reason: 'deadline' });

/** When the step can go at the earliest, given that it is due. */
function earliest(plan: Plan, step: PlanStep, { now, endedAt }: Now): Date | null {
	const after = endedAt ? Math.max(now.getTime(), endedAt.getTime() + plan.gapHours * HOUR) : now.getTime();
	return nextAllowed(step.window, plan.calendar, new Date(after));
}

/**
 * What is to happen now: at most one step is queued at a time. A step whose moment has passed is sent at the next allowed moment, unless a later one that
 * is for at least the same people is due too: then it is skipped. Nothing is sent at the deadline or later, and reminders that wait then are skipped. No reminder goes before the invitation.
 */
export function decide(plan: Plan, state: Now): Action[] {
	const { now } = state;
	const open = plan.steps.filter((s) => !s.queuedAt && !s.skipped);
	if (plan.deadline && now >= plan.deadline) return open.map(tooLate);
	const moments = new Map(open.map((step) => [step, plannedMoment(plan, step)?.getTime() ?? Infinity]));
	const due = open.filter((step) => (moments.get(step) ?? Infinity) <= now.getTime()).sort((a, b) => (moments.get(a) ?? 0) - (moments.get(b) ?? 0) || a.number - b.number);
	const invitation = invitationOf(plan);
	if (!invitation?.queuedAt) {
		const others = due.filter((s) => s !== invitation).map((step): Action => ({ do: 'wait', step, reason: 'invitation', until: null }));
		const first = invitation && due.includes(invitation) ? [next(plan, invitation, state)] : [];
		return [...first, ...others];
	}
	const overtaken = due.filter((step, i) => due.slice(i + 1).some((later) => covers(later.audience, step.audience)));
	const left = due.filter((step) => !overtaken.includes(step));
	const skips = overtaken.map((step): Action => ({ do: 'skip', step, reason: 'overtaken' }));
	return [...skips, ...left.map((step, i): Action => (i === 0 ? next(plan, step, state) : { do: 'wait', step, reason: 'gap', until: null }))];
}

function next(plan: Plan, step: PlanStep, state: Now): Action {
	const { busy, endedAt } = state;
	if (busy) return { do: 'wait', step, reason: 'busy', until: null };
	const at = earliest(plan, step, state);
	if (!at || (plan.deadline && at >= plan.deadline)) return tooLate(step);
	if (at.getTime() <= state.now.getTime()) return { do: 'queue', step };
	const inGap = endedAt !== null && endedAt.getTime() + plan.gapHours * HOUR > state.now.getTime();
	return { do: 'wait', step, reason: inGap ? 'gap' : 'hours', until: at };
}

/** A mailing to a few may take so long, retries included. */
const LATE_HOURS = 2;

/**
 * Whether those who came after the invitation went may be invited now: within its days and hours, before the deadline, while nothing else is under way, and not so
 * shortly before another step that it would have to wait for the gap.
 */
export function mayInviteLate(plan: Plan, { now, busy }: Now): boolean {
	const invitation = invitationOf(plan);
	if (!invitation?.queuedAt || busy || (plan.deadline && now >= plan.deadline) || !isAllowed(invitation.window, plan.calendar, now)) return false;
	const soon = now.getTime() + (plan.gapHours + LATE_HOURS) * HOUR;
	return plan.steps.every((step) => step.queuedAt || step.skipped || (plannedMoment(plan, step)?.getTime() ?? Infinity) > soon);
}
