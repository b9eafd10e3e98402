/** A person chooses where one municipality became several: for a row, or as a rule. */
import { carry } from '#lib/domain/region/carry.ts';
import { Problem } from '#lib/domain/problem.ts';
import { insertChoice, readRules, withdrawChoice, type ChoiceRow } from '../../db/region-choices.ts';
import type { RegisterDeps } from './refresh.ts';
import { heldRegister } from './store.ts';

export interface ChooseInput {
	/** Null: for every survey. */
	surveyId?: number | null;
	/** The key of the one row it is for; null: a rule. */
	rowKey?: string | null;
	/** Carried from the day `from` to the day `to`. */
	code: string;
	from: string;
	to: string;
	target: string;
	reason: string;
	actor: string;
}

/**
 * Records the choice; a standing one for the same row or rule and the same change is withdrawn by it.
 * @throws Problem when the code does not become several between the days, `target` is none of them, or no reason is given
 */
export async function choose(deps: RegisterDeps, input: ChooseInput): Promise<{ id: number; created: boolean }> {
	const register = await heldRegister(deps);
	if (!register) throw new Problem('register_problem_none_held', 409);
	const reason = input.reason.trim();
	if (reason === '' || reason.length > 500) throw new Problem('register_problem_reason', 400);
	const carried = carry(register.municipalities, input.code, input.from, input.to);
	if (carried.kind !== 'split') throw new Problem('register_problem_not_split', 409, { code: input.code });
	if (!carried.candidates.includes(input.target)) throw new Problem('register_problem_no_candidate', 400, { target: input.target, candidates: carried.candidates.join(', ') });
	return insertChoice(deps.database.evaluate.db, {
		surveyId: input.surveyId ?? null, rowKey: input.rowKey ?? null, code: input.code, splitAt: carried.splitAt, direction: carried.direction, target: input.target, targetDate: input.to, reason
	}, input.actor);
}

/** The rules for every survey. */
export const rules = (deps: RegisterDeps): Promise<ChoiceRow[]> => readRules(deps.database.evaluate.db);

/** @throws Problem when no such choice stands */
export async function withdraw(deps: RegisterDeps, id: number, actor: string): Promise<void> {
	if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647 || !(await withdrawChoice(deps.database.evaluate.db, id, actor))) throw new Problem('register_problem_no_choice', 404);
}
