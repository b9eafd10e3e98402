/**
 * Samples from a terminal: the same seats as the page draws from the same list with the same seed.
 *   node src/cli/sample.ts preview --survey ID --method METHOD [options]   the allocation and what it can detect; draws nothing
 *   node src/cli/sample.ts draw --survey ID --method METHOD --seed N [options] [--actor NAME]
 *   node src/cli/sample.ts show --survey ID                                 the sample that stands
 *   node src/cli/sample.ts file --survey ID OUT.csv|OUT.xlsx                its seats: key, strata, probability, weight
 *   node src/cli/sample.ts retire --survey ID [--actor NAME]                gives it up
 * Prints strata and counts, never a key, a name or an address. Exits 1 when it is refused, 2 when the command is not understood.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { figure } from '#analysis/sample/detect.ts';
import { translate } from '#lib/i18n.ts';
import { Problem } from '#lib/domain/problem.ts';
import { readConfig } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';
import {
	clustersDrawn, drawSample, iccOf, previewSample, rateOf, readable, retireDrawnSample, SAMPLE_FORMATS, sampleFile, sampleOverview, sampleSpecOf, seedOf, stratumName,
	type PlannedStratum, type SampleSpec
} from '#lib/server/fieldwork/samples/index.ts';

const USAGE = `Usage: node src/cli/sample.ts preview|draw --survey ID --method census|simple|stratified|systematic|clusters|stratified_clusters
           [--by VARIABLE [--by VARIABLE]] [--cluster VARIABLE] [--n N] [--allocation proportional|equal|neyman|fixed] [--least N]
           [--number "STRATUM=N" ...] [--deviation "STRATUM=SD" ...] [--one-per-person] [--avoid] [--seed N] [--rate PERCENT] [--icc ICC] [--actor NAME]
       node src/cli/sample.ts show|retire --survey ID [--actor NAME]
       node src/cli/sample.ts file --survey ID OUT.csv|OUT.xlsx
A stratum is given by its code, of two strata crossed as "CODE / CODE", and as "–" where the list says nothing.`;
const LOCALE = 'en';

class UsageError extends Error {}

const { values, positionals: [command, out] } = (() => {
	try {
		return parseArgs({
			allowPositionals: true,
			options: {
				survey: { type: 'string' }, method: { type: 'string', default: '' }, by: { type: 'string', multiple: true, default: [] }, cluster: { type: 'string', default: '' },
				n: { type: 'string', default: '' }, allocation: { type: 'string', default: 'proportional' }, least: { type: 'string', default: '' },
				number: { type: 'string', multiple: true, default: [] }, deviation: { type: 'string', multiple: true, default: [] },
				'one-per-person': { type: 'boolean', default: false }, avoid: { type: 'boolean', default: false }, seed: { type: 'string' },
				rate: { type: 'string', default: '50' }, icc: { type: 'string', default: '' }, actor: { type: 'string', default: 'terminal' }
			}
		});
	} catch {
		console.error(USAGE);
		process.exit(2);
	}
})();
const started = ['preview', 'draw', 'show', 'file', 'retire'].includes(command ?? '') && /^[1-9]\d{0,8}$/.test(values.survey ?? '') ? await startDatabase(readConfig()) : null;

const nameOf = ({ codes }: { codes: (string | null)[] }): string => readable(stratumName(codes));

/** The strata by the names they are typed with. */
function fieldsByStratum(typed: readonly string[], prefix: string, strata: readonly PlannedStratum[]): [string, string][] {
	return typed.map((text) => {
		const cut = text.lastIndexOf('=');
		const found = strata.filter((row) => nameOf(row) === text.slice(0, cut).trim());
		if (cut < 1 || found.length !== 1) throw new UsageError(`"${text}": there is no such stratum. They are: ${strata.map((row) => `"${nameOf(row)}"`).join(', ')}.`);
		return [`${prefix}:${stratumName(found[0]!.codes)}`, text.slice(cut + 1)];
	});
}

async function specOf(deps: NonNullable<typeof started>, surveyId: number, seed: number): Promise<SampleSpec> {
	if (values.by.length > 2) throw new UsageError('At most two strata can be crossed.');
	const fields = new Map([
		['method', values.method], ['by', values.by[0] ?? ''], ['by2', values.by[1] ?? ''], ['cluster', values.cluster], ['n', values.n], ['allocation', values.allocation],
		['least', values.least], ['persons', values['one-per-person'] ? 'one' : 'each'], ['avoid', values.avoid ? 'yes' : '']
	]);
	const spec = sampleSpecOf(fields);
	const { variables } = await sampleOverview(deps, surveyId);
	const unknown = [...spec.by, ...(spec.cluster === null ? [] : [spec.cluster])].find((name) => !variables.some((v) => v.name === name));
	if (unknown !== undefined) throw new UsageError(`There is no stratum "${unknown}". There are: ${variables.map((v) => v.name).join(', ')}.`);
	if (values.number.length + values.deviation.length === 0) return spec;
	const { strata } = await previewSample(deps, { surveyId, spec, seed, rate: 1, icc: 0 });
	return sampleSpecOf(new Map([...fields, ...fieldsByStratum(values.number, 'number', strata), ...fieldsByStratum(values.deviation, 'deviation', strata)]));
}

function printStrata(strata: readonly (PlannedStratum & { drawn?: number })[]): void {
	for (const row of strata) {
		const clusters = row.clusters ? `, ${row.clusters.drawn} of ${row.clusters.available} clusters` : '';
		const number = row.drawn ?? Number(row.expected.toFixed(1));
		console.log(`  ${nameOf(row) || 'all'}: ${row.frame} on the list, ${row.available} can be drawn, ${number} drawn${clusters}, probability ${row.probability ?? 'none'}`);
	}
}

const percent = (value: number | null): string => (value === null ? 'none' : `${(value * 100).toFixed(1)} %`);

async function preview(deps: NonNullable<typeof started>, surveyId: number): Promise<void> {
	const seed = seedOf(values.seed ?? '1');
	const spec = await specOf(deps, surveyId, seed);
	const { preview: planned, problem } = await previewSample(deps, { surveyId, spec, seed, rate: rateOf(values.rate), icc: iccOf(values.icc) });
	if (!planned) throw problem ?? new Problem('sample_problem_n');
	printStrata(planned.strata);
	if (planned.clusters) console.log(`${clustersDrawn(spec, planned.strata)} of ${planned.clusters.length} clusters.`);
	const { detects } = planned;
	console.log(`${detects.answers} answers expected; a share of 50 % within ± ${percent(figure(detects.margin, 'moe_fpc'))}; design effect ${detects.design_effect.toFixed(2)}.`);
	console.log(`List ${planned.frameHash}.`);
}

async function draw(deps: NonNullable<typeof started>, surveyId: number): Promise<void> {
	const seed = seedOf(values.seed ?? '');
	const { seats, strata } = await drawSample(deps, { surveyId, spec: await specOf(deps, surveyId, seed), seed, actor: values.actor });
	printStrata(strata);
	console.log(`${seats} seats drawn with seed ${seed}.`);
}

async function show(deps: NonNullable<typeof started>, surveyId: number): Promise<void> {
	const { sample, state } = await sampleOverview(deps, surveyId);
	if (!sample) throw new Problem('sample_problem_not_drawn', 404);
	printStrata(sample.strata);
	console.log(`${sample.seats} seats drawn ${sample.drawnAt.toISOString()} with seed ${sample.seed} (${sample.generator}), method ${sample.spec.method}; ${state.sampled} in the sample now.`);
	console.log(`List ${sample.frameHash}.`);
}

async function run(): Promise<void> {
	const format = SAMPLE_FORMATS.find((known) => out?.endsWith(`.${known}`));
	if (!started || (command === 'file' && (out === undefined || format === undefined))) throw new UsageError(USAGE);
	const surveyId = Number(values.survey);
	if (command === 'preview') await preview(started, surveyId);
	else if (command === 'draw') await draw(started, surveyId);
	else if (command === 'show') await show(started, surveyId);
	else if (command === 'retire') {
		await retireDrawnSample(started, { surveyId, actor: values.actor });
		console.log('The sample is given up.');
	} else if (out !== undefined && format !== undefined) await writeFile(out, await sampleFile(started, surveyId, format, LOCALE), { mode: 0o600 });
}

try {
	await run();
} catch (error) {
	if (!(error instanceof UsageError) && !(error instanceof Problem)) throw error;
	console.error(error instanceof Problem ? translate(error.code, error.params, LOCALE) : error.message);
	process.exitCode = error instanceof Problem ? 1 : 2;
} finally {
	await started?.stop();
}
