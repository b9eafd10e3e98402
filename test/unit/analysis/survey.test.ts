import { describe, expect, it } from 'vitest';
import { isViolation } from '#analysis/assumptions.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { logitInterval } from '#analysis/survey/shares.ts';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';

const result = (spec: object, table: Table): Result => {
	const found = run(spec as BaseSpec, table);
	if (isViolation(found)) throw new Error(`${found.violation} ${JSON.stringify(found.params)}`);
	return found;
};
const code = (spec: object, table: Table): string => {
	const found = run(spec as BaseSpec, table);
	return isViolation(found) ? found.violation : 'none';
};
const num = (v: Value | undefined): number => {
	if (typeof v !== 'number') throw new Error(`not a number: ${JSON.stringify(v)}`);
	return v;
};
const nums = (v: Value | undefined): number[] => (v as Value[]).map(num);

const Y = [4, 7, 1, 9, 5, 6, 2, 8, 3, 3, 7, 5];
const X = [1, 3, 0, 6, 2, 3, 1, 7, 2, 0, 4, 1];
const H = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'b', 'b', 'b', 'b'];
const C = ['1', '1', '2', '2', '1', '1', '1', '2', '2', '2', '3', '3'];
const W = [1, 2, 1, 3, 2, 1, 1, 4, 2, 1, 1, 2];
const base = tableOf({ y: numericColumn(Y), x: numericColumn(X), h: categoricalColumn(H), c: categoricalColumn(C), w: numericColumn(W), N: numericColumn(H.map((h) => (h === 'a' ? 40 : 20))), g: categoricalColumn(['k', 'm', 'k', 'm', 'm', 'k', 'k', 'm', 'm', 'k', 'k', 'k']), e: categoricalColumn(['1', '2', '1', '2', '1', '2', '1', '2', '2', '1', '1', '2']) });
const mean = (v: number[]): number => v.reduce((s, x) => s + x, 0) / v.length;
const variance = (v: number[]): number => v.reduce((s, x) => s + (x - mean(v)) ** 2, 0) / (v.length - 1);

describe('a weighted mean', () => {
	it('without a design has the error of a simple random sample, s / sqrt n, and a design effect of 1', () => {
		const { values } = result({ method: 'survey_mean', y: 'y' }, base);
		expect(num(values.se)).toBeCloseTo(Math.sqrt(variance(Y) / 12), 13);
		expect(values).toMatchObject({ n: 12, df: 11 });
		expect(num(values.deff)).toBeCloseTo(1, 13);
		expect(num(values.deff_kish)).toBe(1);
	});
	it('from a known population has the finite population correction and the population\'s total', () => {
		const { values } = result({ method: 'survey_mean', y: 'y', population_N: 48 }, base);
		expect(num(values.se)).toBeCloseTo(Math.sqrt((variance(Y) / 12) * 0.75), 13);
		expect(num(values.total)).toBeCloseTo(48 * mean(Y), 11);
		expect(num(values.total_se)).toBeCloseTo(48 * num(values.se), 11);
		expect(num(result({ method: 'survey_mean', y: 'y', population_N: 12 }, base).values.se)).toBe(0);
	});
	it('of strata adds their variances, each with its correction, as the textbook has it', () => {
		const table = tableOf({ ...base.columns, pw: numericColumn(H.map((h) => (h === 'a' ? 10 : 2.5))) });
		const { values } = result({ method: 'survey_mean', y: 'y', weights: 'pw', strata: 'h', fpc: 'N', by: 'h' }, table);
		const [a, b] = [Y.slice(0, 4), Y.slice(4)];
		expect(num(values.mean)).toBeCloseTo((40 * mean(a) + 20 * mean(b)) / 60, 12);
		expect(num(values.se)).toBeCloseTo(Math.sqrt(((2 / 3) ** 2 * 0.9 * variance(a)) / 4 + ((1 / 3) ** 2 * 0.6 * variance(b)) / 8), 12);
		expect(nums(values.by_mean)[0]).toBeCloseTo(mean(a), 12);
		expect(nums(values.by_se)[1]).toBeCloseTo(Math.sqrt((0.6 * variance(b)) / 8), 12);
	});
	it('of equal clusters has the error of the cluster means', () => {
		const clusters = Y.map((_, i) => `c${Math.floor(i / 3)}`);
		const { values } = result({ method: 'survey_mean', y: 'y', cluster: 'k' }, tableOf({ ...base.columns, k: categoricalColumn(clusters) }));
		const means = [0, 1, 2, 3].map((c) => mean(Y.slice(3 * c, 3 * c + 3)));
		expect(num(values.se)).toBeCloseTo(Math.sqrt(variance(means) / 4), 13);
		expect(values.df).toBe(3);
	});
	it('takes clusters of the same name in two strata for two', () => {
		expect(result({ method: 'survey_mean', y: 'y', strata: 'h', cluster: 'c' }, base).values.df).toBe(5 - 2);
	});
	it('of a domain lets the domain\'s size vary: the rows outside count as 0', () => {
		const { values } = result({ method: 'survey_mean', y: 'y', weights: 'w', by: 'g' }, base);
		const inside = [0, 2, 5, 6, 9, 10, 11];
		const total = inside.reduce((s, i) => s + W[i]!, 0);
		const m = inside.reduce((s, i) => s + W[i]! * Y[i]!, 0) / total;
		const scores = Y.map((y, i) => (inside.includes(i) ? (W[i]! * (y - m)) / total : 0));
		expect(nums(values.by_mean)[0]).toBeCloseTo(m, 13);
		expect(nums(values.by_se)[0]).toBeCloseTo(Math.sqrt(12 * variance(scores)), 13);
	});
	it('does not change with the weights\' scale, but for the totals', () => {
		const heavy = tableOf({ ...base.columns, w: numericColumn(W.map((w) => 250 * w)) });
		const [a, b] = [base, heavy].map((t) => result({ method: 'survey_mean', y: 'y', weights: 'w', strata: 'h', cluster: 'c' }, t).values);
		for (const name of ['mean', 'se', 'sd', 'sd_unbiased', 'deff', 'n_eff']) expect(num(b![name]) / num(a![name])).toBeCloseTo(1, 12);
		expect(num(b!.total_se) / num(a!.total_se)).toBeCloseTo(250, 9);
	});
	it('goes on past a stratum with one unit, and warns', () => {
		const lonely = tableOf({ ...base.columns, h: categoricalColumn(H.map((h, i) => (i === 0 ? 'z' : h))) });
		const found = result({ method: 'survey_mean', y: 'y', weights: 'w', strata: 'h' }, lonely);
		expect(found.notes).toContainEqual({ key: 'survey_lonely', level: 'warning', params: { strata: 1 } });
		expect(num(found.values.se)).toBeGreaterThan(0);
	});
	it('of answers that are all alike has no error and no design effect', () => {
		const flat = result({ method: 'survey_mean', y: 'y', weights: 'w' }, tableOf({ y: numericColumn([3, 3, 3]), w: numericColumn([1, 2, 3]) }));
		expect(flat.values).toMatchObject({ mean: 3, se: 0, deff: null, n_eff: null });
		expect(flat.notes.map((n) => n.key)).toContain('survey_no_variation');
	});
	it('refuses weights that are not above 0, a population below the sample, one row, and none', () => {
		expect(code({ method: 'survey_mean', y: 'y', weights: 'x' }, base)).toBe('bad_field');
		expect(code({ method: 'survey_mean', y: 'y', population_N: 11 }, base)).toBe('inconsistent');
		expect(code({ method: 'survey_mean', y: 'y', strata: 'g', fpc: 'N' }, base)).toBe('inconsistent');
		expect(code({ method: 'survey_mean', y: 'y', population_N: 100, strata: 'h' }, base)).toBe('bad_field');
		expect(code({ method: 'survey_mean', y: 'y' }, tableOf({ y: numericColumn([1]) }))).toBe('too_few');
		expect(code({ method: 'survey_mean', y: 'y' }, tableOf({ y: numericColumn([null, null]) }))).toBe('no_data');
		expect(code({ method: 'survey_mean', y: 'y', strata: 's' }, tableOf({ y: numericColumn([1, 2]), s: categoricalColumn(['a', 'b']) }))).toBe('too_few');
	});
});

describe('a post-stratified mean', () => {
	const cells = (population: number[]) => ({ method: 'poststratified_mean', y: 'y', by: ['g'], cells: [['k'], ['m']], population });
	it('with one cell is the simple random sample\'s', () => {
		const table = tableOf({ y: numericColumn(Y), g: categoricalColumn(Y.map(() => 'k')) });
		const { values } = result({ ...cells([]), cells: [['k']], population: [48] }, table);
		expect(num(values.mean)).toBeCloseTo(mean(Y), 13);
		expect(num(values.se)).toBeCloseTo(Math.sqrt((variance(Y) / 12) * 0.75), 13);
	});
	it('is the cells\' means weighted by their population', () => {
		const k = [4, 1, 6, 2, 3, 7, 5];
		const m = [7, 9, 5, 8, 3];
		expect(num(result(cells([70, 30]), base).values.mean)).toBeCloseTo(0.7 * mean(k) + 0.3 * mean(m), 13);
	});
	it('does not take the differences between cells for uncertainty', () => {
		const far = tableOf({ y: numericColumn(['k', 'k', 'k', 'm', 'm', 'm'].map((g, i) => (g === 'k' ? 0 : 1000) + (i % 3))), g: categoricalColumn(['k', 'k', 'k', 'm', 'm', 'm']) });
		expect(num(result(cells([500, 500]), far).values.se)).toBeLessThan(1);
	});
	it('refuses a cell of the population without rows', () => {
		expect(code({ ...cells([1, 1, 1]), cells: [['k'], ['m'], ['z']], population: [50, 30, 20] }, base)).toBe('unreachable_margin');
	});
});

describe('weighted shares and tables', () => {
	it('give percentages that sum to 100 and the binomial error of a simple random sample', () => {
		const { values } = result({ method: 'survey_frequencies', x: 'g' }, base);
		expect(nums(values.percent).reduce((a, b) => a + b, 0)).toBeCloseTo(100, 12);
		expect(nums(values.se)[0]).toBeCloseTo(100 * Math.sqrt(((7 / 12) * (5 / 12)) / 11), 12);
	});
	it('have intervals inside 0 and 100, and none at the ends', () => {
		expect(logitInterval(0.5, 0.1, 2)).toEqual([1 / (1 + Math.exp(0.8)), 1 / (1 + Math.exp(-0.8))]);
		expect(logitInterval(0, 0, 2)).toBeNull();
		const found = result({ method: 'survey_frequencies', x: 'g' }, tableOf({ g: categoricalColumn(['k', 'k', 'k'], 'g', [{ value: 'k', label: 'k' }, { value: 'm', label: 'm' }]) }));
		expect(found.values.ci).toEqual([[null, null], [null, null]]);
		expect(found.notes.map((n) => n.key)).toContain('survey_share_at_edge');
	});
	it('with equal weights and no design test as Pearson, scaled by (n - 1) / n', () => {
		const { values } = result({ method: 'survey_crosstab', rows: 'g', columns: 'e' }, base);
		const t = values.counts as number[][];
		const expected = t.map((row) => row.map((_, c) => ((row[0]! + row[1]!) * (t[0]![c]! + t[1]![c]!)) / 12));
		const chi2 = t.reduce((s, row, r) => s + row.reduce((u, x, c) => u + (x - expected[r]![c]!) ** 2 / expected[r]![c]!, 0), 0);
		expect(num(values.pearson)).toBeCloseTo(chi2, 12);
		expect(num(values.F)).toBeCloseTo((chi2 * 11) / 12, 12);
		expect(num(values.ndf)).toBeCloseTo(1, 12);
		expect(num(values.ddf)).toBeCloseTo(11, 11);
		expect(num(values.mean_effect)).toBeCloseTo(12 / 11, 12);
	});
	it('are the same turned over', () => {
		const spec = { method: 'survey_crosstab', weights: 'w', cluster: 'c', strata: 'h' };
		const a = result({ ...spec, rows: 'g', columns: 'h' }, base).values;
		const b = result({ ...spec, rows: 'h', columns: 'g' }, base).values;
		for (const name of ['F', 'ndf', 'ddf', 'p']) expect(num(b[name]) / num(a[name])).toBeCloseTo(1, 10);
	});
	it('leave out levels that nobody has, and refuse a single one', () => {
		const table = tableOf({ a: categoricalColumn(['x', 'y', 'x', 'y', 'x'], 'a', ['x', 'w', 'y'].map((value) => ({ value, label: value }))), b: categoricalColumn(['1', '2', '2', '1', '1']), one: categoricalColumn(['1', '1', '1', '1', '1']) });
		expect(result({ method: 'survey_crosstab', rows: 'a', columns: 'b' }, table).values.row_levels).toEqual(['x', 'y']);
		expect(code({ method: 'survey_crosstab', rows: 'a', columns: 'one' }, table)).toBe('constant');
	});
});

describe('weighted regression', () => {
	it('with equal weights has the coefficients of plain least squares and HC0 errors times sqrt(n / (n - 1))', () => {
		const plain = result({ method: 'ols', y: 'y', x: ['x', 'g'] }, base).values;
		const weighted = result({ method: 'survey_ols', y: 'y', x: ['x', 'g'] }, base).values;
		nums(weighted.b).forEach((b, j) => expect(b).toBeCloseTo(nums(plain.b)[j]!, 12));
		nums(weighted.se).forEach((s, j) => expect(s).toBeCloseTo(nums(plain.se_HC0)[j]! * Math.sqrt(12 / 11), 12));
	});
	it('with clusters and equal weights has the errors CR1', () => {
		const clusters = tableOf({ ...base.columns, k: categoricalColumn(Y.map((_, i) => `c${i % 5}`)) });
		const plain = result({ method: 'ols', y: 'y', x: ['x'], cluster: 'k' }, clusters).values;
		nums(result({ method: 'survey_ols', y: 'y', x: ['x'], cluster: 'k' }, clusters).values.se).forEach((s, j) => expect(s).toBeCloseTo(nums(plain.se_CR1)[j]!, 12));
	});
	it('with whole weights has the coefficients of the rows repeated', () => {
		const rows = Y.flatMap((_, i) => Array<number>(W[i]!).fill(i));
		const long = tableOf({ y: numericColumn(rows.map((i) => Y[i]!)), x: numericColumn(rows.map((i) => X[i]!)) });
		const weighted = nums(result({ method: 'survey_ols', y: 'y', x: ['x'], weights: 'w' }, base).values.b);
		nums(result({ method: 'ols', y: 'y', x: ['x'] }, long).values.b).forEach((b, j) => expect(weighted[j]).toBeCloseTo(b, 12));
	});
	it('refuses more coefficients than the design has degrees of freedom for', () => {
		expect(code({ method: 'survey_ols', y: 'y', x: ['x', 'w', 'N'], cluster: 'c', strata: 'h' }, base)).toBe('too_few');
	});
});
