import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codebookOf } from '#analysis/r/codebook.ts';
import { compareWithR } from '#analysis/r/compare.ts';
import { planToR, printedByKey, printedName } from '#analysis/r/plan-script.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { toCsv } from '#lib/server/results/r-check/csv.ts';
import { startR, type R } from '#lib/server/results/r-check/webr.ts';
import { randomSample } from '../certify/r/tables.ts';

const first = randomSample(11).table;
const second = randomSample(12).table;
const spec = (method: string, fields: object): BaseSpec => ({ method, ...fields }) as BaseSpec;
const ENTRIES = [
	{ key: 'crosstab-1', spec: spec('crosstab', { rows: 'place', columns: 'arm' }), table: first, file: 'first.csv' },
	{ key: 't-1', spec: spec('t_test', { y: 'score', group: 'arm', filter: [{ column: 'done', in: ['1'] }] }), table: first, file: 'first.csv' },
	{ key: 't-2', spec: spec('t_test', { y: 'score', group: 'arm' }), table: second, file: 'second.csv' },
	{ key: 'alpha-1', spec: spec('alpha', { items: ['item1', 'item2', 'item3', 'item4'], reversed: ['item2'] }), table: second, file: 'second.csv' },
	{ key: 'ols-1', spec: spec('ols', { y: 'score', x: ['pre', 'place'] }), table: first, file: 'first.csv' }
];

describe('the R script of a whole plan', () => {
	let r: R;
	let lines: string[];
	const results = ENTRIES.map((e) => run(e.spec, e.table) as Result);
	beforeAll(async () => {
		r = await startR();
		const entries = ENTRIES.map(({ key, spec: of, table, file }) => ({ key, title: `Title of "${key}"\nin two lines`, spec: of, codebook: codebookOf(table), file }));
		const wrong = { key: 'wrong', title: 'wrong', spec: spec('t_test', { y: 'score' }), codebook: {}, file: 'first.csv' };
		const lost = { key: 'lost', title: 'lost', spec: spec('levene', { y: 'score', group: 'arm' }), codebook: codebookOf(first), file: 'nowhere.csv' };
		const script = planToR([wrong, ...entries.slice(0, 1), lost, ...entries.slice(1)], [{ key: 'family-1', method: 'holm', of: [{ entry: 't-1', path: 'p' }, { entry: 't-2', path: 'p' }, { entry: 'ols-1', path: 'p.1' }] }]);
		const answer = await r.run(script, { 'first.csv': toCsv(first), 'second.csv': toCsv(second) });
		expect(answer.stopped).toBeNull();
		lines = answer.lines;
	});
	afterAll(() => r.close());

	it.each(ENTRIES.map((e, i) => [e.key, i] as const))('prints for %s what the engine gives', (key, i) => {
		const { values } = compareWithR(results[i]!, printedByKey(lines).get(key)!);
		expect(values.filter((v) => !v.agrees)).toEqual([]);
		expect(values.length).toBeGreaterThan(8);
	});
	it('goes on after an entry that stops, and leaves out one whose spec is wrong', () => {
		expect([...printedByKey(lines).keys()]).toEqual(['crosstab-1', 'lost', 't-1', 't-2', 'alpha-1', 'ols-1', 'family-1']);
		expect(printedByKey(lines).get('lost')!.join()).toContain('# stopped: cannot open');
	});
	it('corrects a family of p-values over entries', () => {
		const p = [results[1]!.values.p, results[2]!.values.p, (results[4]!.values.p as number[])[1]] as number[];
		const adjusted = (run(spec('p_adjust', { p })) as Result).values.holm as number[];
		const printed = printedByKey(lines).get('family-1')!.filter((line) => line.startsWith('adjusted')).map((line) => Number(line.split(' = ')[1]));
		expect(printed).toHaveLength(3);
		printed.forEach((x, i) => expect(x).toBeCloseTo(adjusted[i]!, 10));
	});
	it('names a place as R prints it', () => {
		expect(['p', 'means.2', 'm.0.1', 'strata.fylke.p', 'by.3.p.0'].map(printedName)).toEqual(['p', 'means[3]', 'm[1,2]', 'strata.fylke.p', 'by[4].p[1]']);
	});
});
