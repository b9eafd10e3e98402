/** What a running plan does as time passes. */
import { Problem } from '../../../domain/problem.ts';
import { decide, mayInviteLate, type Action } from '../../../domain/mail-plan/schedule.ts';
import type { Clock } from '../../clock.ts';
import { auditPlan, markHeld, markQueued, markSkipped, runningPlans, someoneIsLate, tryLockRunning, type PlanRow, type PlanSql } from '../../db/mail-plan.ts';
import { queueMailing } from '../jobs/queue.ts';
import type { MailDeps } from '../mail/mailing.ts';
import { occupation, planRow, toPlan } from './model.ts';

export type TickDeps = MailDeps & { clock: Clock };
/** Who does it, in the audit. */
const ACTOR = 'plan';

async function act(deps: TickDeps, tx: PlanSql, surveyId: number, action: Action, now: Date): Promise<void> {
	const { mailingId, number } = action.step;
	if (action.do === 'wait') return markHeld(tx, surveyId, mailingId, `plan_wait_${action.reason}`);
	if (action.do === 'skip') {
		if (await markSkipped(tx, surveyId, mailingId, action.reason, now)) await auditPlan(tx, surveyId, ACTOR, 'plan.skip', { mailing: mailingId, number, reason: action.reason });
		return;
	}
	try {
		const { planned } = await queueMailing(deps, { surveyId, mailingId, actor: ACTOR });
		if (await markQueued(tx, surveyId, mailingId, now)) await auditPlan(tx, surveyId, ACTOR, 'plan.queue', { mailing: mailingId, number, planned });
	} catch (error) {
		// what a person can mend keeps the step waiting, and is shown; it is tried again at every tick
		if (!(error instanceof Problem)) throw error;
		await markHeld(tx, surveyId, mailingId, error.code);
	}
}

/** Whoever came after the invitation gets it too. The mailing is the same, so nobody gets it twice. One that was sent or stopped by hand is left to hands. */
async function inviteLate(deps: TickDeps, tx: PlanSql, surveyId: number, row: PlanRow, now: Date): Promise<void> {
	const invitation = row.steps.find((s) => s.number === 0 && s.planned && s.state === 'done');
	if (!invitation || !mayInviteLate(toPlan(row), { now, ...occupation(row) }) || !(await someoneIsLate(tx, surveyId, invitation.mailingId, now))) return;
	try {
		const { planned } = await queueMailing(deps, { surveyId, mailingId: invitation.mailingId, actor: ACTOR });
		await auditPlan(tx, surveyId, ACTOR, 'plan.queue_late', { mailing: invitation.mailingId, planned });
	} catch (error) {
		// a survey that is closed and opened again: tried at every tick
		if (!(error instanceof Problem)) throw error;
	}
}

async function tickPlan(deps: TickDeps, surveyId: number): Promise<void> {
	await deps.database.fieldwork.sql.begin(async (tx) => {
		// the row is held while the step is ordered: of two who tick at once one goes by
		if (!(await tryLockRunning(tx, surveyId))) return;
		const now = deps.clock.now();
		const row = await planRow(tx, surveyId);
		// ordered by a tick that was cut off before it could say so, or by hand
		for (const step of row.steps) if (step.planned && step.state !== 'draft' && step.queuedAt) await markQueued(tx, surveyId, step.mailingId, step.queuedAt);
		for (const action of decide(toPlan(row), { now, ...occupation(row) })) await act(deps, tx, surveyId, action, now);
		await inviteLate(deps, tx, surveyId, row, now);
	});
}

/**
 * Hands what is due to the sender, for every plan that runs. Repeatable, and harmless when several do it at once: a step is ordered once, since the plan's row is
 * held meanwhile and a mailing that has been ordered is not ordered again, also where a tick was cut off between the two.
 */
export async function planTick(deps: TickDeps): Promise<void> {
	const failed: unknown[] = [];
	for (const surveyId of await runningPlans(deps.database.fieldwork.sql)) {
		// one plan that cannot be read keeps no other from being sent
		await tickPlan(deps, surveyId).catch((error: unknown) => failed.push(error));
	}
	if (failed.length > 0) throw failed[0];
}
