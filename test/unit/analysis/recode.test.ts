import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { bandColumn, naturalBreakColumn, quantileGroupColumn } from '#analysis/recode/columns.ts';
import { naturalBreaks } from '#analysis/recode/natural-breaks.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';

const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};
const of = (cells: Cell[]): Table => tableOf({ x: numericColumn(cells, 'x') });
const result = (spec: object, data: Table): Result => ok(run(spec as unknown as BaseSpec, data));

describe('bands', () => {
	it('give a limit to the band under it, or to the one above when left-closed', () => {
		const data = of([1, 2, 2.5, 3, 4]);
		expect(result({ method: 'bands', x: 'x', limits: [2, 3] }, data).values).toMatchObject({ group: [1, 1, 2, 2, 3], group_sizes: [2, 2, 1], bands: ['(-Inf, 2]', '(2, 3]', '(3, Inf)'] });
		expect(result({ method: 'bands', x: 'x', limits: [2, 3], closed: 'left' }, data).values).toMatchObject({ group: [1, 2, 2, 3, 3], bands: ['(-Inf, 2)', '[2, 3)', '[3, Inf)'] });
	});

	it('keep the four kinds of missing in the new column', () => {
		const data = of([1, { missing: 'not_asked' }, { missing: 'not_answered' }, { missing: 'dont_know' }, { missing: 'suppressed' }, 9]);
		const column = ok(bandColumn(data, { x: 'x', limits: [5], labels: ['small', 'large'] }));
		expect(Array.from(column.codes)).toEqual([0, 252, 253, 254, 255, 1]);
		expect(column.categories).toEqual([
			{ value: '1', label: 'small', score: 1 },
			{ value: '2', label: 'large', score: 2 }
		]);
	});

	it('read the scores of a categorical column', () => {
		const data = tableOf({ x: categoricalColumn([1, 5, { missing: 'dont_know' }, 3], 'x') });
		expect(Array.from(ok(bandColumn(data, { x: 'x', limits: [2] })).codes)).toEqual([0, 1, 254, 1]);
	});

	it('need rising limits and as many labels as bands', () => {
		expect(bandColumn(of([1]), { x: 'x', limits: [3, 2] })).toMatchObject({ violation: 'bad_field', params: { field: 'limits' } });
		expect(bandColumn(of([1]), { x: 'x', limits: [] })).toMatchObject({ violation: 'bad_field' });
		expect(bandColumn(of([1]), { x: 'x', limits: [3], labels: ['one'] })).toMatchObject({ violation: 'bad_field', params: { field: 'labels' } });
	});

	it('say which band is empty', () => {
		expect(result({ method: 'bands', x: 'x', limits: [2, 3] }, of([1, 4])).notes).toEqual([{ key: 'recode_empty_bands', level: 'warning', params: { bands: '2' } }]);
	});
});

describe('groups of nearly equal size', () => {
	const tied = [1, 1, 1, 1, 1, 2, 3, 4];

	it('cut at values that occur, each nearest to its share, the lower of two', () => {
		// cumulative shares 5/8, 6/8, 7/8, 1: nearest to 1/4 and 1/2 is 1, to 3/4 is 2
		const found = result({ method: 'quantile_groups', x: 'x' }, of(tied));
		expect(found.values).toMatchObject({ cuts: [1, 1, 2], group: [1, 1, 1, 1, 1, 3, 4, 4], group_sizes: [5, 0, 1, 2] });
		expect(found.notes.map((n) => n.key)).toEqual(['recode_empty_bands', 'recode_uneven_groups']);
		// shares 1/4, 3/4: as near to 1/2
		expect(result({ method: 'quantile_groups', x: 'x', groups: 2 }, of([1, 2, 2, 3])).values.cuts).toEqual([1]);
	});

	it('cut at quantiles of type 7 when asked to', () => {
		expect(result({ method: 'quantile_groups', x: 'x', cuts: 'type7' }, of([1, 2, 3, 4, 5, 6])).values).toMatchObject({ cuts: [2.25, 3.5, 4.75], group_sizes: [2, 1, 1, 2] });
	});

	it('come as a column too', () => {
		expect(Array.from(ok(quantileGroupColumn(of([4, 3, null, 2, 1]), { x: 'x' })).codes)).toEqual([3, 2, 253, 1, 0]);
	});

	it('need a value', () => {
		expect(run({ method: 'quantile_groups', x: 'x' } as BaseSpec, of([null, null]))).toEqual({ violation: 'no_data', params: { columns: 'x' } });
	});
});

describe('natural breaks', () => {
	it('find the gaps', () => {
		const found = result({ method: 'natural_breaks', x: 'x', k: 3 }, of([1, 2, 1, 10, 11, 30, null, 31, 30]));
		expect(found.values).toMatchObject({ upper_values: [2, 11, 31], sizes: [3, 2, 3], group: [1, 1, 1, 2, 2, 3, null, 3, 3] });
		expect(found.values.ssw).toBeCloseTo(2 / 3 + 0.5 + 2 / 3, 12);
	});

	it('give a range of numbers of classes to choose among', () => {
		const { range } = result({ method: 'natural_breaks', x: 'x', k_min: 1, k_max: 4 }, of([1, 2, 4, 8])).values as { range: Record<string, number[]> };
		expect(range.k).toEqual([1, 2, 3, 4]);
		expect(range.gvf![0]).toBe(0);
		expect(range.gvf![3]).toBe(1);
	});

	it('make one class a distinct value at most, and a column of them', () => {
		expect(naturalBreakColumn(of([1, 1, 2]), { x: 'x', k: 3 })).toEqual({ violation: 'groups', params: { groups: 2, needed: 3 } });
		expect(Array.from(ok(naturalBreakColumn(of([1, 1, 2]), { x: 'x', k: 2 })).codes)).toEqual([0, 0, 1]);
	});

	it('fit a constant perfectly with one class', () => {
		expect(ok(naturalBreaks({ values: Float64Array.of(3, 3), valid: Uint8Array.of(1, 1) }, 1, 1))).toEqual([{ k: 1, upper_values: [3], sizes: [2], ssw: 0, gvf: 1 }]);
	});

	it('need k or a range', () => {
		expect(run({ method: 'natural_breaks', x: 'x' } as BaseSpec, of([1, 2]))).toMatchObject({ violation: 'bad_field', params: { field: 'k' } });
	});
});
