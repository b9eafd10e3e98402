import { redirect } from '@sveltejs/kit';
import { bytesOf, chosenFile, formOf, orRefused } from '#lib/evaluate/frame/refused.ts';
import { FrameRefused } from '#lib/server/fieldwork/frames/issues.ts';
import { MAX_MEGABYTES } from '#lib/server/fieldwork/frames/table.ts';
import { mergeUpload } from '#lib/server/fieldwork/frames/uploads.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const MAX_RECIPE = 200_000;

export const load: PageServerLoad = () => ({ maxMegabytes: MAX_MEGABYTES });

/** The recipe's file if one was chosen, else what is written in the field. */
async function recipeIn(form: FormData): Promise<string> {
	const file = chosenFile(form.get('recipe'));
	const text = file ? await file.slice(0, MAX_RECIPE + 1).text() : String(form.get('text') ?? '');
	if (text.trim() === '') throw new FrameRefused('frame_problem_no_recipe', 400);
	if (text.length > MAX_RECIPE) throw new FrameRefused('frame_problem_recipe_json', 413);
	return text;
}

export const actions: Actions = {
	default: async ({ params, request, locals }) => {
		const surveyId = surveyParam(params.survey);
		const typed = { recipe: '' };
		const stored = await orRefused(typed, async () => {
			const form = await formOf(request);
			typed.recipe = await recipeIn(form);
			const lists = form.getAll('lists').map(chosenFile).filter((file) => file !== null);
			if (lists.length === 0) throw new FrameRefused('frame_problem_no_list', 400);
			const files = await Promise.all(lists.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })));
			return mergeUpload(await startRuntime(), { surveyId, recipe: typed.recipe, files, actor: locals.user?.id ?? '' });
		});
		if (typeof stored !== 'string') return stored;
		redirect(303, `/evaluering/${surveyId}/populasjon/${stored}/sammensetning`);
	}
};
