import { describe, expect, it } from 'vitest';
import { categoricalColumn, numericColumn, tableOf } from '../../../analysis/table/build.ts';
import { compare, goldenData } from '../../certify/golden.ts';
import { flatten, toCsv } from '../../certify/r/harness.ts';
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

describe('the comparison with R', () => {
	it('names every number as R prints it', () => {
		const flat = flatten({ n: 3, p: [0.5], m: [[1, 2], [3, 4]], by: { place: { P_u: 0.1, k: [1, 2] } } });
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
