import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import { protectCross } from '#lib/server/results/present/suppress/cross.ts';
import { suppress } from '#lib/server/results/present/suppress/index.ts';
import { protectParts } from '#lib/server/results/present/suppress/parts.ts';
import { runOnDataset } from '#lib/server/results/present/run.ts';
import { buildDataset, missing } from '../../../support/dataset/build.ts';
import { everyResult } from '../../../support/result/every-method.ts';

const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};
/** A column of so many of each: `repeat({a: 3, b: 10})`. */
const repeat = (counts: Record<string, number>): string[] => Object.entries(counts).flatMap(([value, n]) => Array.from({ length: n }, () => value));
/** Rows of a cross table. */
const crossed = (cells: readonly (readonly number[])[]) => {
	const rows = cells.flatMap((row, i) => row.flatMap((n, j) => Array.from({ length: n }, () => [String.fromCharCode(97 + i), String.fromCharCode(120 + j)] as const)));
	return tableOf({ r: categoricalColumn(rows.map((x) => x[0])), c: categoricalColumn(rows.map((x) => x[1])) });
};
const shown = (spec: object, table: ReturnType<typeof tableOf>, limit: number): Result => ok(suppress(run(spec as BaseSpec, table), limit));
const S = 'suppressed';

describe('parts of a total', () => {
	it('are shown when none is small, empty ones too', () => {
		expect(protectParts([10, 0, 12], 5)).toEqual({ parts: [false, false, false], total: false });
	});
	it('hide the smallest other part beside a single small one, which the total would give away', () => {
		expect(protectParts([3, 20, 9, 0], 5).parts).toEqual([true, false, true, false]);
	});
	it('hide more when the small ones together are too few, or each must be one person', () => {
		expect(protectParts([1, 1, 30, 8], 5).parts).toEqual([true, true, false, true]);
		expect(protectParts([1, 1, 30, 8], 2).parts).toEqual([true, true, false, true]);
	});
	it('hide the total when there is nothing else to hide', () => {
		expect(protectParts([3, 0, 0], 5)).toEqual({ parts: [true, false, false], total: true });
	});
});

describe('a cross table', () => {
	it('hides a small cell with the three others of its ring', () => {
		expect(protectCross([[3, 20, 30], [25, 8, 40], [30, 35, 45]], 5)?.cells).toEqual([[true, true, false], [true, true, false], [false, false, false]]);
	});
	it('hides no more than it needs where the small ones make up for one another', () => {
		expect(protectCross([[2, 3, 30], [4, 4, 40], [30, 35, 45]], 5)?.cells.flat().filter(Boolean)).toHaveLength(4);
	});
	it('shows nothing when the empty cells and the number of all would give the rest away', () => {
		expect(protectCross([[1, 1], [1, 1]], 2)).toBeNull();
	});
	it('loses the percentages, residuals and tests of the hidden', () => {
		const { values, effects } = shown({ method: 'crosstab', rows: 'r', columns: 'c' }, crossed([[3, 20], [25, 8]]), 5);
		expect(values).toMatchObject({ table: [[S, S], [S, S]], column_pct: [[S, S], [S, S]], row_pct: [[S, S], [S, S]], total_pct: [[S, S], [S, S]], row_totals: [23, 33], column_totals: [28, 28], n: 56, chi2: S, p: S, cramers_v: { value: S } });
		expect(Object.keys(values)).not.toEqual(expect.arrayContaining(['adj_resid']));
		for (const name of ['expected', 'adj_resid', 'phi', 'odds_ratio', 'gamma', 'g2', 'fisher', 'concordant']) expect(values).not.toHaveProperty(name);
		expect(effects).toEqual([]);
	});
	it('loses its tests also when much is hidden: with the sums, p alone would leave two tables, that agree on the smallest cell', () => {
		const { values } = shown({ method: 'crosstab', rows: 'r', columns: 'c' }, crossed([[2, 0, 1, 3], [6, 4, 9, 7], [10, 14, 12, 12]]), 5);
		expect(values).toMatchObject({ df: 6, row_totals: [6, 26, 48], column_totals: [18, 18, 22, 22], chi2: S, p: S, cramers_v: { value: S }, exact: { p: S } });
	});
	it('is as it was when no cell is small', () => {
		const made = run({ method: 'crosstab', rows: 'r', columns: 'c' } as BaseSpec, crossed([[10, 20], [25, 0]]));
		expect(suppress(made, 5)).toEqual(made);
	});
});

describe('results on few people', () => {
	const groups = (counts: Record<string, number>) => { const g = repeat(counts); return tableOf({ g: categoricalColumn(g), y: numericColumn(g.map((_, i) => (i * 7) % 5 + 1)), x: categoricalColumn(g.map((_, i) => String(1 + (i % 3)))) }); };
	it('are refused whole, and the number itself is not told', () => {
		const table = tableOf({ y: numericColumn([1, 2, 3]), g: categoricalColumn(['a', 'a', 'b']) });
		expect(suppress(run({ method: 'describe', x: ['y'] } as BaseSpec, table), 5)).toEqual({ violation: 'suppressed', params: { limit: 5 } });
		expect(suppress({ violation: 'too_few', params: { n: 3, needed: 4 } }, 5)).toEqual({ violation: 'suppressed', params: { limit: 5 } });
	});
	it('of two groups are refused when one is small: the other and the total would give it away', () => {
		expect(suppress(run({ method: 't_test', y: 'y', group: 'g' } as BaseSpec, groups({ a: 3, b: 30 })), 5)).toMatchObject({ violation: 'suppressed' });
	});
	it('of several groups lose the small group and the smallest other, and pairs with them', () => {
		const { values, effects } = shown({ method: 'tukey_hsd', y: 'y', group: 'g' }, groups({ a: 3, b: 10, c: 12, d: 14 }), 5);
		expect(values).toMatchObject({ levels: ['a', 'b', 'c', 'd'], n: [S, S, 12, 14], diff: [S, S, S, S, S, expect.any(Number)], p: [S, S, S, S, S, expect.any(Number)] });
		expect(effects.map((e) => e.of)).toEqual([['c', 'd']]);
	});
	it('of means by group hide n, mean, spread and interval of the same groups', () => {
		const { values } = shown({ method: 'means', y: ['y'], group: 'g' }, groups({ a: 3, b: 10, c: 12 }), 5);
		for (const name of ['n', 'mean', 'sd', 'se', 'ci_lo', 'ci_hi']) expect(values[name], name).toEqual([[S, S, expect.any(Number)]]);
		expect(values.total_n).toEqual([25]);
	});
	it('of a distribution hide running percentages between the hidden categories', () => {
		const x = repeat({ 1: 10, 2: 2, 3: 12, 4: 6, 5: 20 });
		const { values } = shown({ method: 'frequencies', x: 'x' }, tableOf({ x: categoricalColumn(x) }), 5);
		expect(values).toMatchObject({ count: [10, S, 12, S, 20], pct_cumulative: [20, S, S, 60, 100] });
	});
	it('hide few who did not know, and then the number of rows that they follow from', () => {
		const x: Cell[] = [...repeat({ 1: 10, 2: 12 }), { missing: 'dont_know' }, { missing: 'dont_know' }];
		expect(shown({ method: 'frequencies', x: 'x' }, tableOf({ x: categoricalColumn(x) }), 5).values).toMatchObject({ count: [10, 12], missing_count: [0, 0, S, 0], rows: S, missing: S });
	});
	it('of a battery hide within each item', () => {
		const table = tableOf({ a: categoricalColumn(repeat({ 1: 2, 2: 10, 3: 12 })), b: categoricalColumn(repeat({ 1: 8, 2: 8, 3: 8 })) });
		expect(shown({ method: 'battery_table', columns: ['a', 'b'] }, table, 5).values.count).toEqual([[S, 8], [S, 8], [12, 8]]);
	});
	it('never have a place for each row, nor the ends of the data', () => {
		const { values } = shown({ method: 'mean_index', items: ['y'] }, groups({ a: 30 }), 5);
		expect(values).not.toHaveProperty('values');
		expect(values).toMatchObject({ n: 30, min: S, max: S });
	});
	it('of natural breaks have neither the largest value of all nor the classes of other numbers of classes', () => {
		const table = tableOf({ y: numericColumn(Array.from({ length: 40 }, (_, i) => (i === 39 ? 61 : i + (i > 19 ? 20 : 0)))) });
		const { values } = shown({ method: 'natural_breaks', x: 'y', k: 2, k_min: 2, k_max: 4 }, table, 5);
		expect(values).toMatchObject({ sizes: [20, 20], upper_values: [19, S] });
		expect(Object.keys(values.range as object)).toEqual(['k', 'gvf', 'ssw']);
		expect(shown({ method: 'natural_breaks', x: 'y', k_max: 4 }, table, 5).values).not.toHaveProperty('range.sizes');
	});
	it('of a model with few in a category, or of an outcome, are refused; a scale with few on a point is not', () => {
		const g = repeat({ a: 3, b: 20, c: 20 });
		const table = tableOf({ y: numericColumn(g.map((_, i) => (i * 7) % 11)), g: categoricalColumn(g), s: categoricalColumn(g.map((x) => ({ a: 1, b: 2, c: 3 })[x] ?? 1)), e: categoricalColumn(g.map((_, i) => (i % 15 === 0 ? 1 : 0))) });
		const asked = (spec: object) => suppress(run(spec as BaseSpec, table), 5, table);
		expect(asked({ method: 'ols', y: 'y', x: ['g'] })).toEqual({ violation: 'suppressed', params: { limit: 5 } });
		expect(asked({ method: 'ols', y: 'y', x: ['g'], filter: [{ column: 'g', in: ['b', 'c'] }] })).toHaveProperty('values');
		expect(asked({ method: 'ols', y: 'y', x: ['s'] })).toHaveProperty('values');
		expect(asked({ method: 'logistic', y: 'e', x: ['y'] })).toEqual({ violation: 'suppressed', params: { limit: 5 } });
	});
	it('that have been suppressed are the same when they are so again', () => {
		for (const [name, result] of everyResult()) for (const limit of [2, 5, 10]) {
			const once = suppress(result, limit);
			expect(suppress(once, limit), name).toEqual(once);
		}
	});
	it('are not changed by a limit of 0 or 1, nor are those that tell of nobody’s answers', () => {
		const made = run({ method: 't_test', y: 'y', group: 'g' } as BaseSpec, groups({ a: 3, b: 30 }));
		expect(suppress(made, 0)).toBe(made);
		expect(suppress(made, 1)).toBe(made);
		const plan = run({ method: 'margin_of_error', n: 3 } as BaseSpec);
		expect(suppress(plan, 5)).toBe(plan);
	});
});

describe('a dataset with a limit', () => {
	const dataset = buildDataset([{ name: 'g', type: 'categorical', cells: [...repeat({ a: 3, b: 10, c: 12 }), missing('dont_know')], categories: [['a', 'A'], ['b', 'B'], ['c', 'C']] }], { suppressBelow: 5 });
	it('shows hidden cells as hidden, says why below the table, and hides the missing that would give them away', () => {
		const spec: AnySpec = { method: 'frequencies', x: 'g' };
		const { result, presented } = runOnDataset(dataset, spec, 'nb');
		const { table } = presented.tables[0]!;
		expect(table.rows[0]!.cells[0]).toEqual({ kind: 'missing', reason: 'suppressed' });
		expect(table.notes.join()).toContain('færre enn 5 personer');
		expect(presented.missing?.rows[0]?.cells[0]).toEqual({ kind: 'missing', reason: 'suppressed' });
		expect((result as Result).missing).toEqual([]);
	});
	it('never says who is highest when a group is hidden, nor that no cell stands out when cells are', () => {
		const cells = [...Array.from({ length: 3 }, () => 'a'), ...Array.from({ length: 10 }, () => 'b'), ...Array.from({ length: 20 }, () => 'c'), ...Array.from({ length: 20 }, () => 'd')];
		const limited = buildDataset([
			{ name: 'g', type: 'categorical', cells, categories: [['a', 'A'], ['b', 'B'], ['c', 'C'], ['d', 'D']] }, { name: 'y', type: 'numeric', cells: cells.map((g, i) => (i % 3) + { a: 40, b: 10, c: 20, d: 30 }[g]!) },
			{ name: 'h', type: 'categorical', cells: cells.map((g, i) => (g === 'd' || i % 12 === 0 ? 'x' : i % 2 === 0 ? 'y' : 'z')), categories: [['x', 'X'], ['y', 'Y'], ['z', 'Z']] }
		], { suppressBelow: 5 });
		expect(runOnDataset(limited, { method: 'anova', y: 'y', group: 'g' }, 'nb').presented.sentences[0]).toMatch(/^Gruppene skiller seg på y \(F/);
		expect(runOnDataset(limited, { method: 'means', y: ['y'], group: 'g' }, 'nb').presented.sentences).toEqual([]);
		const crossed = runOnDataset(limited, { method: 'crosstab', rows: 'h', columns: 'g' }, 'nb').presented;
		expect(JSON.stringify(crossed.tables[0])).toContain('"reason":"suppressed"');
		expect(crossed.sentences.join()).not.toMatch(/enkelt celle|ventet/);
	});
	it('tells in a sentence why there is nothing to show', () => {
		expect(runOnDataset(dataset, { method: 'frequencies', x: 'g', filter: [{ column: 'g', in: ['a'] }] }, 'nn')).toMatchObject({ result: { violation: 'suppressed' }, presented: { sentences: ['Resultatet byggjer på færre enn 5 personar og blir ikkje vist.'], tables: [] } });
	});
});
