import { randomInt } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { figure } from '#analysis/sample/detect.ts';
import { field, orProblem } from '#lib/evaluate/questionnaire/problem.ts';
import { drawSample, iccOf, clustersDrawn, previewSample, rateOf, retireDrawnSample, sampleOverview, sampleSpecOf, seedOf, SEED_MAX } from '#lib/server/fieldwork/samples/index.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => ({
	overview: await sampleOverview(await startRuntime(), surveyParam(params.survey)),
	seed: String(randomInt(SEED_MAX)),
	done: url.searchParams.get('ferdig')
});

/** Fields of the form as typed: as many and as long as the page itself makes them. */
function typedOf(form: FormData): Map<string, string> {
	return new Map([...form].flatMap(([name, value]): [string, string][] => (typeof value === 'string' && name !== 'hash' && name.length <= 500 ? [[name, value.slice(0, 200)]] : [])).slice(0, 1000));
}

type Event = Parameters<NonNullable<Actions['draw']>>[0];
const here = (event: Event, done: string): string => `/evaluering/${event.params.survey}/utvalg?ferdig=${done}`;
const actorOf = (event: Event): string => event.locals.user?.id ?? '';

export const actions: Actions = {
	preview: async (event) => {
		const fields = typedOf(await event.request.formData());
		const typed = Object.fromEntries(fields);
		return orProblem({ typed }, async () => {
			const spec = sampleSpecOf(fields);
			const input = { surveyId: surveyParam(event.params.survey), spec, seed: seedOf(typed.seed ?? ''), rate: rateOf(typed.rate ?? ''), icc: iccOf(typed.icc ?? '') };
			const { preview, strata, problem } = await previewSample(await startRuntime(), input);
			// numbers by stratum can be asked for only now that the strata are known
			const first = [spec.numbers, spec.deviations].some((given) => given !== null && Object.keys(given).length === 0);
			if (!preview) return first ? { typed, strata } : fail(problem?.status ?? 400, { typed, strata, problems: problem ? [{ code: problem.code, params: problem.params }] : [] });
			const { detects, clusters, frameHash } = preview;
			return {
				typed, strata,
				preview: {
					frameHash, by: spec.by, strata, clusters: clusters && { n: clustersDrawn(spec, strata), count: clusters.length }, margins: clusters ? undefined : detects.strata.map((s) => figure(s.margin, 'moe_fpc')),
					figures: {
						answers: detects.answers, population: detects.population, designEffect: detects.design_effect, margin: figure(detects.margin, 'moe_fpc'),
						shareHigh: figure(detects.shares, 'p2_high'), meanDifference: figure(detects.means, 'd')
					}
				}
			};
		});
	},
	draw: async (event) => {
		const form = await event.request.formData();
		const fields = typedOf(form);
		const refused = await orProblem({ typed: Object.fromEntries(fields) }, async () => {
			await drawSample(await startRuntime(), {
				surveyId: surveyParam(event.params.survey), spec: sampleSpecOf(fields), seed: seedOf(fields.get('seed') ?? ''), frameHash: field(form, 'hash'), actor: actorOf(event)
			});
		});
		if (refused) return refused;
		redirect(303, here(event, 'trukket'));
	},
	retire: async (event) => {
		const refused = await orProblem({}, async () => retireDrawnSample(await startRuntime(), { surveyId: surveyParam(event.params.survey), actor: actorOf(event) }));
		if (refused) return fail(refused.status, { retiring: refused.data.problems });
		redirect(303, here(event, 'oppgitt'));
	}
};
