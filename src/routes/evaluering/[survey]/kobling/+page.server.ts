import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import type { Source } from '#lib/domain/link/types.ts';
import { orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { linksPage } from '#lib/server/register/link/page.ts';
import { makeLink, specOf } from '#lib/server/register/link/links.ts';
import { readSchools } from '#lib/server/register/link/schools.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => ({ page: await linksPage(await startRuntime(), surveyParam(params.survey)) });

const text = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim().slice(0, 200) : '';
};

function sourceOf(typed: string): Source {
	const [kind = '', name = ''] = [typed.slice(0, typed.indexOf(':')), typed.slice(typed.indexOf(':') + 1)];
	if (kind === 'item') return { kind, item: name };
	if (kind === 'frame' || kind === 'owner') return { kind, column: name };
	throw new Problem('link_problem_no_source', 400, { name: typed.slice(0, 60) || '–' });
}
const yearOf = (typed: string): number => (/^\d{4}$/.test(typed) ? Number(typed) : NaN);

export const actions: Actions = {
	make: async ({ request, params, locals }) => {
		const form = await request.formData();
		const typed = {
			source: text(form, 'source'), rows: text(form, 'rows'), codeYear: text(form, 'codeYear'), figureYear: text(form, 'figureYear'),
			variables: form.getAll('variable').flatMap((v) => (typeof v === 'string' ? [v.slice(0, 60)] : [])).slice(0, 100)
		};
		let made = 0;
		const refused = await orProblem({ typed }, async () => {
			const runtime = await startRuntime();
			const years = [yearOf(typed.codeYear), yearOf(typed.figureYear)] as const;
			if (years.some(Number.isNaN)) throw new Problem('link_problem_year', 400, { years: `${typed.codeYear}, ${typed.figureYear}` });
			const spec = await specOf(runtime, { source: sourceOf(typed.source), rows: typed.rows === 'seats' ? 'seats' : 'respondents', codeYear: years[0], figureYear: years[1], variables: typed.variables });
			const file = form.get('schools');
			const schools = spec.source.kind === 'owner' && file instanceof File && file.size > 0 ? readSchools(file.name, new Uint8Array(await file.arrayBuffer())) : null;
			made = (await makeLink(runtime, { surveyId: surveyParam(params.survey), spec, schools, actor: locals.user?.id ?? '' })).id;
		});
		if (refused) return refused;
		redirect(303, `/evaluering/${params.survey}/kobling/${made}?ferdig=koblet`);
	}
};
