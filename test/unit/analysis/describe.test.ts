import { describe, expect, it } from 'vitest';
import { autocorrelation } from '#analysis/estimate/autocorrelation.ts';
import { momentsOf, momentsOfCounts } from '#analysis/estimate/moments.ts';
import { orderedCounts, orderedValues, quantile } from '#analysis/estimate/ordered.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import type { Table } from '#analysis/table/table.ts';

const spec = (s: object): BaseSpec => s as BaseSpec;
const result = (s: object, table: Table): Result => {
	const found = run(spec(s), table);
	if ('violation' in found) throw new Error(JSON.stringify(found));
	return found;
};
const numeric = (cells: Cell[]): Table => tableOf({ x: numericColumn(cells, 'x') });

describe('moments', () => {
	it('are those of the decimals as written: ten million with a spread of a tenth', () => {
		const m = momentsOf(Float64Array.from({ length: 1001 }, (_, i) => (i === 0 ? 10000000.2 : i % 2 === 1 ? 10000000.1 : 10000000.3)));
		expect(m.mean).toBe(10000000.2);
		expect(m.sd).toBeCloseTo(0.1, 15);
	});

	it('see no spread in a constant that is no decimal', () => {
		const m = momentsOf(new Float64Array(7).fill(1 / 3));
		expect([m.mean, m.ss, m.variance, m.s3, m.s4]).toEqual([1 / 3, 0, 0, 0, 0]);
	});

	it('are the same from values and from their histogram', () => {
		const [values, counts] = [Float64Array.of(1, 2, 3, 4, 5), [3, 0, 2, 7, 1]];
		expect(momentsOfCounts(values, counts)).toEqual(momentsOf(Float64Array.from(counts.flatMap((c, i) => new Array<number>(c).fill(values[i]!)))));
	});

	it('have no variance for one value and nothing for none', () => {
		expect(momentsOf(Float64Array.of(4)).variance).toBeNull();
		expect(momentsOf(new Float64Array(0))).toMatchObject({ n: 0, sd: null });
	});
});

describe('quantile', () => {
	const x = orderedValues(Float64Array.of(4, 1, 3, 2));

	it('of type 2 lies halfway at a step and on a value between steps', () => {
		expect([0, 0.25, 0.3, 0.5, 1].map((p) => quantile(x, p, 2))).toEqual([1, 1.5, 2, 2.5, 4]);
	});

	it('of type 6 divides at p(n + 1), and of type 7 at 1 + p(n - 1)', () => {
		expect([0.1, 0.25, 0.5, 0.9].map((p) => quantile(x, p, 6))).toEqual([1, 1.25, 2.5, 4]);
		expect([0, 0.25, 0.5, 1].map((p) => quantile(x, p, 7))).toEqual([1, 1.75, 2.5, 4]);
	});

	it('is the same from counts', () => {
		const counted = orderedCounts(Float64Array.of(5, 1, 3), Float64Array.of(2, 4, 0));
		const plain = orderedValues(Float64Array.of(1, 1, 1, 1, 5, 5));
		for (const type of [2, 6, 7] as const) for (const p of [0, 0.2, 0.5, 2 / 3, 0.7, 1]) expect(quantile(counted, p, type)).toBe(quantile(plain, p, type));
	});
});

describe('describe', () => {
	it('counts each kind of missing by itself', () => {
		const { values, n, missing } = result({ method: 'describe', x: ['x'] }, numeric([1, null, { missing: 'dont_know' }, { missing: 'dont_know' }, 3]));
		expect(values).toMatchObject({ n: [2], missing: [3], not_answered: [1], dont_know: [2], suppressed: [0], mean: [2], median: [2] });
		expect([n, missing[0]!.valid, missing[0]!.left_out]).toEqual([2, 2, 0]);
	});

	it('narrows the standard error by the population drawn from, and refuses one smaller than n', () => {
		const table = numeric([1, 2, 3, 4]);
		const { values } = result({ method: 'describe', x: ['x'], population_N: 4 }, table);
		expect(values.se_fpc).toEqual([0]);
		expect(run(spec({ method: 'describe', x: ['x'], population_N: 3 }), table)).toEqual({ violation: 'inconsistent', params: { field: 'population_N' } });
	});

	it('leaves undefined what a constant and a single value do not have, and says so', () => {
		const constant = result({ method: 'describe', x: ['x'] }, numeric([2, 2, 2]));
		expect(constant.values).toMatchObject({ sd: [0], skew_g1: [null], kurt_G2: [null], ci_lo: [2] });
		expect(constant.notes.map((note) => note.key)).toContain('describe_constant');
		const single = result({ method: 'describe', x: ['x'] }, numeric([2]));
		expect(single.values).toMatchObject({ sd: [null], se: [null], ci_lo: [null], median: [2] });
		expect(single.notes.map((note) => note.key)).toContain('describe_single');
	});

	it('answers with a violation when nothing is valid, or the categories have no numbers', () => {
		expect(run(spec({ method: 'describe', x: ['x'] }), numeric([null, null]))).toMatchObject({ violation: 'no_data' });
		expect(run(spec({ method: 'describe', x: ['x'] }), numeric([]))).toMatchObject({ violation: 'no_data' });
		expect(run(spec({ method: 'describe', x: ['x'] }), tableOf({ x: categoricalColumn(['a', 'b'], 'x') }))).toMatchObject({ violation: 'wrong_kind' });
	});

	it('tells how many times larger the variance of a mean is in clusters', () => {
		const table = tableOf({ x: numericColumn([1, 1.5, 1, 1.5, 7, 7.5, 7, 7.5]), school: categoricalColumn(['A', 'A', 'A', 'A', 'B', 'B', 'B', 'B']) });
		const found = result({ method: 'describe', x: ['x'], cluster: 'school' }, table);
		// MSB 72, MSW 1/12, four in each: icc = (72 - 1/12)/(72 + 3/12), design effect 1 + 3 icc
		const icc = (72 - 1 / 12) / (72 + 3 / 12);
		expect(found.values.icc).toEqual([expect.closeTo(icc, 12)]);
		expect(found.values.design_effect).toEqual([expect.closeTo(1 + 3 * icc, 12)]);
		expect(found.assumptions[0]).toMatchObject({ key: 'independent_rows', met: false });
		expect(found.notes.map((note) => note.key)).toContain('describe_clustered');
	});

	it('warns of a ceiling when twice the even share gives the highest answer', () => {
		const scale = [1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: '', score }));
		const answers = (top: number) => tableOf({ x: categoricalColumn([...new Array<number>(top).fill(5), ...new Array<number>(100 - top).fill(3)], 'x', scale) });
		const keys = (top: number) => result({ method: 'describe', x: ['x'] }, answers(top)).notes.map((note) => note.key);
		expect(keys(41)).toContain('describe_ceiling');
		expect(keys(40)).not.toContain('describe_ceiling');
	});
});

describe('means', () => {
	const table = tableOf({ y: categoricalColumn([1, 2, 3, 5, null, 4], 'y'), g: categoricalColumn(['a', 'a', 'b', 'b', 'b', null], 'g'), z: numericColumn([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 'z') });

	it('gives n, mean and SD of each variable by group and in all, and what was left out', () => {
		const { values, n, missing } = result({ method: 'means', y: ['y', 'z'], group: 'g' }, table);
		expect(values).toMatchObject({ groups: ['a', 'b'], n: [[2, 2], [2, 3]], mean: [[1.5, 4], [expect.closeTo(0.15, 15), expect.closeTo(0.4, 15)]], total_n: [4, 5], total_mean: [2.75, 0.3] });
		expect(n).toBe(5);
		expect(missing.map((m) => [m.column, m.valid, m.left_out])).toEqual([['g', 5, 0], ['y', 5, 1], ['z', 6, 1]]);
	});

	it('shows the groups asked for, in the order asked for', () => {
		expect(result({ method: 'means', y: ['y'], group: 'g', levels: ['b'] }, table).values).toMatchObject({ groups: ['b'], mean: [[4]], total_mean: [4] });
		expect(run(spec({ method: 'means', y: ['y'], group: 'g', levels: ['c'] }), table)).toMatchObject({ violation: 'unknown_level' });
	});
});

describe('frequencies', () => {
	it('gives per cent of all, of the valid and cumulative, and each kind of missing its row', () => {
		const { values } = result({ method: 'frequencies', x: 'x' }, tableOf({ x: categoricalColumn(['no', 'yes', 'yes', null, { missing: 'not_asked' }], 'x') }));
		expect(values).toMatchObject({ categories: ['no', 'yes'], count: [1, 2], pct_all: [20, 40], pct_cumulative: [100 / 3, 100], missing_kinds: ['not_asked', 'not_answered', 'dont_know', 'suppressed'], missing_count: [1, 1, 0, 0], missing: 2 });
	});

	it('keeps a category that nobody chose', () => {
		const categories = ['a', 'b'].map((value) => ({ value, label: value }));
		expect(result({ method: 'frequencies', x: 'x' }, tableOf({ x: categoricalColumn(['b'], 'x', categories) })).values).toMatchObject({ count: [0, 1], ci95_lo: [0, expect.any(Number)] });
	});
});

describe('multiple_response', () => {
	const table = tableOf({ a: categoricalColumn([1, 1, 0, null, 0], 'a'), b: categoricalColumn([1, 0, 0, null, null], 'b') });

	it('gives shares of respondents and of answers', () => {
		const { values, n } = result({ method: 'multiple_response', columns: ['a', 'b'] }, table);
		expect(n).toBe(4);
		expect(values).toMatchObject({ count: [2, 1], pct_respondents: [50, 25], pct_answers: [200 / 3, 100 / 3], answers: 3, chose_none: 2 });
	});

	it('counts as respondents only those who chose something, where asked to', () => {
		expect(result({ method: 'multiple_response', columns: ['a', 'b'], base: 'chosen' }, table).values).toMatchObject({ pct_respondents: [100, 50], respondents: 2, chose_none: 2 });
	});

	it('refuses a value that no column knows', () => {
		expect(run(spec({ method: 'multiple_response', columns: ['a', 'b'], chosen: 'x' }), table)).toMatchObject({ violation: 'unknown_level' });
	});
});

describe('autocorrelation', () => {
	it('of 1, 2, 3 is 0, and of alternating values near -1', () => {
		expect(autocorrelation(Float64Array.of(1, 2, 3))).toBe(0);
		expect(autocorrelation(Float64Array.of(1, 3, 1, 3))).toBe(-0.75);
	});

	it('is not defined for a constant or a single value', () => {
		expect(autocorrelation(Float64Array.of(1 / 3, 1 / 3, 1 / 3))).toEqual({ violation: 'constant' });
		expect(autocorrelation(Float64Array.of(1))).toMatchObject({ violation: 'too_few' });
	});
});

describe('battery_table', () => {
	const yesNo = [{ value: '1', label: 'yes' }, { value: '2', label: 'no' }];
	const dontKnow: Cell = { missing: 'dont_know' };
	const times = (n: number, cell: Cell): Cell[] => Array.from({ length: n }, () => cell);
	/** The yearly report of 36 municipalities, of which one sent it in without an answer on the last level. */
	const table = tableOf({
		owner: categoricalColumn([...times(20, '1'), ...times(14, '2'), ...times(2, dontKnow)], 'owner', yesNo),
		staff: categoricalColumn([...times(35, '1'), '2'], 'staff', yesNo),
		others: categoricalColumn([...times(24, '1'), ...times(11, '2'), null], 'others', yesNo)
	});
	const columns = ['owner', 'staff', 'others'];

	it('has items as columns and answers as rows, with "vet ikke" in the base of the percentages', () => {
		const { values, n } = result({ method: 'battery_table', columns }, table);
		expect(n).toBe(36);
		expect(values).toMatchObject({ categories: ['1', '2'], count: [[20, 35, 24], [14, 1, 11]], dont_know: [2, 0, 0], n: [36, 36, 35], not_answered: [0, 0, 1], rows: 36 });
		expect(values).toMatchObject({ pct: [[2000 / 36, 3500 / 36, 2400 / 35], [1400 / 36, 100 / 36, 1100 / 35]], pct_dont_know: [200 / 36, 0, 0] });
	});

	it('leaves "vet ikke" out of the base where asked to, and still counts it', () => {
		const { values, notes, n } = result({ method: 'battery_table', columns, base: 'valid' }, table);
		expect(values).toMatchObject({ n: [34, 36, 35], dont_know: [2, 0, 0], pct_dont_know: [null, null, null], pct: [[2000 / 34, 3500 / 36, 2400 / 35], [1400 / 34, 100 / 36, 1100 / 35]] });
		expect(notes.map((note) => note.key)).toEqual(['battery_dont_know_left_out', 'battery_bases_differ']);
		expect(n).toBe(36);
	});

	it('says whom the percentages are of', () => {
		expect(result({ method: 'battery_table', columns }, table).notes).toEqual([
			{ key: 'battery_dont_know_in_base', level: 'info', params: { n: 2 } }, { key: 'battery_bases_differ', level: 'info', params: { low: 35, high: 36 } }
		]);
	});

	it('keeps categories that nobody chose, and the kinds of missing apart', () => {
		const few = tableOf({
			a: categoricalColumn(['2', '2', { missing: 'not_asked' }, null, dontKnow], 'a', yesNo),
			b: categoricalColumn(['2', { missing: 'suppressed' }, { missing: 'not_asked' }, { missing: 'not_asked' }, null], 'b', yesNo)
		});
		const { values, n } = result({ method: 'battery_table', columns: ['a', 'b'] }, few);
		expect(values).toMatchObject({ count: [[0, 0], [2, 1]], dont_know: [1, 0], not_answered: [1, 1], not_asked: [1, 2], suppressed: [0, 1], n: [3, 1] });
		expect(n).toBe(3);
		expect(result({ method: 'battery_table', columns: ['a', 'b'], base: 'valid' }, few).n).toBe(2);
	});

	it('has no percentage for an item that nobody answered, and says so', () => {
		const { values, notes } = result({ method: 'battery_table', columns: ['a', 'b'] }, tableOf({ a: categoricalColumn(['1', '2'], 'a', yesNo), b: categoricalColumn([null, null], 'b', yesNo) }));
		expect(values).toMatchObject({ n: [2, 0], pct: [[50, null], [50, null]], pct_dont_know: [0, null] });
		expect(notes.map((note) => note.key)).toContain('battery_empty');
	});

	it('takes numbers for their values, in rising order over all items', () => {
		expect(result({ method: 'battery_table', columns: ['a', 'b'] }, tableOf({ a: numericColumn([10, 2, 2]), b: numericColumn([3, 2, dontKnow]) })).values)
			.toMatchObject({ categories: ['2', '3', '10'], count: [[2, 1], [0, 1], [1, 0]], dont_know: [0, 1] });
	});

	it('refuses items that do not share their categories, and a battery without an answer', () => {
		const other = categoricalColumn(['1', '3'], 'b', [{ value: '1', label: 'a' }, { value: '3', label: 'c' }]);
		expect(run(spec({ method: 'battery_table', columns: ['a', 'b'] }), tableOf({ a: categoricalColumn(['1', '2'], 'a', yesNo), b: other }))).toMatchObject({ violation: 'unknown_level', params: { column: 'a', level: '3' } });
		expect(run(spec({ method: 'battery_table', columns: ['a', 'b'] }), tableOf({ a: categoricalColumn(['1', '2'], 'a', yesNo), b: categoricalColumn(['1', '1'], 'b', yesNo.slice(0, 1)) })))
			.toMatchObject({ violation: 'unknown_level', params: { column: 'b', level: '2' } });
		expect(run(spec({ method: 'battery_table', columns: ['a'], base: 'valid' }), tableOf({ a: categoricalColumn([dontKnow, null], 'a', yesNo) }))).toMatchObject({ violation: 'no_data' });
		expect(run(spec({ method: 'battery_table', columns: ['a'], base: 'all' }), tableOf({ a: categoricalColumn(['1'], 'a', yesNo) }))).toMatchObject({ violation: 'bad_field', params: { field: 'base' } });
	});
});
