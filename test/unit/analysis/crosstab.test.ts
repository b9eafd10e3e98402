import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { chiSquare, yates } from '#analysis/crosstab/chi-square.ts';
import { countsOf, tested, type Counts } from '#analysis/crosstab/counts.ts';
import { fisher, oddsRatio } from '#analysis/crosstab/fisher.ts';
import { freemanHalton } from '#analysis/crosstab/freeman-halton.ts';
import { monteCarlo } from '#analysis/crosstab/monte-carlo.ts';
import { ordinalMeasures } from '#analysis/crosstab/ordinal.ts';
import { mcnemar, symmetry } from '#analysis/crosstab/paired.ts';
import { cramersV } from '#analysis/crosstab/strength.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';

const logFactorial = (k: number): number => Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0);
const counts = (cells: number[][]): Counts => {
	const found = countsOf(cells);
	if (isViolation(found)) throw new Error(found.violation);
	return found;
};
const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};
const answer = (spec: Record<string, unknown>, table?: Parameters<typeof run>[1]): Result => ok(run(spec as unknown as BaseSpec, table)) as Result;
const refusal = (spec: Record<string, unknown>, table?: Parameters<typeof run>[1]): Violation => {
	const result = run(spec as unknown as BaseSpec, table);
	if (!isViolation(result)) throw new Error('a result, where a violation was expected');
	return result;
};
const at = (result: Result, path: string): Value => path.split('.').reduce((v: Value, part) => (v as Record<string, Value>)[part]!, result.values as Value);
const keys = (result: Result): string[] => result.notes.map((n) => n.key);

describe('a table of counts', () => {
	it('is refused when a cell is negative or broken, when rows differ in length, and when there is no one in it', () => {
		expect(countsOf([[1, -1]])).toMatchObject({ violation: 'not_a_count' });
		expect(countsOf([[1, 0.5]])).toMatchObject({ violation: 'not_a_count' });
		expect(countsOf([[1, NaN]])).toMatchObject({ violation: 'not_a_count' });
		expect(countsOf([[1, 2], [3]])).toMatchObject({ violation: 'bad_field' });
		expect(countsOf([])).toMatchObject({ violation: 'bad_field' });
		expect(countsOf([[0, 0], [0, 0]])).toMatchObject({ violation: 'no_data' });
	});

	it('is tested without its empty rows and columns, and not at all when one row or column is left', () => {
		const part = ok(tested(counts([[1, 0, 2], [0, 0, 0], [3, 0, 4]])));
		expect(part.rowIndex).toEqual([0, 2]);
		expect(part.columnIndex).toEqual([0, 2]);
		expect(part.counts.cells.map((r) => [...r])).toEqual([[1, 2], [3, 4]]);
		expect(tested(counts([[1, 2], [0, 0]]))).toEqual({ violation: 'groups', params: { groups: 1, needed: 2 } });
		expect(tested(counts([[1, 0], [2, 0]]))).toEqual({ violation: 'groups', params: { groups: 1, needed: 2 } });
	});
});

describe('tests of a 2 x 2 table', () => {
	it('gives Fisher’s p of the lady tasting tea', () => {
		const { tail, odds } = fisher(counts([[3, 1], [1, 3]]));
		expect(tail.p).toBeCloseTo(34 / 70, 14);
		// the first cell is 0 to 4 with weights 1, 16ψ, 36ψ², 16ψ³, ψ⁴: its mean is 3 where ψ⁴ − 36ψ² − 32ψ − 3 = 0
		const psi = odds.value!;
		expect(psi).toBeCloseTo(6.40832, 5);
		expect((psi ** 4 - 36 * psi ** 2 - 32 * psi - 3) / psi ** 4).toBeCloseTo(0, 13);
		const weights = (x: number): number => 1 + 16 * x + 36 * x ** 2 + 16 * x ** 3 + x ** 4;
		const [low, high] = [odds.low!, odds.high!];
		expect((16 * low ** 3 + low ** 4) / weights(low)).toBeCloseTo(0.025, 13);
		expect((weights(high) - high ** 4) / weights(high)).toBeCloseTo(0.025, 13);
	});

	it('has odds ratios of 0 and infinity where a cell is empty, and no end of the interval that is not defined', () => {
		expect(oddsRatio(counts([[3, 0], [2, 5]]))).toMatchObject({ value: Infinity, low: null, high: Infinity });
		expect(oddsRatio(counts([[0, 3], [2, 5]]))).toMatchObject({ value: 0, low: 0, high: null });
		expect(oddsRatio(counts([[0, 3], [0, 5]]))).toMatchObject({ value: null, low: null, high: null });
		const { odds } = fisher(counts([[3, 0], [2, 5]]));
		expect(odds.value).toBe(Infinity);
		expect(odds.low).toBeGreaterThan(0);
		expect(odds.high).toBe(Infinity);
	});

	it('takes at most the whole difference off in Yates’ correction', () => {
		expect(yates(counts([[5, 5], [5, 5]])).chi2).toBe(0);
		expect(yates(counts([[5, 4], [4, 5]])).chi2).toBe(0);
	});

	it('keeps p where it is smaller than a number can be, in its logarithm', () => {
		const { tail } = fisher(counts([[900, 0], [0, 900]]));
		expect(tail.p).toBe(Number.MIN_VALUE);
		// the two tables in the corners are as probable as each other: 2 / C(1800, 900)
		expect(tail.logP).toBeCloseTo(Math.LN2 + 2 * logFactorial(900) - logFactorial(1800), 8);
		const result = answer({ method: 'crosstab_counts', counts: [[900, 0], [0, 900]] });
		expect(keys(result)).toContain('p_below');
		expect(at(result, 'chi2')).toBe(1800);
		expect(at(result, 'cramers_v.value')).toBe(1);
	});
});

describe('Freeman and Halton’s exact test', () => {
	it('gives R’s p of job satisfaction by income', () => {
		// ?fisher.test, Agresti (2002), p. 57: p-value = 0.7827
		expect(ok(freemanHalton(counts([[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]))).p).toBeCloseTo(0.782684938966, 11);
	});

	it('is certain when the observed table is the most probable one, and gives up in time when the tables are too many', () => {
		expect(ok(freemanHalton(counts([[2, 2, 2], [2, 2, 2], [2, 2, 2]])))).toMatchObject({ p: 1, logP: 0 });
		expect(freemanHalton(counts([[20, 30, 40, 20], [30, 20, 20, 40], [40, 40, 30, 30], [20, 30, 40, 50]]), 1e5)).toEqual({ violation: 'too_large', params: { instead: 'monte_carlo' } });
	});

	it('holds p below the smallest double in its logarithm', () => {
		const n = 200;
		const found = ok(freemanHalton(counts([[n, 0, 0], [0, n, 0], [0, 0, n]])));
		// the six tables with one filled cell a row are alike: 6 (200!)³ / 600!
		expect(found.logP).toBeCloseTo(Math.log(6) + 3 * logFactorial(n) - logFactorial(3 * n), 8);
		expect(found.p).toBeGreaterThan(0);
		const further = ok(freemanHalton(counts([[350, 0, 0], [0, 350, 0], [0, 0, 350]])));
		expect(further.p).toBe(Number.MIN_VALUE);
		expect(further.logP).toBeCloseTo(Math.log(6) + 3 * logFactorial(350) - logFactorial(1050), 7);
	});
});

describe('Monte Carlo', () => {
	it('gives the same p for the same seed, another for another, and covers the exact p', () => {
		const table = counts([[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]);
		const drawn = monteCarlo(table, 20_000, 1);
		expect(monteCarlo(table, 20_000, 1)).toEqual(drawn);
		expect(monteCarlo(table, 20_000, 2).p).not.toBe(drawn.p);
		expect(Math.abs(drawn.p - 0.782684938966)).toBeLessThan(4 * drawn.se);
		expect(drawn.low).toBeLessThan(drawn.p);
		expect(drawn.high).toBeGreaterThan(drawn.p);
	});

	it('never gives 0', () => {
		expect(monteCarlo(counts([[50, 0, 0], [0, 50, 0], [0, 0, 50]]), 100, 1)).toMatchObject({ p: 1 / 101, replicates: 100 });
	});
});

describe('ordinal measures', () => {
	it('are 1 where all are in the same order, with no spread to test by', () => {
		const m = ok(ordinalMeasures(counts([[5, 0], [0, 5]])));
		for (const x of [m.gamma!, m.tauB, m.tauC, m.columnGivenRow, m.rowGivenColumn, m.symmetric]) expect(x).toMatchObject({ value: 1, ase1: 0, z: null, tail: null });
		expect(m.linear.r).toBe(1);
	});

	it('are 0, certain of it, where no order prevails', () => {
		const m = ok(ordinalMeasures(counts([[5, 2, 5], [1, 7, 1]])));
		expect(m.gamma).toMatchObject({ value: 0, z: 0 });
		expect(m.gamma!.tail!.p).toBe(1);
		expect(m.linear).toMatchObject({ chi2: 0, r: 0 });
	});
});

describe('a cross table by its spec', () => {
	const table = tableOf({
		place: categoricalColumn(['N', 'S', 'N', 'S', 'N', 'S', 'N', null, { missing: 'dont_know' }, 'S'], 'place'),
		view: categoricalColumn(['1', '2', '1', '3', '2', '3', '1', '1', '2', null], 'view', ['1', '2', '3', '4'].map((value) => ({ value, label: value, score: Number(value) }))),
		amount: numericColumn([1.5, 2, 1.5, 3, 2, 3, 1.5, 1.5, null, 3], 'amount')
	});

	it('shows empty columns, leaves them out of the test and says so', () => {
		const result = answer({ method: 'crosstab', rows: 'place', columns: 'view' }, table);
		expect(result.n).toBe(7);
		expect(at(result, 'table')).toEqual([[3, 1, 0, 0], [0, 1, 2, 0]]);
		expect(at(result, 'row_pct')).toEqual([[75, 25, 0, 0], [0, 100 / 3, 200 / 3, 0]]);
		expect((at(result, 'column_pct') as Value[][])[0]![3]).toBeNull();
		expect(at(result, 'df')).toBe(2);
		expect((at(result, 'adj_resid') as Value[][]).map((r) => r[3])).toEqual([null, null]);
		expect(result.notes).toContainEqual({ key: 'crosstab_empty', level: 'info', params: { rows: 0, columns: 1 } });
		expect(result.missing).toMatchObject([
			{ column: 'place', valid: 8, missing: { not_answered: 1, dont_know: 1 }, left_out: 1 },
			{ column: 'view', valid: 9, missing: { not_answered: 1 }, left_out: 2 }
		]);
	});

	it('warns of expected counts under 5 and puts the exact p beside', () => {
		const result = answer({ method: 'crosstab', rows: 'place', columns: 'view' }, table);
		expect(keys(result)).toEqual(['small_n', 'crosstab_empty', 'crosstab_expected_small', 'crosstab_exact_beside', 'crosstab_cell_tests']);
		// the first row is drawn as 4 of 3, 2 and 2: 3 1 0 in 2 ways of 35, 3 0 1 in 2 and 0 2 2 in 1; the others in 3 or more
		expect(at(result, 'exact.p')).toBeCloseTo(1 / 7, 12);
		expect(result.assumptions[0]).toMatchObject({ key: 'expected_counts', met: false });
	});

	it('takes the levels asked for, in the order asked for', () => {
		const result = answer({ method: 'crosstab', rows: 'place', columns: 'view', row_levels: ['S', 'N'], column_levels: ['3', '1'] }, table);
		expect(at(result, 'table')).toEqual([[2, 0], [0, 3]]);
		expect(at(result, 'row_levels')).toEqual(['S', 'N']);
		expect(refusal({ method: 'crosstab', rows: 'place', columns: 'view', row_levels: ['X'] }, table)).toEqual({ violation: 'unknown_level', params: { column: 'place', level: 'X' } });
	});

	it('takes numbers as levels', () => {
		expect(at(answer({ method: 'crosstab', rows: 'place', columns: 'amount' }, table), 'column_levels')).toEqual(['1.5', '2', '3']);
	});

	it('shows a table that no test can be made of, and says why there is none', () => {
		const result = answer({ method: 'crosstab', rows: 'place', columns: 'view', row_levels: ['N'] }, table);
		expect(at(result, 'table')).toEqual([[3, 1, 0, 0]]);
		expect(result.values).toMatchObject({ chi2: null, df: null, p: null, log_p: null });
		expect(result.notes).toContainEqual({ key: 'crosstab_no_test', level: 'warning', params: { rows: 1, columns: 2 } });
		expect(result.effects).toEqual([]);
	});

	it('is refused when no row has both answers, when the table has no rows, and when a field is wrong', () => {
		const none = tableOf({ a: categoricalColumn([null, 'x'], 'a'), b: categoricalColumn(['y', null], 'b') });
		expect(refusal({ method: 'crosstab', rows: 'a', columns: 'b' }, none)).toEqual({ violation: 'no_data', params: { columns: 'a, b' } });
		expect(refusal({ method: 'crosstab', rows: 'a', columns: 'b' }, tableOf({ a: categoricalColumn([], 'a'), b: categoricalColumn([], 'b') }))).toMatchObject({ violation: 'no_data' });
		expect(refusal({ method: 'crosstab', rows: 'place', columns: 'view', exact: 'perhaps' }, table)).toMatchObject({ violation: 'bad_field' });
		expect(refusal({ method: 'crosstab', rows: 'place', columns: 'nowhere' }, table)).toMatchObject({ violation: 'unknown_column' });
		expect(refusal({ method: 'crosstab_counts', counts: [[1, 2], [3, 4]], row_labels: ['a'] })).toMatchObject({ violation: 'bad_field', params: { field: 'row_labels' } });
	});

	it('draws tables where too many have the margins, and says with what seed', () => {
		const wide = [[1, 9, 3, 6, 2, 8], [4, 2, 7, 1, 9, 5], [8, 3, 1, 9, 4, 2], [2, 7, 6, 3, 1, 4], [9, 1, 4, 2, 8, 0]];
		const result = answer({ method: 'crosstab_counts', counts: wide, seed: 7, replicates: 500 });
		expect(at(result, 'exact.p')).toBeNull();
		expect(at(result, 'monte_carlo')).toMatchObject({ replicates: 500, seed: 7 });
		expect(keys(result)).toContain('crosstab_too_large');
		expect(answer({ method: 'crosstab_counts', counts: wide, seed: 7, replicates: 500 })).toEqual(result);
	});

	it('leaves out what supposes an order when there is none, and exact p when none is wanted', () => {
		const plain = answer({ method: 'crosstab_counts', counts: [[1, 2], [3, 4]], ordered: false, exact: 'none' });
		expect(plain.values).not.toHaveProperty('gamma');
		expect(at(plain, 'exact.p')).toBeNull();
		expect(at(plain, 'fisher.p')).toBe(1);
	});

	it('takes no weights, since weights change the test, but a spec may say that there are none', () => {
		const spec = { method: 'crosstab', rows: 'place', columns: 'view', exact: 'auto' };
		expect(answer({ ...spec, weights: null }, table).values).toEqual(answer(spec, table).values);
		expect(refusal({ ...spec, weights: 'amount' }, table)).toEqual({ violation: 'bad_field', params: { field: 'weights', needed: 'null (survey_crosstab)' } });
	});

	it('cuts the interval of V at 1 where it is printed as an effect', () => {
		const result = answer({ method: 'crosstab_counts', counts: [[84, 3], [0, 113]] });
		expect(at(result, 'cramers_v.high')).toBeGreaterThan(1);
		expect(result.effects[0]).toMatchObject({ name: 'cramers_v', high: 1 });
		expect(at(result, 'odds_ratio')).toEqual({ value: 'Inf', low: null, high: 'Inf' });
		expect(keys(result)).toContain('crosstab_empty_cell');
	});
});

describe('chi-square of a table without any association', () => {
	it('is exactly 0, and V with it', () => {
		const flat = counts([[1, 3, 7], [3, 9, 21], [11, 33, 77]]);
		const { chi2, g2, tail } = chiSquare(flat);
		expect([chi2, g2, tail.p]).toEqual([0, 0, 1]);
		expect(cramersV(flat, chi2)).toMatchObject({ value: 0, low: 0, corrected: 0 });
	});
});

describe('the same categories twice', () => {
	it('gives McNemar’s test of approval ratings', () => {
		// Agresti (2002), Categorical Data Analysis, 2nd ed., 10.1: z² = (86 − 150)²/(86 + 150) = 17.36
		const table = counts([[794, 150], [86, 570]]);
		expect(ok(symmetry(table)).chi2).toBeCloseTo(17.3559, 4);
		const found = ok(mcnemar(table));
		expect(found.corrected.chi2).toBeCloseTo(63 ** 2 / 236, 12);
		expect(found.odds.value).toBeCloseTo(150 / 86, 12);
	});

	it('has exact p 1 where as many moved one way as the other, or one more', () => {
		expect(ok(mcnemar(counts([[1, 4], [4, 1]]))).exact).toEqual({ p: 1, logP: 0 });
		expect(ok(mcnemar(counts([[1, 5], [4, 1]]))).exact).toEqual({ p: 1, logP: 0 });
		expect(ok(mcnemar(counts([[1, 5], [0, 1]]))).exact.p).toBeCloseTo(2 / 32, 14);
	});

	it('counts only the pairs of categories that anyone moved between', () => {
		expect(ok(symmetry(counts([[3, 4, 0], [1, 3, 0], [0, 0, 9]])))).toMatchObject({ changed: 5, df: 1, chi2: 9 / 5 });
		expect(symmetry(counts([[3, 0], [0, 9]]))).toMatchObject({ violation: 'constant' });
		expect(symmetry(counts([[3, 1, 2], [0, 9, 1]]))).toMatchObject({ violation: 'groups' });
	});

	it('has a row and a column for a category that only one of the columns has', () => {
		const table = tableOf({ before: categoricalColumn(['a', 'b', 'b', null], 'before'), after: categoricalColumn(['b', 'c', 'b', 'a'], 'after') });
		const result = answer({ method: 'paired_categories', first: 'before', second: 'after' }, table);
		expect(at(result, 'levels')).toEqual(['a', 'b', 'c']);
		expect(at(result, 'table')).toEqual([[0, 1, 0], [0, 1, 1], [0, 0, 0]]);
		expect(at(result, 'changed')).toBe(2);
		expect(refusal({ method: 'paired_categories', first: 'before', second: 'before' }, table)).toEqual({ violation: 'constant', params: { column: 'before' } });
		expect(refusal({ method: 'paired_categories', first: 'before', second: 'after', levels: ['q'] }, table)).toMatchObject({ violation: 'unknown_level' });
	});
});
