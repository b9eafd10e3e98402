import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flattenValues } from '../../../analysis/r/compare.ts';
import { toCsv } from '#lib/server/results/r-check/csv.ts';
import { categoricalColumn, numericColumn, tableOf } from '../../../analysis/table/build.ts';
import { compare, goldenData, readGolden } from '../../certify/golden.ts';
import { GOLDEN } from '../../certify/map/index.ts';
import { asFisherTest } from '../../certify/map/as-uniroot.ts';
import { randomSample } from '../../certify/r/tables.ts';

const faults = (expected: unknown, actual: unknown, tol: Parameters<typeof compare>[2]) => compare(expected, actual, tol).filter((d) => !d.ok).map((d) => d.path);

describe('the comparison with golden values', () => {
	it('passes what is within the relative tolerance and fails what is not', () => {
		expect(faults({ a: 2 }, { a: 2 + 1e-10 }, 1e-10)).toEqual([]);
		expect(faults({ a: 2 }, { a: 2 + 3e-10 }, 1e-10)).toEqual(['a']);
	});
	it('holds a p-value to its relative tolerance however small it is, and a rounding residue to an absolute one', () => {
		expect(faults({ p: 1e-200, p_holm: [1e-30] }, { p: 2e-200, p_holm: [2e-30] }, 1e-10)).toEqual(['p', 'p_holm.0']);
		expect(faults({ residual: 1e-17 }, { residual: -3e-16 }, 1e-10)).toEqual([]);
		expect(faults({ residual: 1e-17 }, { residual: 1e-11 }, 1e-10)).toEqual(['residual']);
	});
	it('fails a value that is missing, null, NaN, of another length or of another kind', () => {
		expect(faults({ a: 1, b: [1, 2], c: null, d: 'x', e: 'Inf' }, { b: [1], c: 0, d: 'y', e: 1e308 }, 1)).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(faults({ a: 1 }, { a: Number.NaN }, 1)).toEqual(['a']);
		expect(faults({ a: 1 }, undefined, 1)).toEqual(['']);
	});
	it('takes a tolerance for one name, for a family of names, and leaves out what is said not to be a target', () => {
		const tol = { rel: 1e-10, se: 1e-3, oblimin_abs: 0.1, p_R: 'not a target' };
		expect(faults({ se: 1, loadings_oblimin: [[1]], p_R: 5, other: 1 }, { se: 1.0005, loadings_oblimin: [[1.05]], p_R: 9, other: 1.0005 }, tol)).toEqual(['other']);
		expect(faults({ loadings_oblimin: [[1]] }, { loadings_oblimin: [[1.2]] }, tol)).toEqual(['loadings_oblimin.0.0']);
	});
	it("reads the don't-know code as missing in the items that have it, and nowhere else", () => {
		const data = goldenData({ name: 'x', columns: { q1: [9, 1, null], other: [9, 1, 2] }, extra: { dont_know_code: 9, items: ['q1'] }, tests: [] });
		expect(data.table.columns.q1).toMatchObject({ categories: [{ value: '1' }] });
		expect(data.table.columns.other).toMatchObject({ categories: [{ value: '1' }, { value: '2' }, { value: '9' }] });
	});
});

/** The names that fail when a golden test of these columns is run. */
function failing(method: string, args: Record<string, unknown>, expected: Record<string, unknown>, columns: Record<string, (number | string | null)[]> = {}, tol = 1e-10): string[] {
	const test = { method, args, expected, tol };
	return faults(expected, GOLDEN[method]!(test, goldenData({ name: 'x', columns, extra: null, tests: [test] })), tol);
}

describe('the mapping of golden methods', () => {
	it('takes a vector of one number that stands bare, and one in brackets, for the same', () => {
		expect(faults({ beta: 0.5, terms: ['a'] }, { beta: [0.5], terms: 'a' }, 1e-10)).toEqual([]);
		expect(faults({ beta: 0.5, two: 1 }, { beta: [0.6], two: [1, 2] }, 1e-10)).toEqual(['beta', 'two']);
	});
	it('gives texts that look like numbers a coefficient each, the first in the order of characters left out', () => {
		const columns = { y: [1, 2, 4, 3, 9, 8], month: ['9', '9', '10', '10', '8', '8'] };
		expect(failing('ols', { formula: 'y ~ month', cluster: null }, { terms: ['(Intercept)', 'month8', 'month9'], b: [3.5, 5, -2] }, columns)).toEqual([]);
		expect(failing('ols', { formula: 'y ~ month', cluster: null }, { terms: ['(Intercept)', 'month'] }, { ...columns, month: [9, 9, 10, 10, 8, 8] })).toEqual([]);
	});
	it('finds the odds ratio where fisher.test stops, also far from 1 where that is some 1e-4 from the root', () => {
		// fisher.test(matrix(c(138, 430, 19, 14), 2))$estimate and three more, R 4.6
		const printed: [number[][], number][] = [[[[138, 19], [430, 14]], 0.23720141723437024], [[[12, 61], [4, 184]], 8.9592873401701727], [[[4, 19], [16, 7]], 0.098143286586923839], [[[9, 25], [2, 166]], 29.003296457732617]];
		for (const [table, ratio] of printed) {
			const [row, other] = table as [[number, number], [number, number]];
			const exact = (GOLDEN.crosstab!({ method: 'crosstab', args: { row: 'r', col: 'c', row_levels: ['a', 'b'], col_levels: ['a', 'b'] }, expected: { table: [row, other] }, tol: 0 }, goldenData({ name: 'x', columns: {}, extra: null, tests: [] })) as { fisher_or_cond: number }).fisher_or_cond;
			expect(Math.abs(exact / ratio - 1)).toBeLessThan(1e-12);
		}
		expect(asFisherTest([[7, 29], [0, 32]], Infinity)).toBe(Infinity);
		expect(asFisherTest([[138, 19], [430, 14]], 0.5)).toBe(0.5);
	});
	it("meets F's small quantiles as qf rounds them, whatever the degrees of freedom", () => {
		expect(failing('quantile_f', { p: [0.005], df1: [1], df2: [40] }, { q: [0.00003976435131392009] })).toEqual([]);
	});
	it('ranks differences as doubles have them, the way R does', () => {
		const columns = { x: [5.1, 4.9, 4.7, 5, 4.4, null], y: [3.5, 3.3, 3.2, 3.9, 3.1, 1] };
		expect(failing('wilcoxon_signed_rank', { x: 'x', y: 'y' }, { n_nonzero: 5, V_plus: 15, z_uncorrected: 7.5 / Math.sqrt(13.75) }, columns)).toEqual([]);
	});
	it('counts the iterations of principal axes exactly where the limit is not met within rounding', () => {
		const file = readGolden(join(import.meta.dirname, '../../reference/golden/attitude.json'));
		const test = file.tests.find((t) => t.method === 'efa_pa')!;
		const counted = (iterations: number) => (GOLDEN.efa_pa!({ ...test, expected: { ...test.expected, iterations } }, goldenData(file)) as { iterations: number }).iterations;
		expect([342, 343, 344].map(counted)).toEqual([343, 343, 343]);
	});
	it('takes other natural breaks for right only when their sum of squares is the least too', () => {
		const breaks = (upper: number[], sizes: number[]) => failing('natural_breaks_fisher_jenks', { x: 'v', k: 2 }, { upper_values: upper, sizes, ssw: 0.5 }, { v: [1, 2, 3, null] });
		expect(breaks([1, 3], [1, 2])).toEqual([]);
		expect(breaks([2, 3], [2, 1])).toEqual([]);
		expect(breaks([2, 3], [1, 2])).not.toEqual([]);
		expect(breaks([1, 2], [1, 1])).not.toEqual([]);
	});
});

describe('the comparison with R', () => {
	it('names every number as R prints it', () => {
		const flat = flattenValues({ n: 3, p: [0.5], m: [[1, 2], [3, 4]], by: { place: { P_u: 0.1, k: [1, 2] } } });
		expect([...flat.keys()]).toEqual(['n', 'p', 'm[1,1]', 'm[1,2]', 'm[2,1]', 'm[2,2]', 'by.place.P_u', 'by.place.k[1]', 'by.place.k[2]']);
	});
	it('writes each kind of missing apart in the file that R reads', () => {
		const table = tableOf({ a: numericColumn([1.5, null, { missing: 'not_asked' }]), b: categoricalColumn(['x, y', { missing: 'dont_know' }, { missing: 'suppressed' }]) });
		expect(toCsv(table)).toBe('a,b\n1.5,"x, y"\n,<dont_know>\n<not_asked>,<suppressed>\n');
	});
	it('draws the same random table from the same seed, and another from another', () => {
		expect(toCsv(randomSample(7).table)).toBe(toCsv(randomSample(7).table));
		expect(toCsv(randomSample(7).table)).not.toBe(toCsv(randomSample(8).table));
	});
});
