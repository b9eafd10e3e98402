import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#lib/domain/problem.ts';
import { orProblem, field } from '#lib/evaluate/questionnaire/problem.ts';
import { blockPage, partsFor, shownForm, typedFrom } from '#lib/server/results/report-document/block-page.ts';
import { addBlock, replaceBlock } from '#lib/server/results/report-document/edit.ts';
import { blockOf, isBlockKind } from '#lib/server/results/report-document/form.ts';
import { faultText } from '#lib/server/results/report-document/page.ts';
import { changeReport, reportParam } from '#lib/server/results/report-document/store.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const NEW = 'ny';
const whole = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const place = params.place === NEW ? null : whole(params.place);
	const kind = url.searchParams.get('slag') ?? '';
	const page = await blockPage(await startRuntime(), reportParam(params.report), place, isBlockKind(kind) ? kind : 'text', locals.locale);
	if (place !== null && !page.found) throw new Problem('report_problem_no_block', 404, { block: place });
	return { page, after: whole(url.searchParams.get('etter') ?? '') };
};

export const actions: Actions = {
	default: async ({ request, params, locals }) => {
		const form = await request.formData();
		const typed = typedFrom(form);
		const after = whole(field(form, 'after'));
		const id = reportParam(params.report);
		const runtime = await startRuntime();
		if (field(form, 'do') === 'show') return { ...(await shownForm(runtime, id, typed, locals.locale)), after };
		const parts = await partsFor(runtime, id);
		const { block, faults } = blockOf(typed, parts);
		const refusedForm = { typed, after, parts: block?.kind === 'table' ? parts(block) : null };
		if (!block) return fail(400, { ...refusedForm, problems: faults.map((fault) => faultText(fault, locals.locale)) });
		const seen = whole(field(form, 'version'));
		const refused = await orProblem(refusedForm, async () => {
			const place = params.place === NEW ? null : whole(params.place);
			await changeReport(runtime, id, seen, (report) => (place === null ? addBlock(report, after, block) : replaceBlock(report, place, block)), locals.user?.id ?? '');
		});
		if (refused) return refused;
		redirect(303, `/evaluering/rapport/${params.report}?lagret=${seen + 1}#blokk-${params.place === NEW ? after + 1 : params.place}`);
	}
};
