import { Problem } from '#lib/domain/problem.ts';
import type { Questionnaire } from '#lib/domain/questionnaire/schema.ts';
import { previewOf } from '#lib/evaluate/questionnaire/preview.ts';
import { isLocale } from '#lib/i18n.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { checkDocument, getSurvey, getVersion, readDocument } from '#lib/server/surveys/index.ts';
import type { PageServerLoad } from './$types';

/** @throws Problem when there is no draft, or it cannot be read as a questionnaire yet */
function draftDocument(draft: string | null): Questionnaire {
	const checked = checkDocument(readDocument(draft ?? ''));
	if (!checked.ok) throw new Problem('survey_problem_draft_faulty', 409, { count: checked.faults.length });
	return checked.questionnaire;
}

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const deps = await startRuntime();
	const surveyId = surveyParam(params.survey);
	const asked = url.searchParams.get('sprak');
	const language = isLocale(asked) ? asked : locals.locale;
	if (params.version === 'utkast') {
		const { draft } = await getSurvey(deps, surveyId);
		return { preview: previewOf(draftDocument(draft), language), language, version: null };
	}
	const { questionnaire, ...version } = await getVersion(deps, surveyId, /^[1-9]\d{0,5}$/.test(params.version) ? Number(params.version) : 0);
	return { preview: previewOf(questionnaire, language), language, version };
};
