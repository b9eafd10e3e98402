import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '../../../analysis/assumptions.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf } from '../../../analysis/table/build.ts';
import { countMissing } from '../../../analysis/table/table.ts';
import { weightsOf, type PoststratifySpec, type RakeSpec } from '../../../analysis/weight/make.ts';
import { poststratify } from '../../../analysis/weight/poststratify.ts';
import { rake } from '../../../analysis/weight/rake.ts';
import { weightSummary } from '../../../analysis/weight/summary.ts';

function ok<T>(x: T | Violation): T {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x;
}
const margin = (name: string, codes: number[], targets: number[], levels = targets.map((_, k) => `${name}${k}`)) => ({ name, codes, levels, targets });

describe('raking', () => {
	it('gives the population share of each level over its share of the respondents where there is one margin only', () => {
		const { weights, iterations } = ok(rake([margin('a', [0, 0, 0, 1], [50, 50])]));
		expect([...weights]).toEqual([50 / 3, 50 / 3, 50 / 3, 50].map((w) => expect.closeTo(w, 12)));
		expect(iterations).toBe(2);
	});
	it('reaches weights of the form a_i b_j, which alone meet both margins', () => {
		const a = [0, 0, 0, 1, 1, 1, 1, 0];
		const b = [0, 1, 1, 0, 0, 1, 0, 0];
		const { weights: w, max_margin_error } = ok(rake([margin('a', a, [60, 40]), margin('b', b, [30, 70])]));
		const at = (i: number, j: number) => w[a.findIndex((x, k) => x === i && b[k] === j)]!;
		expect(max_margin_error).toBeLessThan(1e-13);
		// the odds ratio of the weights is 1 where they began equal
		expect((at(0, 0) * at(1, 1)) / (at(0, 1) * at(1, 0))).toBeCloseTo(1, 11);
	});
	it('keeps the odds ratio of the base weights it began from', () => {
		const a = [0, 0, 1, 1, 0, 1];
		const b = [0, 1, 0, 1, 0, 1];
		const base = [1, 2, 3, 5, 1, 5];
		const { weights: w } = ok(rake([margin('a', a, [60, 40]), margin('b', b, [30, 70])], { base }));
		expect((w[0]! * w[3]!) / (w[1]! * w[2]!)).toBeCloseTo((1 * 5) / (2 * 3), 11);
	});
	it('names the level that has people and no respondent', () => {
		expect(rake([margin('county', [0, 0], [10, 5], ['Oslo', 'Viken'])])).toEqual({ violation: 'unreachable_margin', params: { column: 'county', level: 'Viken' } });
	});
	it('refuses margins with different totals and respondents whom the population has not', () => {
		expect(rake([margin('a', [0, 1], [10, 5]), margin('b', [0, 1], [10, 6])])).toMatchObject({ violation: 'inconsistent', params: { field: 'b' } });
		expect(rake([margin('a', [0, 1], [15, 0])])).toMatchObject({ violation: 'inconsistent', params: { field: 'a' } });
	});
	it('says so when cells without respondents make the margins contradict each other', () => {
		// everyone of a0 is of b0, so b0 cannot be fewer than a0
		expect(rake([margin('a', [0, 0, 1], [80, 20]), margin('b', [0, 0, 1], [30, 70])])).toMatchObject({ violation: 'not_converged' });
	});
	it('keeps weights within the limits, counts those at one, and tells how far the margins are missed', () => {
		const a = [0, ...Array<number>(9).fill(1)];
		const { weights, trimmed, max_margin_error } = ok(rake([margin('a', a, [60, 40])], { limits: { low: 0.2, high: 3 } }));
		expect(Math.max(...weights)).toBe(30);
		expect(trimmed).toBe(1);
		expect(max_margin_error).toBeCloseTo(0.5, 12);
	});
	it('gives no weights without respondents', () => {
		expect(rake([margin('a', [], [1, 2])])).toMatchObject({ violation: 'no_data' });
	});
});

describe('post-stratification', () => {
	it('gives everyone of a cell the people of the cell over its respondents', () => {
		expect([...ok(poststratify(margin('c', [0, 1, 1, 0, 1], [10, 9]))).weights]).toEqual([5, 3, 3, 5, 3]);
	});
	it('names the cell that nobody answers for', () => {
		expect(poststratify(margin('sex × age', [0, 0], [10, 5], ['K × 55+', 'M × 55+']))).toEqual({ violation: 'unreachable_margin', params: { column: 'sex × age', level: 'M × 55+' } });
	});
	it('allows a cell that has neither people nor respondents', () => {
		expect(ok(poststratify(margin('c', [0], [7, 0]))).factor).toEqual([7, null]);
	});
});

describe('what weights cost', () => {
	it('is nothing when they are equal', () => {
		expect(ok(weightSummary([0.3, 0.3, 0.3]))).toMatchObject({ deff_kish: 1, n_eff: 3, cv: 0 });
	});
	it('is n·Σw² / (Σw)², with the margin of error of a share of 50 %', () => {
		const s = ok(weightSummary([1, 1, 2], 100));
		expect(s.deff_kish).toBeCloseTo((3 * 6) / 16, 14);
		expect(s.moe).toBeCloseTo(1.959963984540054 * Math.sqrt(0.25 / (16 / 6)), 14);
		expect(s.moe_fpc).toBeCloseTo(s.moe * Math.sqrt(97 / 99), 14);
	});
	it('has no finite population correction without a population that holds the respondents', () => {
		expect(ok(weightSummary([1, 1, 2], 2)).moe_fpc).toBeNull();
		expect(ok(weightSummary([1, 1, 2])).moe_fpc).toBeNull();
	});
	it.each([[[]], [[0, 0]], [[1, -1]], [[1, Number.NaN]]])('has no answer for the weights %j', (weights) => {
		expect(isViolation(weightSummary(weights))).toBe(true);
	});
});

describe('weights of a table', () => {
	const table = tableOf({
		sex: categoricalColumn(['K', 'M', 'M', { missing: 'dont_know' }, 'K', 'M']),
		age: categoricalColumn(['a', 'a', 'b', 'b', { missing: 'not_asked' }, 'b']),
		w: numericColumn([1, 2, 1, 1, 1, 1])
	});
	const spec: RakeSpec = { method: 'rake', margins: { sex: { K: 50, M: 50 }, age: { a: 50, b: 50 } } };

	it('become a column that is missing where a variable is, as that variable is', () => {
		const column = ok(weightsOf({ ...spec, margins: { sex: { K: 40, M: 60 }, age: { a: 60, b: 40 } } }, table, 'weight'));
		expect(countMissing(column)).toEqual({ not_asked: 1, not_answered: 0, dont_know: 1, suppressed: 0 });
		expect([...column.values].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([40, 20, 20, 0, 0, 20]);
	});
	it('are told of with the rows left out, and the table is as it was', () => {
		const before = JSON.stringify(table);
		const result = ok(run({ ...spec, margins: { sex: { K: 40, M: 60 }, age: { a: 60, b: 40 } } } as BaseSpec, table));
		expect(result.n).toBe(4);
		expect(result.notes.map((n) => n.key)).toContain('weight_rows_left_out');
		expect(JSON.stringify(table)).toBe(before);
	});
	it('are refused when a level of the table is not in the population, naming it', () => {
		expect(run({ ...spec, margins: { sex: { K: 50 } } } as BaseSpec, table)).toMatchObject({ violation: 'inconsistent', params: { field: 'sex', level: 'M' } });
	});
	it('are refused when the population has a level that the table has not, naming it', () => {
		expect(run({ ...spec, margins: { sex: { K: 50, M: 40, X: 10 } } } as BaseSpec, table)).toMatchObject({ violation: 'unreachable_margin', params: { column: 'sex', level: 'X' } });
	});
	it('by cell name the cell of a respondent that the population has not', () => {
		const post: PoststratifySpec = { method: 'poststratify', by: ['sex', 'age'], cells: [['K', 'a'], ['M', 'a']], population: [10, 10] };
		expect(run(post as BaseSpec, table)).toMatchObject({ violation: 'inconsistent', params: { level: 'M × b' } });
	});
	it('are refused when limits or cells are not well formed', () => {
		const post = { method: 'poststratify', by: ['sex', 'age'], cells: [['K']], population: [10] };
		expect(run(post as BaseSpec, table)).toMatchObject({ violation: 'bad_field', params: { field: 'cells' } });
		expect(run({ ...spec, order: ['sex'] } as BaseSpec, table)).toMatchObject({ violation: 'bad_field', params: { field: 'order' } });
		expect(run({ ...spec, base: 'sex' } as BaseSpec, table)).toMatchObject({ violation: 'wrong_kind' });
	});
});
