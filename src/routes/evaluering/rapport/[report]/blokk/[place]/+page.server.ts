import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { orProblem, field } from '#lib/evaluate/questionnaire/problem.ts';
import { addBlock, replaceBlock } from '#lib/server/results/report-document/edit.ts';
import { blockOf, isBlockKind, NOTHING_TYPED, typedOf, type TypedBlock } from '#lib/server/results/report-document/form.ts';
import { blockPage, faultText } from '#lib/server/results/report-document/page.ts';
import { changeReport, reportParam } from '#lib/server/results/report-document/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

const NEW = 'ny';
const whole = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const place = params.place === NEW ? null : whole(params.place);
	const page = await blockPage(await startRuntime(), reportParam(params.report), place, locals.locale);
	if (place !== null && !page.block) throw new Problem('report_problem_no_block', 404, { block: place });
	const kind = url.searchParams.get('slag') ?? '';
	return { page, typed: page.block ? typedOf(page.block) : { ...NOTHING_TYPED, kind: isBlockKind(kind) ? kind : 'text' }, after: whole(url.searchParams.get('etter') ?? '') };
};

export const actions: Actions = {
	default: async ({ request, params, locals }) => {
		const form = await request.formData();
		const typed = Object.fromEntries(Object.keys(NOTHING_TYPED).map((name) => [name, field(form, name)])) as unknown as TypedBlock;
		const after = whole(field(form, 'after'));
		const { block, faults } = blockOf(typed);
		if (!block) return fail(400, { typed, after, problems: faults.map((fault) => faultText(fault, locals.locale)) });
		const seen = whole(field(form, 'version'));
		const refused = await orProblem({ typed, after }, async () => {
			const place = params.place === NEW ? null : whole(params.place);
			await changeReport(await startRuntime(), reportParam(params.report), seen, (report) => (place === null ? addBlock(report, after, block) : replaceBlock(report, place, block)), locals.user?.id ?? '');
		});
		if (refused) return refused;
		redirect(303, `/evaluering/rapport/${params.report}?lagret=${seen + 1}#blokk-${params.place === NEW ? after + 1 : params.place}`);
	}
};
