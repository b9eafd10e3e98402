import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { isLocale } from '#lib/i18n.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { createEvaluation, createSurvey, createWave, freeKey, listEvaluations, type EvaluationRow, type SurveyDeps } from '#lib/server/surveys/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
	evaluations: (await listEvaluations(await startRuntime())).map(({ id, name, waves }) => ({ id, name, waves: waves.map((w) => ({ id: w.id, name: w.name })) }))
});

interface Typed { place: string; evaluation: string; wave: string; key: string; language: string }

/** `w3`: an existing wave; `e2`: a new wave in an existing evaluation; anything else: both new. */
async function waveOf(deps: SurveyDeps, typed: Typed, there: EvaluationRow[], actor: string): Promise<number> {
	const [, kind, id] = /^([we])(\d{1,9})$/.exec(typed.place) ?? [];
	if (kind === 'w') return Number(id);
	const existing = kind === 'e' ? there.find((e) => e.id === Number(id)) : undefined;
	if (kind === 'e' && !existing) throw new Problem('survey_problem_no_evaluation', 404);
	const evaluationName = typed.evaluation.trim();
	const evaluationId = existing?.id ?? (await createEvaluation(deps, { key: freeKey(evaluationName, there), name: evaluationName, actor })).id;
	const waves = there.find((e) => e.id === evaluationId)?.waves ?? [];
	const waveName = typed.wave.trim();
	return (await createWave(deps, { evaluationId, key: freeKey(waveName, waves), name: waveName, actor })).id;
}

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const typed: Typed = { place: field(form, 'place'), evaluation: field(form, 'evaluation'), wave: field(form, 'wave'), key: field(form, 'key').trim(), language: field(form, 'language') };
		const deps = await startRuntime();
		const actor = locals.user?.id ?? '';
		const made = await orProblem(typed, async () => {
			// the key is the last to be used and the likeliest to be wrong: nothing is made with one that cannot be
			if (!/^[a-z][a-z0-9_]{0,62}$/.test(typed.key)) throw new Problem('survey_problem_survey_key');
			if (!/^[we]\d/.test(typed.place) && typed.evaluation.trim() === '') throw new Problem('survey_problem_evaluation_name');
			if (!/^w\d/.test(typed.place) && typed.wave.trim() === '') throw new Problem('survey_problem_wave_name');
			const waveId = await waveOf(deps, typed, await listEvaluations(deps), actor);
			const survey = await createSurvey(deps, { waveId, key: typed.key, defaultLocale: isLocale(typed.language) ? typed.language : 'nb', actor });
			if (!survey.created) throw new Problem('survey_problem_key_taken', 409, { key: typed.key });
			return { surveyId: survey.id };
		});
		if ('surveyId' in made) redirect(303, `/evaluering/${made.surveyId}/skjema`);
		return made;
	}
};
