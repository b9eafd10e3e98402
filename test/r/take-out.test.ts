import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithR } from '#analysis/r/compare.ts';
import { printedByKey } from '#analysis/r/plan-script.ts';
import type { Result } from '#analysis/result.ts';
import { PLAN_FORMAT, type AnySpec, type Plan } from '#lib/domain/analysis/types.ts';
import { planR, planSpss, usedData } from '#lib/server/results/plan/code.ts';
import { runPlan } from '#lib/server/results/plan/run.ts';
import { checkInR } from '#lib/server/results/r-check/check.ts';
import { toCsv } from '#lib/server/results/r-check/csv.ts';
import { familyEntries } from '#lib/server/results/r-check/families.ts';
import { closeR } from '#lib/server/results/r-check/engine.ts';
import { startR, type R } from '#lib/server/results/r-check/webr.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { batteryFamilies, batteryPlan, batteryR } from '#lib/server/results/workbench/battery.ts';
import { PLAN } from '../../src/demo/report/plan.ts';
import { evaluationDatasets } from '../support/evaluation-dataset.ts';

const datasets = evaluationDatasets();
const battery = PLAN.entries.find((entry) => entry.key.startsWith('battery-'))!;
const both = datasets(battery.data);
const spec: AnySpec = { method: 'battery', items: (battery.spec.y as string[]).slice(0, 3), by: 'del', correction: 'BH' };
const crosstabs = PLAN.entries.filter((entry) => entry.spec.method === 'crosstab').slice(0, 2);
const plan: Plan = { format: PLAN_FORMAT, title: { nb: 'P' }, entries: [battery, ...crosstabs], families: [{ key: 'fam', method: 'holm', of: crosstabs.map(({ key }) => ({ entry: key, path: 'p' })) }] };

let r: R;
beforeAll(async () => { r = await startR(); });
afterAll(async () => {
	r.close();
	await closeR();
});

describe('the code of a plan with its data', () => {
	it('gives in real R what the run gives, from files of the columns that the plan names and no others', async () => {
		const used = usedData(plan, datasets);
		expect([...used.values()].map(({ file, names }) => [file, names.length])).toEqual([[expect.stringMatching(/\.csv$/), (battery.spec.y as string[]).length + 1], ['samarbeidsforum.liste.csv', 2], ['nettverk.liste.csv', 2]]);
		expect([...used.values()].every(({ names, dataset }) => dataset.variables.every(({ name, type }) => names.includes(name) && type !== 'text'))).toBe(true);
		const { lines, stopped } = await r.run(planR(plan, used, 'nb'), Object.fromEntries([...used.values()].map(({ file, table, names }) => [file, toCsv(table, names)])));
		expect(stopped).toBeNull();
		const printed = printedByKey(lines);
		const run = runPlan(plan, datasets);
		for (const { key, outcome } of run.entries) {
			const { values } = compareWithR(outcome as Result, printed.get(key)!);
			expect([key, values.length > 5, values.filter((value) => !value.agrees)]).toEqual([key, true, []]);
		}
		const corrected = printed.get('fam')!.filter((line) => line.startsWith('adjusted')).map((line) => Number(line.split(' = ')[1]));
		expect(corrected).toHaveLength(2);
		run.families[0]!.members.forEach(({ adjusted }, i) => expect(corrected[i]).toBeCloseTo(adjusted!, 12));
	});
	it('has syntax for each entry, or a line that says that SPSS has none', () => {
		const syntax = planSpss({ entries: [...crosstabs, { ...battery, key: 'parallel', spec: { method: 'parallel_analysis', items: battery.spec.y as string[] } }] }, datasets, 'nb');
		expect(syntax.match(/^CROSSTABS/gm)).toHaveLength(2);
		for (const key of [...crosstabs.map((entry) => entry.key), 'parallel']) expect(syntax).toContain(`* ${key}: `);
		expect(syntax).toContain('SPSS has no such method, or not as it is asked for: parallel_analysis.');
	});
});

describe('a battery of the workbench', () => {
	it('is one R script of its means, its tests and their correction', async () => {
		const script = batteryR(both, spec, 'nb')!;
		const { lines, stopped } = await r.run(script, { 'data.csv': toCsv(engineTable(both, 'nb'), [...(spec.items as string[]), 'del']) });
		expect(stopped).toBeNull();
		const made = batteryPlan(both, spec)!;
		expect([...printedByKey(lines).keys()]).toEqual([...made.entries.map(({ key }) => key), `${made.families![0]!.key}.p`]);
	});
	it('is checked in R as all that it is made of, its corrected p-values too', async () => {
		const made = batteryPlan(both, spec)!;
		const check = await checkInR([...made.entries.map(({ key, spec: own }) => ({ key, spec: own, dataset: both })), ...familyEntries(batteryFamilies(both, made))]);
		expect(check.byEntry.map(({ outcome }) => outcome)).toEqual(Array(5).fill('agrees'));
		expect(check.byEntry.at(-1)).toMatchObject({ method: 'p_adjust', numbers: 3, agreeing: 3 });
		expect(batteryPlan(both, { ...spec, by: 'nobody' })).toBeNull();
	});
});
