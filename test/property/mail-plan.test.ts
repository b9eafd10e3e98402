import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers } from '../../src/lib/domain/mail-audience.ts';
import { decide, planFaults, plannedMoment, type Plan, type PlanStep } from '../../src/lib/domain/mail-plan/schedule.ts';
import { dayOf, isAllowed, isDayAllowed, addDays, minuteOf, nextAllowed, weekdayOf, type SendWindow } from '../../src/lib/domain/mail-plan/time.ts';
import { isHoliday } from '../../src/lib/server/fieldwork/plan/holidays.ts';

const HOUR = 3_600_000;
const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 11, 31) }).map((ms) => new Date(ms));
const window: fc.Arbitrary<SendWindow> = fc.record({ weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), hours: fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 }), skipHolidays: fc.boolean() })
	.map(({ weekdays, hours, skipHolidays }) => ({ weekdays, from: Math.min(...hours) * 15, to: Math.max(...hours) * 15, skipHolidays }));
const calendar = { holiday: isHoliday, closed: (day: string) => day.slice(5) >= '06-20' && day.slice(5) <= '08-15' };

describe('the next allowed moment', () => {
	it('is allowed, not before the one asked about, and is itself when that is allowed', () => {
		fc.assert(fc.property(window, moment, (w, t) => {
			const next = nextAllowed(w, calendar, t);
			expect(next).not.toBeNull();
			if (!next) return;
			expect(next.getTime()).toBeGreaterThanOrEqual(t.getTime());
			expect(isAllowed(w, calendar, next)).toBe(true);
			if (isAllowed(w, calendar, t)) expect(next).toEqual(t);
		}));
	});
	it('leaves no allowed hour out: every quarter before it is not allowed', () => {
		fc.assert(fc.property(window, moment, (w, t) => {
			const next = nextAllowed(w, calendar, t)?.getTime() ?? 0;
			// the hour that comes twice in autumn is only looked at the first time
			for (let ms = Math.ceil(t.getTime() / (HOUR / 4)) * (HOUR / 4), n = 0; ms < next && n < 400; ms += HOUR / 4, n++) {
				const at = new Date(ms);
				if (minuteOf(new Date(ms - HOUR)) === minuteOf(at)) continue;
				expect(isAllowed(w, calendar, at)).toBe(false);
			}
		}), { numRuns: 60 });
	});
	it('is on a weekday that was chosen and no day that is left out', () => {
		fc.assert(fc.property(window, moment, (w, t) => {
			const day = dayOf(nextAllowed(w, calendar, t) ?? t);
			expect(w.weekdays).toContain(weekdayOf(day));
			expect(calendar.closed(day) || (w.skipHolidays && isHoliday(day))).toBe(false);
		}));
	});
});

const plans = fc.record({
	start: moment, days: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), window, some: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), length: fc.integer({ min: 1, max: 90 }), gapHours: fc.integer({ min: 1, max: 96 })
}).map(({ start, days, window: w, some, length, gapHours }): Plan => {
	const at = nextAllowed(w, calendar, start) ?? start;
	const step = (number: number, time: PlanStep['time']): PlanStep => ({ mailingId: number + 1, number, time, window: w, audience: number > 0 && some[number - 1] ? { several: true } : null, queuedAt: null, skipped: false });
	return { steps: [step(0, { at }), ...days.sort((a, b) => a - b).map((afterDays, i) => step(i + 1, { afterDays }))], calendar, deadline: new Date(at.getTime() + length * 24 * HOUR), opensAt: null, gapHours };
});

/** Lives the plan through, looking at the given times, each mailing taking a while; what happened, in order. */
function live(plan: Plan, looks: number[], minutes: number): { number: number; what: string; at: number }[] {
	const log: { number: number; what: string; at: number }[] = [];
	let now = plan;
	let ends = -Infinity;
	for (const look of looks) {
		const at = new Date(look);
		const state = { now: at, busy: look < ends, endedAt: ends === -Infinity || look < ends ? null : new Date(ends) };
		for (const action of decide(now, state)) {
			if (action.do === 'wait') continue;
			log.push({ number: action.step.number, what: action.do === 'skip' ? action.reason : 'sent', at: look });
			now = { ...now, steps: now.steps.map((s) => (s !== action.step ? s : action.do === 'queue' ? { ...s, queuedAt: at } : { ...s, skipped: true })) };
			if (action.do === 'queue') ends = look + minutes * 60_000;
		}
	}
	return log;
}
const sure = (plan: Plan): number => (plan.steps[0]?.time && 'at' in plan.steps[0].time ? plan.steps[0].time.at.getTime() : 0);

describe('a plan that is lived through', () => {
	const steady = (plan: Plan, everyMs: number) => Array.from({ length: Math.ceil((110 * 24 * HOUR) / everyMs) }, (_, i) => sure(plan) - HOUR + i * everyMs);
	it('that has no fault sends every step once, each within the look after its moment', () => {
		fc.assert(fc.property(plans, (plan) => {
			fc.pre(planFaults(plan).length === 0);
			const log = live(plan, steady(plan, HOUR / 4), 5);
			// a gap reckoned from the end of the sending may move one that was planned at its very edge
			fc.pre(plan.steps.every((s, i) => plan.steps.every((o, j) => i === j || Math.abs((plannedMoment(plan, s)?.getTime() ?? 0) - (plannedMoment(plan, o)?.getTime() ?? 0)) >= (plan.gapHours + 1) * HOUR)));
			fc.pre(plan.steps.every((s) => (plan.deadline?.getTime() ?? 0) - (plannedMoment(plan, s)?.getTime() ?? 0) > HOUR));
			expect(log.filter((l) => l.what === 'sent').map((l) => l.number).sort()).toEqual(plan.steps.map((s) => s.number).sort());
		}), { numRuns: 12 });
	});
	it('however often and late it is looked at: each step once at most, the invitation first, in allowed hours, never after the deadline, never closer than the gap', () => {
		fc.assert(fc.property(plans, fc.array(fc.integer({ min: 1, max: 5 * 24 * 60 }), { minLength: 5, maxLength: 60 }), fc.integer({ min: 0, max: 600 }), (plan, waits, minutes) => {
			let at = sure(plan) - HOUR;
			const log = live(plan, waits.map((w) => (at += w * 60_000)), minutes);
			expect(new Set(log.map((l) => l.number)).size).toBe(log.length);
			const sent = log.filter((l) => l.what === 'sent');
			if (sent.length > 0) expect(sent[0]?.number).toBe(0);
			for (const [i, l] of sent.entries()) {
				expect(isAllowed(plan.steps[0]?.window ?? { weekdays: [], from: 0, to: 0, skipHolidays: true }, calendar, new Date(l.at))).toBe(true);
				expect(l.at).toBeLessThan(plan.deadline?.getTime() ?? Infinity);
				const before = sent[i - 1];
				if (before) expect(l.at - before.at).toBeGreaterThanOrEqual(plan.gapHours * HOUR + minutes * 60_000);
			}
			// what was overtaken was due, and so was a later one for at least the same people
			const known = { ...plan, steps: plan.steps.map((s) => (s.number === 0 ? { ...s, queuedAt: new Date(sent[0]?.at ?? 0) } : s)) };
			const due = (s: PlanStep) => plannedMoment(known, s)?.getTime() ?? Infinity;
			for (const l of log.filter((x) => x.what === 'overtaken')) {
				const gone = known.steps.find((s) => s.number === l.number);
				expect(gone && known.steps.some((s) => s.number > 0 && s !== gone && due(s) >= due(gone) && due(s) <= l.at && covers(s.audience, gone.audience))).toBe(true);
			}
		}), { numRuns: 80 });
	});
});

describe('days', () => {
	it('go on by the calendar, whatever the clock does', () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 400 }), (a, b) => {
			expect(addDays(addDays('2025-01-01', a), b)).toBe(addDays('2025-01-01', a + b));
			expect(weekdayOf(addDays('2025-01-01', a + 7))).toBe(weekdayOf(addDays('2025-01-01', a)));
			expect(isDayAllowed({ weekdays: [weekdayOf(addDays('2025-01-01', a))], from: 0, to: 1, skipHolidays: false }, { holiday: () => true, closed: () => false }, addDays('2025-01-01', a))).toBe(true);
		}));
	});
});
