import { describe, expect, it } from 'vitest';
import { covers, isOf, tidyAudience } from '../../src/lib/domain/mail-audience.ts';
import { fromLocal, toLocal } from '../../src/lib/domain/local-time.ts';
import { decide, mayInviteLate, pastFaults, planFaults, plannedMoment, type Plan, type PlanStep } from '../../src/lib/domain/mail-plan/schedule.ts';
import { nextAllowed, type SendWindow } from '../../src/lib/domain/mail-plan/time.ts';
import { holidayKey, isHoliday } from '../../src/lib/server/fieldwork/plan/holidays.ts';
import { m } from '../../src/lib/i18n.ts';

const at = (local: string): Date => {
	const date = fromLocal(local);
	if (!date) throw new Error(local);
	return date;
};
const work: SendWindow = { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, to: 15 * 60, skipHolidays: true };
const calendar = { holiday: isHoliday, closed: (day: string) => day >= '2026-02-23' && day <= '2026-02-27' };
const step = (number: number, time: PlanStep['time'], more: Partial<PlanStep> = {}): PlanStep => ({ mailingId: number + 1, number, time, window: work, audience: null, queuedAt: null, skipped: false, ...more });
const plan = (steps: PlanStep[], more: Partial<Plan> = {}): Plan => ({ steps, calendar, deadline: null, opensAt: null, gapHours: 24, ...more });
const moments = (p: Plan) => p.steps.map((s) => { const moment = plannedMoment(p, s); return moment && toLocal(moment); });
const invitation = step(0, { at: at('2026-03-24T10:00') });
const codes = (p: Plan) => planFaults(p).map((f) => `${f.step} ${f.code}`);

describe('when a step is planned', () => {
	it('is so many days after the invitation, in the first hour it may be sent', () => {
		expect(moments(plan([invitation, step(1, { afterDays: 7 })]))).toEqual(['2026-03-24T10:00', '2026-03-31T09:00']);
	});
	it('is not on a weekend, a public holiday or a day left out by hand', () => {
		// Easter 2026 is 5 April: Maundy Thursday the 2nd to Monday the 6th
		expect(moments(plan([invitation, step(1, { afterDays: 9 }), step(2, { afterDays: 11 })]))).toEqual(['2026-03-24T10:00', '2026-04-07T09:00', '2026-04-07T09:00']);
		expect(moments(plan([step(0, { at: at('2026-02-16T09:00') }), step(1, { afterDays: 7 })]))[1]).toBe('2026-03-02T09:00');
	});
	it('is on a holiday where the step does not leave them out', () => {
		expect(moments(plan([invitation, step(1, { afterDays: 9 }, { window: { ...work, skipHolidays: false } })]))[1]).toBe('2026-04-02T09:00');
	});
	it('is at nine by the clock on the wall on both sides of summer time', () => {
		const [, spring] = plan([step(0, { at: at('2026-03-27T09:00') }), step(1, { afterDays: 3 })]).steps.map((s, _, steps) => plannedMoment(plan([...steps]), s));
		expect(spring?.toISOString()).toBe('2026-03-30T07:00:00.000Z');
		const [, autumn] = plan([step(0, { at: at('2026-10-23T09:00') }), step(1, { afterDays: 3 })]).steps.map((s, _, steps) => plannedMoment(plan([...steps]), s));
		expect(autumn?.toISOString()).toBe('2026-10-26T08:00:00.000Z');
	});
	it('passes over an hour that does not exist', () => {
		const night: SendWindow = { weekdays: [7], from: 120, to: 180, skipHolidays: false };
		expect(toLocal(nextAllowed(night, calendar, at('2026-03-28T12:00')) ?? new Date(0))).toBe('2026-04-05T02:00');
	});
	it('is reckoned from the day the invitation went, once it has gone', () => {
		expect(moments(plan([step(0, { at: at('2026-03-03T09:00') }, { queuedAt: at('2026-03-05T14:59') }), step(1, { afterDays: 4 })]))[1]).toBe('2026-03-09T09:00');
	});
	it('is unknown before the invitation has a date', () => {
		expect(moments(plan([step(1, { afterDays: 4 })]))).toEqual([null]);
	});
});

describe('the public holidays', () => {
	it('of 2026 are the red days, Christmas Eve and New Year\'s Eve, each with a name', () => {
		const days = ['01-01', '04-02', '04-03', '04-05', '04-06', '05-01', '05-14', '05-17', '05-24', '05-25', '12-24', '12-25', '12-26', '12-31'].map((d) => `2026-${d}`);
		expect(days.filter(isHoliday)).toEqual(days);
		for (const day of days) expect(Object.keys(m)).toContain(`plan_holiday_${holidayKey(day)}`);
		expect(['2026-04-01', '2026-05-08', '2026-06-24', '2026-12-23'].filter(isHoliday)).toEqual([]);
		expect(holidayKey('2026-12-23')).toBeNull();
	});
});

describe('a plan is refused, with the step that is at fault', () => {
	it('when a reminder comes at the deadline or later', () => {
		const p = plan([invitation, step(1, { afterDays: 7 })], { deadline: at('2026-03-31T09:00') });
		expect(planFaults(p)).toEqual([{ code: 'plan_fault_deadline', step: 1, params: { at: '2026-03-31T09:00', deadline: '2026-03-31T09:00' } }]);
		expect(codes({ ...p, deadline: at('2026-03-31T09:01') })).toEqual([]);
	});
	it('when two come at the same moment, out of order, or too close', () => {
		expect(codes(plan([invitation, step(1, { afterDays: 9 }), step(2, { afterDays: 11 })]))).toEqual(['2 plan_fault_same']);
		expect(codes(plan([invitation, step(1, { afterDays: 15 }), step(2, { afterDays: 7 })]))).toEqual(['2 plan_fault_order']);
		expect(codes(plan([invitation, step(1, { afterDays: 7 }), step(2, { afterDays: 8 })], { gapHours: 48 }))).toEqual(['2 plan_fault_gap']);
		expect(codes(plan([invitation, step(1, { at: at('2026-03-23T10:00') })]))).toEqual(['1 plan_fault_order']);
	});
	it('but a reminder for some may come before one for all with a lower number', () => {
		expect(codes(plan([invitation, step(1, { afterDays: 15 }), step(2, { afterDays: 7 }, { audience: { several: true } })]))).toEqual([]);
	});
	it.each([
		['no weekday', { window: { ...work, weekdays: [] } }, 'plan_fault_weekdays'], ['a weekday that does not exist', { window: { ...work, weekdays: [8] } }, 'plan_fault_weekdays'],
		['an hour that does not exist', { window: { ...work, to: 25 * 60 } }, 'plan_fault_hours'], ['hours the wrong way', { window: { ...work, from: 960, to: 540 } }, 'plan_fault_hours_order'],
		['hours without length', { window: { ...work, from: 540, to: 540 } }, 'plan_fault_hours_order'], ['no days', { time: { afterDays: 0 } }, 'plan_fault_days'], ['half a day', { time: { afterDays: 1.5 } }, 'plan_fault_days'],
		['too many days', { time: { afterDays: 366 } }, 'plan_fault_days']
	])('when a step has %s', (_, change, code) => {
		expect(codes(plan([invitation, step(1, { afterDays: 7 }, change)]))).toEqual([`1 ${code}`]);
	});
	it('when a chosen moment is outside the days and hours, and says which is the next', () => {
		expect(planFaults(plan([step(0, { at: at('2026-03-28T10:00') })]))).toEqual([{ code: 'plan_fault_outside', step: 0, params: { at: '2026-03-28T10:00', next: '2026-03-30T09:00' } }]);
	});
	it('when no day is ever allowed', () => {
		expect(codes(plan([step(0, { at: at('2026-03-24T10:00') })], { calendar: { holiday: isHoliday, closed: () => true } }))).toEqual(['0 plan_fault_never']);
	});
	it('when the survey is not open yet, and when the moment has passed', () => {
		expect(codes(plan([invitation], { opensAt: at('2026-03-24T10:01') }))).toEqual(['0 plan_fault_opens']);
		expect(pastFaults(plan([invitation]), at('2026-03-24T10:00')).map((f) => f.code)).toEqual(['plan_fault_past']);
		expect(pastFaults(plan([invitation]), at('2026-03-24T09:59'))).toEqual([]);
	});
});

describe('as time passes', () => {
	const gone = step(0, { at: at('2026-03-02T09:00') }, { queuedAt: at('2026-03-02T09:00') });
	const free = { busy: false, endedAt: at('2026-03-02T09:30') };
	const acts = (p: Plan, now: string, more: Partial<typeof free> = {}) => decide(p, { now: at(now), ...free, ...more }).map((a) => `${a.step.number} ${a.do}${'reason' in a ? ` ${a.reason}` : ''}${'until' in a && a.until ? ` ${toLocal(a.until)}` : ''}`);
	const two = plan([gone, step(1, { afterDays: 7 }), step(2, { afterDays: 14 })], { deadline: at('2026-03-27T12:00') });
	it('a step is sent at its moment and not before', () => {
		expect(acts(two, '2026-03-09T08:59')).toEqual([]);
		expect(acts(two, '2026-03-09T09:00')).toEqual(['1 queue']);
	});
	it('one that was missed goes at the next allowed moment', () => {
		expect(acts(two, '2026-03-09T15:00')).toEqual(['1 wait hours 2026-03-10T09:00']);
		expect(acts(two, '2026-03-11T11:11')).toEqual(['1 queue']);
	});
	it('one that the next has overtaken is skipped', () => {
		expect(acts(two, '2026-03-16T09:00')).toEqual(['1 skip overtaken', '2 queue']);
	});
	it('none begins while a mailing is under way, nor sooner after one than the gap', () => {
		expect(acts(two, '2026-03-09T09:00', { busy: true })).toEqual(['1 wait busy']);
		expect(acts(two, '2026-03-09T09:00', { endedAt: at('2026-03-09T08:00') })).toEqual(['1 wait gap 2026-03-10T09:00']);
	});
	it('all that wait are skipped at the deadline, and one whose next moment is after it', () => {
		expect(acts(two, '2026-03-27T12:00')).toEqual(['1 skip deadline', '2 skip deadline']);
		expect(acts({ ...two, steps: [gone, step(1, { afterDays: 24 }, { window: { ...work, to: 10 * 60 } })], deadline: at('2026-03-27T08:00') }, '2026-03-26T10:30')).toEqual(['1 skip deadline']);
	});
	it('the invitation is not given up at the deadline: it waits for someone to move it', () => {
		expect(acts(plan([step(0, { at: at('2026-03-24T10:00') }), step(1, { afterDays: 1 })], { deadline: at('2026-03-26T12:00') }), '2026-03-26T12:00')).toEqual(['0 wait deadline', '1 skip deadline']);
	});
	it('a reminder for all is not overtaken by one for some, but the other way about', () => {
		const some = { several: true as const };
		expect(acts(plan([gone, step(1, { afterDays: 7 }), step(2, { afterDays: 8 }, { audience: some })]), '2026-03-10T09:00')).toEqual(['1 queue', '2 wait gap']);
		expect(acts(plan([gone, step(1, { afterDays: 7 }, { audience: some }), step(2, { afterDays: 8 })]), '2026-03-10T09:00')).toEqual(['1 skip overtaken', '2 queue']);
	});
	it('the invitation is never overtaken, and no reminder goes before it', () => {
		const late = plan([step(0, { at: at('2026-03-02T09:00') }), step(1, { at: at('2026-03-03T09:00') })]);
		expect(acts(late, '2026-03-04T10:00', { endedAt: undefined })).toEqual(['0 queue', '1 wait invitation']);
	});
});

describe('who comes late', () => {
	const gone = step(0, { at: at('2026-03-24T10:00') }, { queuedAt: at('2026-03-24T10:00') });
	const idle = { busy: false, endedAt: at('2026-03-24T11:00') };
	const late = (p: Plan, local: string, more: Partial<typeof idle> = {}) => mayInviteLate(p, { now: at(local), ...idle, ...more });
	it('may be invited within the hours of the invitation, once it has gone and while nothing else is under way', () => {
		expect(late(plan([gone]), '2026-03-25T09:00')).toBe(true);
		expect([late(plan([gone]), '2026-03-25T08:59'), late(plan([gone]), '2026-04-03T10:00'), late(plan([gone]), '2026-03-25T10:00', { busy: true })]).toEqual([false, false, false]);
		expect(late(plan([invitation]), '2026-03-25T10:00')).toBe(false);
	});
	it('waits for a step that would else have to wait, and no longer', () => {
		const next = (more: Partial<PlanStep> = {}) => plan([gone, step(1, { at: at('2026-03-27T10:00') }, more)]);
		expect([late(next(), '2026-03-26T07:59'), late(next(), '2026-03-25T14:00'), late(next(), '2026-03-26T09:00'), late(next(), '2026-03-27T11:00')]).toEqual([false, true, false, false]);
		expect(late(next({ queuedAt: at('2026-03-27T10:00') }), '2026-03-27T11:00')).toBe(true);
		expect(late(next({ time: null }), '2026-03-26T09:00')).toBe(true);
	});
	it('is not invited at the deadline or later', () => {
		const p = plan([gone], { deadline: at('2026-03-26T12:00') });
		expect([late(p, '2026-03-26T11:59'), late(p, '2026-03-26T12:00')]).toEqual([true, false]);
	});
});

describe('an audience', () => {
	const seat = { ref: 'A1', seatsHeld: 1, frame: { fylke: '03', rolle: 'eier' } };
	it('takes a seat if all that is said holds', () => {
		expect(isOf(null, seat)).toBe(true);
		expect(isOf({ strata: [{ variable: 'fylke', codes: ['03', '11'] }] }, seat)).toBe(true);
		expect(isOf({ strata: [{ variable: 'fylke', codes: ['03'] }, { variable: 'rolle', codes: ['leder'] }] }, seat)).toBe(false);
		expect(isOf({ refs: ['A2'] }, seat)).toBe(false);
		expect(isOf({ several: true }, seat)).toBe(false);
		expect(isOf({ several: true }, { ...seat, seatsHeld: 2 })).toBe(true);
	});
	it('has a code for seats of which the list says nothing', () => {
		expect(isOf({ strata: [{ variable: 'skoleslag', codes: [''] }] }, seat)).toBe(true);
		expect(isOf({ strata: [{ variable: 'fylke', codes: [''] }] }, seat)).toBe(false);
		expect(isOf({ strata: [{ variable: 'constructor', codes: [''] }] }, seat)).toBe(true);
	});
	it('is the same in whatever order it is said', () => {
		expect(tidyAudience({ strata: [{ variable: 'b', codes: ['2', '1', '2'] }, { variable: 'a', codes: ['x'] }] })).toEqual({ strata: [{ variable: 'a', codes: ['x'] }, { variable: 'b', codes: ['1', '2'] }] });
		expect(tidyAudience({})).toBeNull();
		expect(covers(null, { several: true }) && covers({ several: true }, { several: true }) && !covers({ several: true }, null)).toBe(true);
	});
});
