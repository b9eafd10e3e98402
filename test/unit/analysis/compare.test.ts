import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { hedgesJ } from '../../../analysis/effect/standardised.ts';
import { studentizedRangeQuantile } from '../../../analysis/distribution/range.ts';
import { compare } from '../../../analysis/method/compare/index.ts';
import type { Result } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';
import type { Table } from '../../../analysis/table/table.ts';
import { oneWayAnova, type Anova } from '../../../analysis/test/anova.ts';
import { clustering } from '../../../analysis/test/cluster.ts';
import { groupMoments } from '../../../analysis/test/moments.ts';
import { criticalValues } from '../../../analysis/test/range-tests.ts';
import { sampleOf } from '../../../analysis/test/sample.ts';

const spec = (method: string, rest: object): BaseSpec => ({ method, ...rest }) as BaseSpec;

function result(s: BaseSpec, table?: Table): Result {
	const r = run(s, table);
	if (isViolation(r)) throw new Error(JSON.stringify(r));
	return r;
}
const value = (r: Result, name: string): number => r.values[name] as number;
const keys = (r: Result): string[] => r.notes.map((n) => n.key);

const scale = Array.from({ length: 5 }, (_, i) => ({ value: String(i + 1), label: String(i + 1), score: i + 1 }));
const likert = (cells: Cell[]) => categoricalColumn(cells, 'q', scale);
/** Two groups of y, as numbers. */
const two = (a: number[], b: number[]): Table => tableOf({ y: numericColumn([...a, ...b], 'y'), g: categoricalColumn([...a.map(() => 'A'), ...b.map(() => 'B')], 'g') });
const repeat = <T>(times: number, ...cells: T[]): T[] => Array.from({ length: times }, () => cells).flat();

describe('sums', () => {
	it('of decimals lose no digit however many leading digits the values share (NIST SmLs07 to SmLs09)', () => {
		const near = [[0.4, 0.3, 0.5, 0.3, 0.5], [0.3, 0.2, 0.4, 0.2, 0.4], [0.5, 0.4, 0.6, 0.4, 0.6]];
		const far = near.map((g) => Float64Array.from(g, (x) => Number(`1000000000000${String(x).slice(1)}`)));
		const a = oneWayAnova(near.map((g) => Float64Array.from(g))) as Anova;
		expect(oneWayAnova(far)).toEqual(a);
		expect(a.ss_between).toBeCloseTo(0.1, 15);
		expect(a.ss_within).toBeCloseTo(0.12, 15);
	});
	it('of numbers that are no decimals are taken in two compensated passes', () => {
		const third = Float64Array.from({ length: 99 }, (_, i) => 1e6 + ((i % 3) - 1) / 3);
		const [m] = groupMoments([sampleOf(third)]);
		expect(m!.mean).toBeCloseTo(1e6, 9);
		expect(m!.ss).toBeCloseTo(66 / 9, 8);
	});
	it('of points of a scale with counts are those of the single answers', () => {
		const points = { values: Float64Array.of(1, 2, 3), counts: Float64Array.of(4, 0, 2) };
		expect(groupMoments([points])[0]).toEqual(groupMoments([sampleOf(Float64Array.of(1, 1, 3, 1, 3, 1))])[0]);
	});
});

describe("Hedges' correction", () => {
	it('is exact at 2, and J(m) J(m+1) = (m-1)/√(m(m+1)) on both sides of where the series takes over', () => {
		expect(hedgesJ(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 15);
		for (const m of [2, 3, 10, 57, 199, 200, 201, 202, 1000, 5e5, 1e9]) expect(Math.abs((hedgesJ(m) * hedgesJ(m + 1) * Math.sqrt(m * (m + 1))) / (m - 1) - 1)).toBeLessThan(2e-13);
	});
});

describe('critical values of the studentized range', () => {
	it('of many pairs lie on a curve that has at least ten digits of each', () => {
		const df = Array.from({ length: 36 }, (_, i) => 20 * 1.15 ** i);
		const curve = criticalValues(0.95, 9, df);
		df.forEach((x, i) => expect(Math.abs(curve[i]! / studentizedRangeQuantile(0.95, 9, x) - 1)).toBeLessThan(1e-10));
	});
});

describe('clustered rows', () => {
	const y = Float64Array.of(1, 1, 2, 2, 5, 5, 6, 6, 1, 2, 1, 2, 5, 6, 5, 6);
	const cluster = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
	it('that lie within the groups compared inflate the variance, those spread evenly over them deflate it', () => {
		const within = clustering(y, Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), 2, cluster, 4)!;
		const across = clustering(y, Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1), 2, cluster, 4)!;
		expect(within.icc).toBeGreaterThan(0.8);
		expect(within.design_effect).toBeCloseTo(1 + 3 * within.icc, 12);
		expect(across.design_effect).toBeCloseTo(1 - across.icc, 12);
	});
	it('for one mean have Kish’s design effect, 1 + (m - 1) times the intraclass correlation', () => {
		const one = clustering(y, new Int32Array(16), 1, cluster, 4)!;
		expect(one.design_effect).toBeCloseTo(1 + 3 * one.icc, 12);
	});
	it('are told to the reader with how many times the variance, and are no longer taken for independent', () => {
		const g = repeat(8, 'A').concat(repeat(8, 'B'));
		const table = tableOf({ y: numericColumn([...y], 'y'), g: categoricalColumn(g), school: categoricalColumn([...cluster].map((c) => `S${c}`)) });
		const r = result(spec('t_test', { y: 'y', group: 'g', cluster: 'school' }), table);
		expect(r.notes.find((n) => n.key === 'compare_clustered')?.params).toMatchObject({ column: 'school', clusters: 4, times: (r.values.clustering as { design_effect: number }).design_effect });
		expect(r.assumptions.find((a) => a.key === 'independent_rows')?.met).toBe(false);
		expect(result(spec('t_test', { y: 'y', group: 'g' }), table).assumptions.find((a) => a.key === 'independent_rows')?.met).toBeNull();
	});
});

describe('the reader is warned', () => {
	const narrow = repeat(30, 10, 11, 9);
	const wide = repeat(30, 2, 10, 21);
	it('of unequal spread where Student or analysis of variance is used, and pointed to Welch', () => {
		expect(keys(result(spec('t_test', { y: 'y', group: 'g', variances: 'equal' }), two(narrow, wide)))).toContain('compare_use_welch');
		expect(keys(result(spec('anova', { y: 'y', group: 'g' }), two(narrow, wide)))).toContain('compare_use_welch');
		expect(keys(result(spec('anova_summary', { n: [30, 30], mean: [1, 2], sd: [1, 3] })))).toContain('compare_use_welch');
		expect(keys(result(spec('t_test', { y: 'y', group: 'g' }), two(narrow, wide)))).not.toContain('compare_use_welch');
		expect(keys(result(spec('t_test', { y: 'y', group: 'g', variances: 'equal' }), two(narrow, narrow.map((x) => x + 1))))).not.toContain('compare_use_welch');
	});
	it('of small groups', () => {
		expect(result(spec('t_test', { y: 'y', group: 'g' }), two([1, 2, 3], narrow)).notes).toContainEqual({ key: 'small_n', level: 'warning', params: { n: 3, limit: 20 } });
		expect(keys(result(spec('t_test', { y: 'y', group: 'g' }), two(narrow, wide)))).not.toContain('small_n');
	});
	it('of a ceiling and a floor, on a scale whose points are known', () => {
		const g = categoricalColumn(repeat(20, 'A', 'B'));
		const top = tableOf({ y: likert(repeat(10, 5, 5, 4, 2)), g });
		const middle = tableOf({ y: likert(repeat(10, 3, 4, 4, 2)), g });
		expect(result(spec('t_test', { y: 'y', group: 'g' }), top).notes).toContainEqual({ key: 'compare_ceiling', level: 'warning', params: { column: 'y', percent: 50 } });
		const thirty = tableOf({ y: likert(repeat(10, 5, 5, 5, 1, 2, 2, 3, 4, 4, 4)), g: categoricalColumn(repeat(50, 'A', 'B')) });
		expect(keys(result(spec('t_test', { y: 'y', group: 'g' }), thirty)).filter((k) => /ceiling|floor/.test(k))).toEqual([]);
		expect(keys(result(spec('t_test', { y: 'y', group: 'g' }), middle)).filter((k) => /ceiling|floor/.test(k))).toEqual([]);
	});
	it('that zero differences are left out, that ranks are tied, and that an exact p would be too large', () => {
		const pairs = tableOf({ x: numericColumn(repeat(100, 1, 2, 3, 5)), y: numericColumn(repeat(100, 1, 1, 4, 2)) });
		const r = result(spec('wilcoxon_signed_rank', { x: 'x', y: 'y', exact: true }), pairs);
		expect(keys(r)).toEqual(expect.arrayContaining(['compare_zero_differences', 'compare_ties']));
		expect(r.values.p_exact).not.toBeNull();
		const many = result(spec('mann_whitney', { y: 'y', group: 'g', exact: true }), two(repeat(80, 1, 2), repeat(80, 2, 3)));
		expect(keys(many)).toContain('compare_exact_too_large');
		expect(many.values.p).toBe(many.values.p_corrected);
	});
	it('in words that exist in every language', () => {
		const source = ['notes.ts', 'read.ts', 'exact.ts', 'range-tests.ts', 'mann-whitney.ts', 'wilcoxon.ts'].map((f) => readFileSync(`analysis/method/compare/${f}`, 'utf8')).join('\n');
		const used = [...new Set([...source.matchAll(/'(compare_\w+)'/g)].map((m) => m[1]!))];
		expect(used.length).toBeGreaterThan(8);
		for (const language of ['nb', 'nn', 'en']) {
			const texts = JSON.parse(readFileSync(`src/i18n/messages/analysis_compare/${language}.json`, 'utf8')) as Record<string, string>;
			expect(used.filter((k) => !texts[`analysis_note_${k}`])).toEqual([]);
		}
	});
});

describe('data that allow no answer give a violation that says why', () => {
	const methods = compare.map((m) => m.name).filter((m) => !m.endsWith('_summary'));
	const paired = ['t_paired', 'wilcoxon_signed_rank'];
	const of = (method: string): BaseSpec => spec(method, paired.includes(method) ? { x: 'x', y: 'y' } : { y: 'y', group: 'g' });
	const table = (x: Cell[], y: Cell[], g: Cell[]): Table => tableOf({ x: numericColumn(x, 'x'), y: numericColumn(y, 'y'), g: categoricalColumn(g, 'g') });
	it.each(methods)('%s of nothing, of missing values alone, of one row', (method) => {
		expect(run(of(method), table([], [], []))).toHaveProperty('violation', 'no_data');
		expect(run(of(method), table([null, null], [null, { missing: 'dont_know' }], ['A', 'B']))).toHaveProperty('violation', 'no_data');
		const one = run(of(method), table([3], [4], ['A']));
		// a single difference has a rank; everything else needs more
		if (method !== 'wilcoxon_signed_rank') expect(one).toHaveProperty('violation', paired.includes(method) ? 'too_few' : 'groups');
	});
	it.each(methods)('%s where nothing varies', (method) => {
		expect(run(of(method), table(repeat(6, 2, 2), repeat(6, 2, 2), repeat(6, 'A', 'B')))).toMatchObject({ violation: 'constant' });
	});
	it.each(methods.filter((m) => !paired.includes(m)))('%s names a level that has no valid rows, and one that is not there', (method) => {
		const rows = table([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, null, null], ['A', 'A', 'B', 'B', 'C', 'C']);
		expect(run({ ...of(method), levels: ['A', 'C'] } as BaseSpec, rows)).toEqual({ violation: 'too_few', params: { n: 0, needed: 1, level: 'C' } });
		expect(run({ ...of(method), levels: ['A', 'D'] } as BaseSpec, rows)).toEqual({ violation: 'unknown_level', params: { column: 'g', level: 'D' } });
	});
	it('a test of two groups refuses three, and leaves out a category that nobody chose', () => {
		expect(run(of('t_test'), table([1, 2, 3], [1, 2, 3], ['A', 'B', 'C']))).toEqual({ violation: 'groups', params: { groups: 3, needed: 2 } });
		const g = categoricalColumn(repeat(4, 'A', 'B'), 'g', ['A', 'B', 'C'].map((v) => ({ value: v, label: v })));
		const r = result(of('t_test'), tableOf({ y: numericColumn([1, 3, 2, 5, 4, 4, 1, 3]), g }));
		expect(r.values.levels).toEqual(['A', 'B']);
		expect(r.notes).toContainEqual({ key: 'compare_empty_groups', level: 'info', params: { empty: 1 } });
	});
	it('figures of different length, or with one mean too many, are refused by field', () => {
		expect(run(spec('anova_summary', { n: [3, 4], mean: [1, 2, 3], sd: [1, 1] }))).toMatchObject({ violation: 'bad_field', params: { field: 'mean' } });
		expect(run(spec('t_test_summary', { n: [3, 4, 5], mean: [1, 2, 3], sd: [1, 1, 1] }))).toMatchObject({ violation: 'groups' });
		expect(run(spec('mann_whitney', { y: 'y', group: 'g', exact: 'yes' }), two([1, 2], [3, 4]))).toMatchObject({ violation: 'bad_field', params: { field: 'exact' } });
	});
	it('a group of one row has no SD, and the pooled test still answers', () => {
		const r = result(spec('t_test', { y: 'y', group: 'g', variances: 'equal' }), two([5], [1, 2, 3, 4]));
		expect(r.values).toMatchObject({ n: [1, 4], cohen_d_av: null, df: 3 });
		expect((r.values.sds as (number | null)[])[0]).toBeNull();
		expect(run(spec('t_test', { y: 'y', group: 'g' }), two([5], [1, 2, 3, 4]))).toMatchObject({ violation: 'too_few', params: { n: 1, needed: 2 } });
	});
	it('complete separation has no interval for the rank-biserial correlation, and says so', () => {
		const r = result(spec('mann_whitney', { y: 'y', group: 'g' }), two([1, 2, 3], [4, 5, 6]));
		expect(r.values).toMatchObject({ rank_biserial: -1, rank_biserial_ci: null });
		expect(r.values.p_exact).toBeCloseTo(0.1, 15);
		expect(keys(r)).toContain('compare_no_interval');
	});
});

describe('differences of decimals', () => {
	it('that are equal on paper tie', () => {
		// 3.3 - 1.1 and 2.2 - 0 differ as doubles
		const table = tableOf({ x: numericColumn([3.3, 2.2, 0.3, 5]), y: numericColumn([1.1, 0, 0.3, 1]) });
		expect(value(result(spec('wilcoxon_signed_rank', { x: 'x', y: 'y' }), table), 'V_plus')).toBe(6);
		expect(keys(result(spec('wilcoxon_signed_rank', { x: 'x', y: 'y' }), table))).toContain('compare_ties');
	});
});

describe('p-values too small for a number', () => {
	it('stand as the smallest number, with their logarithm and a note', () => {
		const r = result(spec('t_test_summary', { n: [1e6, 1e6], mean: [0, 1], sd: [1, 1] }));
		expect(value(r, 'p')).toBe(Number.MIN_VALUE);
		expect(value(r, 'log_p')).toBeLessThan(-200_000);
		expect(keys(r)).toContain('p_below');
	});
});
