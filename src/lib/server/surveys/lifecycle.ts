/** Opening and closing a survey. */
import { Problem } from '../../domain/problem.ts';
import { lockSurvey, updateLifecycle, type Lifecycle, type LockedSurvey } from '../db/surveys.ts';
import type { SurveyDeps } from './create.ts';

const time = (date: Date | null): number | null => date?.getTime() ?? null;

async function change(deps: SurveyDeps, surveyId: number, actor: string, to: (now: LockedSurvey) => Lifecycle): Promise<{ changed: boolean }> {
	return deps.database.evaluate.db.transaction(async (tx) => {
		const now = await lockSurvey(tx, surveyId);
		if (!now) throw new Problem('survey_problem_no_survey', 404);
		const next = to(now);
		if (next.state === now.state && time(next.opensAt) === time(now.opensAt) && time(next.closesAt) === time(now.closesAt)) return { changed: false };
		await updateLifecycle(tx, surveyId, next, actor);
		return { changed: true };
	});
}

/**
 * Opens the survey, or changes the dates of an open one. Outside its dates an open survey takes no answers.
 * @param input.opensAt first moment answers are taken; null: at once; left out: as it was
 * @param input.closesAt first moment they no longer are; null: until closed by hand; left out: as it was
 * @throws Problem survey_problem_no_survey, survey_problem_unpublished, survey_problem_dates, survey_problem_closes_in_past
 */
export function openSurvey(deps: SurveyDeps, input: { surveyId: number; opensAt?: Date | null; closesAt?: Date | null; actor: string }): Promise<{ changed: boolean }> {
	return change(deps, input.surveyId, input.actor, (now) => {
		if (now.versionId === null) throw new Problem('survey_problem_unpublished', 409);
		const opensAt = input.opensAt === undefined ? now.opensAt : input.opensAt;
		const closesAt = input.closesAt === undefined ? now.closesAt : input.closesAt;
		if (opensAt && closesAt && opensAt >= closesAt) throw new Problem('survey_problem_dates');
		if (closesAt && closesAt.getTime() <= Date.now() && !(now.state === 'open' && time(closesAt) === time(now.closesAt))) throw new Problem('survey_problem_closes_in_past');
		return { state: 'open', opensAt, closesAt };
	});
}

/** Closes the survey at once; closing a closed one changes nothing. Answers given stay, and it can be opened again. */
export function closeSurvey(deps: SurveyDeps, input: { surveyId: number; actor: string }): Promise<{ changed: boolean }> {
	return change(deps, input.surveyId, input.actor, (now) => {
		if (now.state === 'draft') throw new Problem('survey_problem_unpublished', 409);
		return { state: 'closed', opensAt: now.opensAt, closesAt: now.closesAt };
	});
}
