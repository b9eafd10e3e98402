/** Reminders for some: those with given values in the population list. */
import { Problem } from '../../../domain/problem.ts';
import { covers, tidyAudience, type MailAudience, type StratumLimit } from '../../../domain/mail-audience.ts';
import { clockOf } from '../../clock.ts';
import { auditPlan, insertPlanned, markQueued, nextReminder, writeStep } from '../../db/mail-plan.ts';
import { readMailSource } from '../../db/mail-texts.ts';
import { queueMailing } from '../jobs/queue.ts';
import { checkedAudience } from '../mail/audience.ts';
import { defaultTexts } from '../mail/templates.ts';
import { occupation } from './model.ts';
import { DEFAULT_WINDOW, MAX_STEPS, onPlan, type PlanDeps } from './steps.ts';

const isSame = (there: MailAudience | null, audience: MailAudience): boolean => there !== null && covers(tidyAudience(there), audience);

/**
 * Makes a reminder for seats with the given values (one of the codes of each variable), and, where `refs` are given, among these seats; `several`: among people with
 * several seats. It has a number of its own
 * and texts to begin with, and waits in the plan until a person says when it is sent. While one to the same audience waits so, that one is meant: a double click
 * makes one.
 * @throws Problem survey_problem_no_survey, plan_problem_many, and as `checkedAudience`
 */
export function createTargetedReminder(
	deps: PlanDeps, input: { surveyId: number; audience: StratumLimit[]; refs?: string[]; several?: true | undefined; actor: string }
): Promise<{ mailingId: number; number: number }> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		const source = await readMailSource(deps.database.fieldwork.db, input.surveyId);
		const audience = checkedAudience(source?.frame ?? [], { strata: input.audience, ...(input.refs && { refs: input.refs }), ...(input.several && { several: true }) });
		const there = row.steps.find((s) => s.planned && s.afterDays === null && s.sendAt === null && !s.queuedAt && !s.skippedAt && isSame(s.audience, audience));
		if (there) return { mailingId: there.mailingId, number: there.number };
		if (row.steps.length >= MAX_STEPS) throw new Problem('plan_problem_many', 409, { max: MAX_STEPS });
		const number = await nextReminder(tx, input.surveyId);
		const mailingId = await insertPlanned(tx, { surveyId: input.surveyId, kind: 'reminder', number }, defaultTexts('reminder', { deadline: row.deadline !== null }), input.actor, audience);
		await writeStep(tx, input.surveyId, mailingId, { afterDays: null, sendAt: null, ...DEFAULT_WINDOW });
		return { mailingId, number };
	});
}

/**
 * Sends a reminder that waits at once, whatever the plan's state. Not while another mailing is under way, nor sooner after one than the plan's hours allow.
 * @throws Problem survey_problem_no_survey, plan_problem_no_step, plan_problem_done, plan_problem_busy, plan_problem_too_soon, plan_problem_no_invitation, and as `queueMailing`
 */
export function sendReminderNow(deps: PlanDeps, input: { surveyId: number; mailingId: number; actor: string }): Promise<{ planned: number }> {
	return onPlan(deps, input.surveyId, async (tx, row) => {
		const step = row.steps.find((s) => s.mailingId === input.mailingId && s.kind === 'reminder' && s.planned);
		if (!step) throw new Problem('plan_problem_no_step', 404);
		if (step.queuedAt || step.skippedAt) throw new Problem('plan_problem_done', 409);
		if (!row.steps.some((s) => s.number === 0 && s.queuedAt)) throw new Problem('plan_problem_no_invitation', 409);
		const now = clockOf(deps).now();
		const { busy, endedAt } = occupation(row);
		if (busy) throw new Problem('plan_problem_busy', 409);
		if (endedAt && endedAt.getTime() + row.gapHours * 3_600_000 > now.getTime()) throw new Problem('plan_problem_too_soon', 409, { hours: row.gapHours });
		const { planned } = await queueMailing(deps, { surveyId: input.surveyId, mailingId: input.mailingId, actor: input.actor });
		await markQueued(tx, input.surveyId, input.mailingId, now);
		await auditPlan(tx, input.surveyId, input.actor, 'plan.send_now', { mailing: input.mailingId, number: step.number, planned });
		return { planned };
	});
}
