/** The questionnaire being written: any text, kept as typed until it is published. */
import { Problem } from '../../domain/problem.ts';
import { lockSurvey, updateDraft } from '../db/surveys.ts';
import type { SurveyDeps } from './create.ts';

/** Longest draft, in characters. The five questionnaires of an evaluation with 250 items each are below 200,000. */
export const DRAFT_LENGTH = 2_000_000;

/** Line and column (from 1) of a fault in JSON, where the parser tells. */
function placeOf(error: unknown): { line: number; column: number } | null {
	const match = error instanceof SyntaxError ? /line (\d+) column (\d+)/.exec(error.message) : null;
	return match ? { line: Number(match[1]), column: Number(match[2]) } : null;
}

/**
 * The JSON value of a text.
 * @throws Problem survey_problem_too_large (413), survey_problem_json_at with line and column, survey_problem_json where the parser does not tell
 */
export function readDocument(text: string): unknown {
	if (text.length > DRAFT_LENGTH) throw new Problem('survey_problem_too_large', 413, { max: DRAFT_LENGTH });
	try {
		return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
	} catch (error) {
		const place = placeOf(error);
		throw place ? new Problem('survey_problem_json_at', 400, place) : new Problem('survey_problem_json', 400);
	}
}

/**
 * Keeps the draft, valid or not. Saving the same text again changes nothing.
 * @throws Problem survey_problem_no_survey, survey_problem_too_large, survey_problem_character for what the database cannot hold
 */
export async function saveDraft(deps: SurveyDeps, input: { surveyId: number; draft: string; actor: string }): Promise<{ changed: boolean }> {
	if (input.draft.length > DRAFT_LENGTH) throw new Problem('survey_problem_too_large', 413, { max: DRAFT_LENGTH });
	if (input.draft.includes('\0') || !input.draft.isWellFormed()) throw new Problem('survey_problem_character');
	return deps.database.evaluate.db.transaction(async (tx) => {
		const before = await lockSurvey(tx, input.surveyId);
		if (!before) throw new Problem('survey_problem_no_survey', 404);
		if (before.draft === input.draft) return { changed: false };
		await updateDraft(tx, input.surveyId, input.draft, input.actor);
		return { changed: true };
	});
}
