import { fail, redirect } from '@sveltejs/kit';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { Problem } from '#lib/domain/problem.ts';
import { inLocale } from '#lib/i18n.ts';
import { setSuppression } from '#lib/server/db/snapshots.ts';
import { linesOf } from '#lib/server/results/snapshot/derived-form/lines.ts';
import { build, type Step } from '#lib/server/results/snapshot/derived-form/step.ts';
import { definitionOf, faultWords, typedOf } from '#lib/server/results/snapshot/form.ts';
import { assemble, freeze, type Fault } from '#lib/server/results/snapshot/freeze.ts';
import { listPage } from '#lib/server/results/snapshot/page.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => ({ page: await listPage(await startRuntime(), url.searchParams, locals.locale), done: url.searchParams.get('ferdig') });

const words = (faults: readonly Fault[], locale: App.Locals['locale']) => faults.map((fault) => faultWords(fault, locale));

/** A step of the form for one derived variable; nothing is kept. */
const step = (which: Step) => async ({ request, locals }: RequestEvent) => {
	const form = await request.formData();
	const typed = typedOf(form);
	return orProblem({ typed, lines: linesOf(typed.derived, locals.locale), step: true }, async () => {
		const { faults: mend, ...built } = await build(await startRuntime(), form, which, locals.locale);
		return mend.length > 0 ? fail(422, { ...built, mend, step: true }) : { ...built, mend, step: true };
	});
};

/** A variable that is being made and is not in the list would be lost unseen. */
async function unfinished(form: FormData, locale: App.Locals['locale']) {
	const name = field(form, 'd_name').trim().slice(0, 63);
	if (name === '') return null;
	const { faults: mend, ...built } = await build(await startRuntime(), form, 'fields', locale);
	return fail(422, { ...built, mend, problems: [{ code: 'snapshot_form_problem_open', params: { name } }] });
}

export const actions: Actions = {
	fields: step('fields'),
	add: step('add'),
	edit: step('edit'),
	remove: step('remove'),
	leave: step('leave'),
	try: async ({ request, locals }) => {
		const form = await request.formData();
		const typed = typedOf(form);
		const shown = { typed, lines: linesOf(typed.derived, locals.locale) };
		return orProblem(shown, async () => {
			const left = await unfinished(form, locals.locale);
			if (left) return left;
			const { waveId, definition, faults } = definitionOf(typed);
			if (faults.length > 0) return fail(422, { ...shown, faults: words(faults, locals.locale) });
			const made = await assemble(await startRuntime(), waveId, definition);
			if (made.faults.length > 0) return fail(422, { ...shown, faults: words(made.faults, locals.locale) });
			return { ...shown, tried: made.parts.map((part) => ({ title: inLocale(part.title, locals.locale) || part.key, rows: part.rows, variables: part.variables.length })) };
		});
	},
	freeze: async ({ request, locals }) => {
		const form = await request.formData();
		const typed = typedOf(form);
		const shown = { typed, lines: linesOf(typed.derived, locals.locale) };
		const made = await orProblem(shown, async () => {
			const left = await unfinished(form, locals.locale);
			if (left) return left;
			const { waveId, definition, faults } = definitionOf(typed);
			if (faults.length > 0) return fail(422, { ...shown, faults: words(faults, locals.locale) });
			const frozen = await freeze(await startRuntime(), { waveId, definition, actor: locals.user?.id ?? '' });
			return frozen.ok ? frozen : fail(422, { ...shown, faults: words(frozen.faults, locals.locale) });
		});
		if ('ok' in made) redirect(303, `/evaluering/datauttrekk/${made.id}?ferdig=${made.created ? 'ny' : 'samme'}`);
		return made;
	},
	limit: async ({ request, locals }) => {
		const form = await request.formData();
		const [id, below] = [form.get('evaluation'), form.get('below')].map((value) => (typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : NaN));
		const refused = await orProblem({}, async () => {
			if (!(below !== undefined && below >= 0 && below <= 100)) throw new Problem('snapshot_problem_limit', 422);
			const done = await (await startRuntime()).database.evaluate.db.transaction((tx) => setSuppression(tx, Number.isNaN(id) ? 0 : (id ?? 0), below, locals.user?.id ?? ''));
			if (!done) throw new Problem('snapshot_problem_no_evaluation', 404);
		});
		if (refused) return refused;
		redirect(303, '/evaluering/datauttrekk?ferdig=grense');
	}
};
