import { afterAll, describe, expect, it } from 'vitest';
import { codebookOf } from '#analysis/r/codebook.ts';
import { compareWithR } from '#analysis/r/compare.ts';
import { toR } from '#analysis/r/script.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { checkInR } from '#lib/server/results/r-check/check.ts';
import { toCsv } from '#lib/server/results/r-check/csv.ts';
import { familyEntries } from '#lib/server/results/r-check/families.ts';
import { closeR } from '#lib/server/results/r-check/engine.ts';
import { checkSentence } from '#lib/server/results/r-check/words.ts';
import { startR } from '#lib/server/results/r-check/webr.ts';
import { engineTable } from '#lib/server/results/snapshot/engine-table.ts';
import { evaluationDatasets } from '../support/evaluation-dataset.ts';

const networks = evaluationDatasets()(['nettverk']);
const CROSSTAB: AnySpec = { method: 'crosstab', rows: 'samarbeid_band', columns: 'population_2020_band' };
const resultOf = (spec: AnySpec): Result => run(spec, engineTable(networks, 'nb')) as Result;
const withValue = (result: Result, name: string, value: Value): Result => ({ ...result, values: { ...result.values, [name]: value } });

describe('a check in R', () => {
	afterAll(closeR);

	it('says how many numbers agree, to how many digits, with R as it names itself', async () => {
		const told: string[] = [];
		const check = await checkInR([
			{ key: 'crosstab', spec: CROSSTAB, dataset: networks },
			{ key: 'power', spec: { method: 'margin_of_error', n: 284, p: 0.5 }, dataset: null },
			{ key: 'wrong', spec: { method: 't_test', y: 'nobody', group: 'innretning' }, dataset: networks }
		], { progress: (done, total) => told.push(`${done}/${total}`) });
		expect(check.r).toMatch(/^4\.\d+\.\d+$/);
		expect(check.byEntry.map((e) => [e.key, e.outcome])).toEqual([['crosstab', 'agrees'], ['power', 'agrees'], ['wrong', 'no_result']]);
		expect(check.numbers).toBeGreaterThan(100);
		expect(check.agreeing).toBe(check.numbers);
		expect(check.digits).toBeGreaterThanOrEqual(7);
		expect(told).toEqual(['1/3', '2/3', '3/3']);
		expect(checkSentence(check, 'en')).toBe(`${check.numbers} of ${check.numbers} numbers agree with R ${check.r.slice(0, 3)} to ${check.digits} digits or more.`);
	});
	it('reads parts that lie below one another, each from its own file', async () => {
		const parts = ['samarbeidsforum', 'nettverk'];
		const pooled = evaluationDatasets()(parts);
		const spec: AnySpec = { method: 't_test', y: 'samarbeid', group: 'del' };
		const script = toR(spec, codebookOf(engineTable(pooled, 'nb')), parts.map((key) => ({ key, file: `${key}.csv` }))) as string;
		const r = await startR();
		const { lines, stopped } = await r.run(script, Object.fromEntries(parts.map((key) => [`${key}.csv`, toCsv(engineTable(evaluationDatasets()([key]), 'nb'))])));
		r.close();
		expect(stopped).toBeNull();
		const { values } = compareWithR(run(spec, engineTable(pooled, 'nb')) as Result, lines);
		expect(values.filter((v) => !v.agrees)).toEqual([]);
		expect(values.length).toBeGreaterThan(15);
	});
	it('counts the corrected p-values of a family, by the family\'s method', async () => {
		const members = [0.01, 0.04, 0.03].map((p, i) => ({ entry: `e${i}`, path: 'p', p, adjusted: [0.03, 0.06, 0.06][i]! }));
		const families = [{ key: 'alle', method: 'holm' as const, tests: 3, members: [...members, { entry: 'uten', path: 'p', p: null, adjusted: null }] }, { key: 'tom', method: 'BH' as const, tests: 0, members: [] }];
		const entries = familyEntries(families);
		expect(entries.map((e) => e.key)).toEqual(['familie.alle']);
		expect(await checkInR(entries)).toMatchObject({ numbers: 3, agreeing: 3 });
		const wrong = familyEntries([{ ...families[0]!, members: [{ ...members[0]!, adjusted: 0.02 }, members[1]!, members[2]!] }]);
		const check = await checkInR(wrong);
		expect(check).toMatchObject({ numbers: 3, agreeing: 2 });
		expect(check.byEntry[0]!.differing[0]).toMatchObject({ name: 'holm[1]', engine: '0.02' });
	});
	it('counts those who have not answered, where nothing else stands in the file', async () => {
		const spec: AnySpec = { method: 'frequencies', x: 'population_2020_band' };
		expect((resultOf(spec).values.missing as number) > 0).toBe(true);
		expect((await checkInR([{ key: 'one', spec, dataset: networks }])).byEntry[0]).toMatchObject({ outcome: 'agrees', differing: [] });
	});
	it('tells a wrong number, with both values', async () => {
		const right = resultOf(CROSSTAB);
		const wrong = withValue(right, 'chi2', (right.values.chi2 as number) + 1e-4);
		const { byEntry, agreeing, numbers } = await checkInR([{ key: 'crosstab', spec: CROSSTAB, dataset: networks, result: wrong }]);
		expect(numbers - agreeing).toBe(1);
		expect(byEntry[0]!.outcome).toBe('differs');
		const found = byEntry[0]!.differing[0]!;
		expect([found.name, found.engine]).toEqual(['chi2', String(wrong.values.chi2)]);
		expect(Number(found.r)).toBeCloseTo(right.values.chi2 as number, 10);
	});
	it('does not show a value that readers do not see', async () => {
		const right = resultOf(CROSSTAB);
		const wrong = withValue(right, 'chi2', 1);
		const { byEntry } = await checkInR([{ key: 'crosstab', spec: CROSSTAB, dataset: { ...networks, suppressBelow: 1000 }, result: wrong }]);
		expect(byEntry[0]!.differing).toEqual([{ name: 'chi2', engine: null, r: null, digits: 0 }]);
	});
	it('gives up when it is cancelled, and the next one has an R that works', async () => {
		const cancelled = new AbortController();
		const entries = [1, 2, 3].map((i) => ({ key: `c${i}`, spec: CROSSTAB, dataset: networks }));
		const check = await checkInR(entries, { signal: cancelled.signal, progress: (done) => done === 1 && cancelled.abort() });
		expect(check.byEntry.map((e) => e.stop)).toEqual([null, 'cancelled', 'cancelled']);
		expect((await checkInR(entries.slice(0, 1))).byEntry[0]!.outcome).toBe('agrees');
	});
});

describe('R on the server', () => {
	it('is taken down by a script that does not end, while who asked stays alive', async () => {
		const r = await startR();
		const answer = await r.run('repeat {}', {}, { seconds: 1 });
		expect([answer.stopped?.why, r.alive]).toEqual(['time', false]);
	});
	it('refuses memory above its limit, and goes on', async () => {
		const r = await startR(128);
		expect((await r.run('x <- numeric(5e7)', {})).stopped?.why).toBe('memory');
		expect((await r.run('cat("n = 3\\n")', {})).lines).toEqual(['n = 3']);
		expect((await r.run('stop("no such thing")', {})).stopped).toMatchObject({ why: 'error', text: expect.stringContaining('no such thing') as string });
		r.close();
	});
});
