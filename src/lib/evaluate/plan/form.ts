/** Reading the forms of the plan. What cannot be read is a fault of the step, like what the plan itself refuses. */
import { fromLocal, toLocal } from '#lib/domain/local-time.ts';
import type { MailAudience, StratumLimit } from '#lib/domain/mail-audience.ts';
import type { PlanFault, StepTime } from '#lib/domain/mail-plan/schedule.ts';
import type { SendWindow } from '#lib/domain/mail-plan/time.ts';
import { field } from '#lib/evaluate/questionnaire/problem.ts';
import type { StepFormValues } from '#lib/server/fieldwork/plan/index.ts';

/** What was typed, to be shown again. */
export function typedStep(form: FormData): StepFormValues {
	const text = (name: string) => field(form, name).trim().slice(0, 40);
	const weekdays = form.getAll('weekday').map(Number).filter((d) => Number.isInteger(d) && d >= 1 && d <= 7);
	return { afterDays: text('after_days'), at: text('at'), weekdays: [...new Set(weekdays)].sort(), from: text('from'), to: text('to'), skipHolidays: field(form, 'skip_holidays') === 'ja' };
}

/** Minutes from midnight of `9:00`, `09.00` or `24:00`; NaN when it is not an hour, which the plan refuses. */
function minutes(text: string): number {
	const [, hour, minute] = /^(\d{1,2})[:.](\d{2})(?:[:.]00)?$/.exec(text) ?? [];
	return hour !== undefined && Number(minute) < 60 ? Number(hour) * 60 + Number(minute) : NaN;
}

/**
 * The step as typed.
 * @param number of the step, for the fault
 * @param undated whether it may be without a time
 */
export function readStep(typed: StepFormValues, number: number, undated = false): { time: StepTime; window: SendWindow } | { faults: PlanFault[] } {
	const bad = (code: string) => ({ faults: [{ code, step: number, params: {} }] });
	const window = { weekdays: typed.weekdays, from: minutes(typed.from), to: minutes(typed.to), skipHolidays: typed.skipHolidays };
	if (typed.at !== '' && typed.afterDays !== '') return bad('plan_fault_when');
	if (typed.at !== '') {
		const at = fromLocal(typed.at);
		// an hour that is skipped in spring does not come back as it was written
		return at && toLocal(at) === typed.at.replace(' ', 'T').slice(0, 16) ? { time: { at }, window } : bad('plan_fault_date');
	}
	if (typed.afterDays !== '') return { time: { afterDays: /^\d{1,4}$/.test(typed.afterDays) ? Number(typed.afterDays) : NaN }, window };
	return undated ? { time: null, window } : bad('plan_fault_when');
}

/** Whom ticks are for: `stratum` fields as `variable=code`, `several`. */
export function readAudience(form: FormData): MailAudience {
	const byVariable = new Map<string, string[]>();
	for (const value of form.getAll('stratum').slice(0, 2000)) {
		const [, variable, code] = (typeof value === 'string' && /^([^=]+)=(.*)$/su.exec(value)) || [];
		if (variable !== undefined && code !== undefined) byVariable.set(variable, [...(byVariable.get(variable) ?? []), code]);
	}
	const strata: StratumLimit[] = [...byVariable].map(([variable, codes]) => ({ variable, codes }));
	return { ...(strata.length > 0 && { strata }), ...(field(form, 'several') === 'ja' && { several: true as const }) };
}
