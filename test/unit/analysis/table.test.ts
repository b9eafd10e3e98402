import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { categoricalColumn, numericColumn, sortedValues, tableOf, type Cell } from '../../../analysis/table/build.ts';
import { takeRows } from '../../../analysis/table/filter.ts';
import { countMissing, MISSING_KINDS, type Column } from '../../../analysis/table/table.ts';
import { completeRows, groups, numbers } from '../../../analysis/table/view.ts';

const every: Cell[] = MISSING_KINDS.map((missing) => ({ missing }));
const ok = <T>(x: T): Exclude<T, { violation: unknown }> => {
	expect(isViolation(x)).toBe(false);
	return x as Exclude<T, { violation: unknown }>;
};

describe('a column', () => {
	it.each<[string, Column]>([
		['numeric', numericColumn([1, 0, ...every, null], 'x')],
		['categorical with a byte a row', categoricalColumn(['a', '0', ...every, null], 'x')],
		['categorical with two bytes a row', categoricalColumn([...Array.from({ length: 300 }, (_, i) => `v${i}`), ...every, null], 'x')]
	])('that is %s tells the four kinds of missing apart, and an empty cell is not answered', (_, column) => {
		expect(countMissing(column)).toEqual({ not_asked: 1, not_answered: 2, dont_know: 1, suppressed: 1 });
	});
	it('of 252 categories takes a byte a row, of 253 two', () => {
		const codes = (n: number) => (categoricalColumn(Array.from({ length: n }, (_, i) => `v${i}`)) as { codes: object }).codes;
		expect(codes(252)).toBeInstanceOf(Uint8Array);
		expect(codes(253)).toBeInstanceOf(Uint16Array);
	});
	it('never takes a number that is not finite for a value', () => {
		expect(countMissing(numericColumn([Number.NaN, Infinity, 1], 'x')).not_answered).toBe(2);
	});
	it('refuses a value outside its categories, naming the row', () => {
		expect(() => categoricalColumn(['1', '7'], 'x', [{ value: '1', label: 'one' }])).toThrow('row 2: "7"');
	});
	it('sorts numbers as numbers and texts by their code units', () => {
		expect(sortedValues(['10', '9', '1'])).toEqual(['1', '9', '10']);
		expect(sortedValues(['Å', 'a', 'B', '10'])).toEqual(['10', 'B', 'a', 'Å']);
	});
});

describe('a view', () => {
	const table = tableOf({
		likert: categoricalColumn([5, 1, { missing: 'dont_know' }, 3]),
		named: categoricalColumn(['x', 'y', 'x', null]),
		number: numericColumn([2.5, null, 10, 2.5])
	});
	it('reads scores of categories as numbers, and refuses names', () => {
		const view = ok(numbers(table, 'likert'));
		expect([...view.values].filter((_, i) => view.valid[i])).toEqual([5, 1, 3]);
		expect(numbers(table, 'named')).toMatchObject({ violation: 'wrong_kind', params: { column: 'named' } });
	});
	it('reads a numeric column as groups of its distinct values in rising order', () => {
		const view = ok(groups(table, 'number'));
		expect(view.levels.map((l) => l.value)).toEqual(['2.5', '10']);
		expect([...view.codes]).toEqual([0, -1, 1, 0]);
	});
	it('picks and orders levels as asked, leaves other rows out, and refuses a level that is not there', () => {
		const view = ok(groups(table, 'likert', ['5', '1']));
		expect([...view.codes]).toEqual([0, 1, -1, -1]);
		expect(groups(table, 'likert', ['4'])).toMatchObject({ violation: 'unknown_level', params: { level: '4' } });
	});
	it('finds the rows that are complete in all', () => {
		expect([...completeRows(4, [ok(numbers(table, 'likert')), ok(numbers(table, 'number'))])]).toEqual([0, 3]);
	});
	it('leaves the table as it was when rows are taken from it', () => {
		const before = JSON.stringify(table);
		const taken = takeRows(table, Int32Array.from([3, 0]));
		expect(ok(numbers(taken, 'number')).values).toEqual(Float64Array.from([2.5, 2.5]));
		expect(JSON.stringify(table)).toBe(before);
	});
});

describe('a table', () => {
	it('has columns of one length', () => {
		expect(() => tableOf({ a: numericColumn([1]), b: numericColumn([1, 2]) })).toThrow('different lengths');
	});
	it('does not find a column by the name of a property that every object has', () => {
		expect(numbers(tableOf({ a: numericColumn([1]) }), 'constructor')).toMatchObject({ violation: 'unknown_column' });
	});
});
