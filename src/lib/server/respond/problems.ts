/** Problems with single answers, as pages and autosave tell them. */
import type { Problem as AnswerProblem } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled } from '#lib/domain/questionnaire/fields.ts';

const FOREIGN = new Set(['problem_unknown_item', 'problem_not_a_category', 'problem_dont_know_not_offered']);

/**
 * Whether the problem is one that our pages cannot give rise to: an item of another questionnaire, a code outside the scale. Then the
 * post is refused whole. What a person may mistype is told at the question, and the rest is saved.
 */
export function isForeign(compiled: Compiled, problem: AnswerProblem): boolean {
	return FOREIGN.has(problem.code) || (problem.code === 'problem_several_values' && compiled.byKey.get(problem.field ?? '')?.kind === 'code');
}
