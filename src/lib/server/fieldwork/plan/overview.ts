/** What the page of the plan shows. */
import { planFaults, plannedMoment, pastFaults, type Plan, type PlanFault } from '../../../domain/mail-plan/schedule.ts';
import { addDays, clockText, dayOf, nextAllowed } from '../../../domain/mail-plan/time.ts';
import { toLocal } from '../../../domain/local-time.ts';
import { m, translate, type Locale } from '../../../i18n.ts';
import { clockOf } from '../../clock.ts';
import { readDueCounts, readMailCounts, type ClosedDays, type PlanRow, type StepRow } from '../../db/mail-plan.ts';
import { readMailSource } from '../../db/mail-texts.ts';
import type { PlanState, SurveyState } from '../../db/schema.ts';
import { audienceWords } from '../mail/audience-words.ts';
import { strataOf, type MailingView } from '../mail/variants.ts';
import { holidayKey } from './holidays.ts';
import { occupation, planRow, toPlan } from './model.ts';
import { DEFAULT_WINDOW, type PlanDeps } from './steps.ts';

/** undated: no one has said when. planned, missed, waiting: to be sent; missed when its moment passed while the plan stood still. The rest as the mailing or the step is. */
export type StepStatus = 'undated' | 'planned' | 'missed' | 'queued' | 'sending' | 'paused' | 'stopped' | 'done' | 'skipped';

export interface StepView {
	mailingId: number; kind: 'invitation' | 'reminder'; number: number;
	/** Whom it is for, in words; null: everyone. */
	audience: string | null;
	status: StepStatus;
	/** When it was sent or is planned; for one that was missed, when it can go at the earliest. */
	at: Date | null;
	/** Message key: why it waits though it is due, or why it was skipped. */
	reason: string | null;
	/** Seats that would get it now. */
	due: number;
	/** Mails by state, once there are any. */
	mails: Record<string, number>;
	/** It can be changed: it has not been sent or skipped. */
	open: boolean;
	/** As the form has it. */
	form: StepFormValues;
}
export interface StepFormValues { afterDays: string; at: string; weekdays: number[]; from: string; to: string; skipHolidays: boolean }
/** A day of the plan. `label` is in the reader's language. */
export interface TimelineDay { day: string; until: string | null; kind: 'today' | 'step' | 'holiday' | 'closed' | 'deadline'; at: Date | null; label: string; mailingId: number | null }

export interface PlanOverview {
	state: PlanState; gapHours: number; deadline: Date | null; surveyState: SurveyState;
	steps: StepView[];
	/** A mailing of its own is there for the invitation, whether or not it has a date. */
	invitation: StepView | null;
	faults: PlanFault[];
	closed: ClosedDays[];
	timeline: TimelineDay[];
	strata: MailingView['strata'];
	/** A step's form to begin with. */
	blank: StepFormValues;
}

export const formValues = (step: Pick<StepRow, 'afterDays' | 'sendAt' | 'weekdays' | 'from' | 'to' | 'skipHolidays'>): StepFormValues => ({
	afterDays: step.afterDays === null ? '' : String(step.afterDays), at: step.sendAt ? toLocal(step.sendAt) : '', weekdays: step.weekdays, from: clockText(step.from), to: clockText(step.to), skipHolidays: step.skipHolidays
});

function statusOf(row: StepRow, planState: PlanState, moment: Date | null, now: Date): StepStatus {
	if (row.skippedAt) return 'skipped';
	if (row.queuedAt) return row.state === 'draft' ? 'queued' : row.state;
	if (!moment) return 'undated';
	return moment <= now && planState !== 'draft' ? 'missed' : 'planned';
}

function reasonOf(row: StepRow, running: boolean): string | null {
	if (row.skipReason) return `plan_skipped_${row.skipReason}`;
	return (running ? row.heldBy : null) ?? row.problem;
}

/** A timeline is at most so long: of a plan that runs over years. */
const TIMELINE_DAYS = 250;

export const stepName = (step: { kind: 'invitation' | 'reminder'; number: number }, locale: Locale): string =>
	step.kind === 'invitation' ? m.plan_name_invitation({}, { locale }) : m.plan_name_reminder({ number: step.number }, { locale });

/** Steps, holidays, days left out and the deadline in order, from the first step or today to the deadline or the last step. */
function timelineOf(steps: StepView[], row: PlanRow, now: Date, locale: Locale): TimelineDay[] {
	const today = dayOf(now);
	const dated = steps.flatMap((s) => (s.at && s.status !== 'skipped' ? [{ step: s, at: s.at }] : []));
	if (dated.length === 0) return [];
	const days = [today, ...dated.map((d) => dayOf(d.at)), ...(row.deadline ? [dayOf(row.deadline)] : [])].sort();
	const [first = today, last = today] = [days[0], days.at(-1)];
	const events: TimelineDay[] = dated.map(({ step, at }) => ({ day: dayOf(at), until: null, kind: 'step', at, label: stepName(step, locale), mailingId: step.mailingId }));
	events.push({ day: today, until: null, kind: 'today', at: null, label: m.plan_today({}, { locale }), mailingId: null });
	if (row.deadline) events.push({ day: dayOf(row.deadline), until: null, kind: 'deadline', at: row.deadline, label: m.plan_deadline({}, { locale }), mailingId: null });
	for (let i = 0, day = first; day <= last && i < TIMELINE_DAYS; i++, day = addDays(day, 1)) {
		const key = holidayKey(day);
		if (key) events.push({ day, until: null, kind: 'holiday', at: null, label: translate(`plan_holiday_${key}`, {}, locale), mailingId: null });
	}
	for (const c of row.closed) if (c.last >= first && c.first <= last) events.push({ day: c.first, until: c.last > c.first ? c.last : null, kind: 'closed', at: null, label: c.reason, mailingId: null });
	const order = { holiday: 0, closed: 1, today: 2, step: 3, deadline: 4 };
	return events.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : order[a.kind] - order[b.kind] || (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0)));
}

function viewOf(row: StepRow, planned: PlanRow, plan: Plan, now: Date, extra: { due: number; mails: Record<string, number>; audience: string | null }): StepView {
	const step = plan.steps.find((s) => s.mailingId === row.mailingId);
	const moment = step ? plannedMoment(plan, step) : null;
	const status = statusOf(row, planned.state, moment, now);
	const { endedAt } = occupation(planned);
	const soonest = new Date(Math.max(now.getTime(), (endedAt?.getTime() ?? 0) + (endedAt ? planned.gapHours * 3_600_000 : 0)));
	const at = status === 'missed' && step ? nextAllowed(step.window, plan.calendar, soonest) : status === 'skipped' ? row.skippedAt : moment;
	return {
		mailingId: row.mailingId, kind: row.kind, number: row.number, status, at, reason: reasonOf(row, planned.state === 'running'), ...extra,
		open: !row.queuedAt && !row.skippedAt, form: row.planned ? formValues(row) : formValues({ afterDays: null, sendAt: null, ...DEFAULT_WINDOW, weekdays: [...DEFAULT_WINDOW.weekdays] })
	};
}

/** @throws Problem survey_problem_no_survey */
export async function planOverview(deps: Pick<PlanDeps, 'database' | 'clock'>, surveyId: number, locale: Locale): Promise<PlanOverview> {
	const { db, sql } = deps.database.fieldwork;
	const row = await planRow(sql, surveyId);
	const [due, mails, source] = await Promise.all([readDueCounts(sql, surveyId), readMailCounts(sql, surveyId), readMailSource(db, surveyId)]);
	const now = clockOf(deps).now();
	const plan = toPlan(row);
	const frame = source?.frame ?? [];
	const steps = row.steps.map((s) => viewOf(s, row, plan, now, { due: due.get(s.mailingId) ?? 0, mails: mails.get(s.mailingId) ?? {}, audience: s.audience ? audienceWords(s.audience, frame, locale) : null }));
	const last = row.steps.findLast((s) => s.planned);
	const open = row.state === 'draft' || row.state === 'stopped';
	return {
		state: row.state, gapHours: row.gapHours, deadline: row.deadline, surveyState: row.surveyState, steps, invitation: steps.find((s) => s.number === 0) ?? null,
		faults: [...planFaults(plan), ...(open ? pastFaults(plan, now) : [])], closed: row.closed, timeline: timelineOf(steps, row, now, locale),
		strata: source ? strataOf(source, locale) : [],
		blank: { ...formValues({ afterDays: null, sendAt: null, ...DEFAULT_WINDOW, ...(last && { weekdays: last.weekdays, from: last.from, to: last.to, skipHolidays: last.skipHolidays }), weekdays: last?.weekdays ?? [...DEFAULT_WINDOW.weekdays] }), afterDays: '7', at: '' }
	};
}
