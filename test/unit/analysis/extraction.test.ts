import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { binomial } from '../../../analysis/extraction/stability.ts';
import type { FollowUpExtractionSpec } from '../../../analysis/method/extraction/index.ts';
import { normalFrom, seededRandom } from '../../../analysis/numeric/random.ts';
import type { Result } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';

/** municipality, school or null, indicator, year, value, pupils */
type Row = readonly [string, string | null, string, string, Cell, Cell?];
const NAMES = ['municipality', 'school', 'indicator', 'year', 'value', 'n'] as const;

function table(rows: readonly Row[], more: Record<string, (row: Row) => Cell> = {}) {
	const text = (i: number): Cell[] => rows.map((r) => (r[i] as string | null) ?? { missing: 'not_asked' });
	return tableOf({
		...Object.fromEntries([0, 1, 2, 3].map((i) => [NAMES[i]!, categoricalColumn(text(i), NAMES[i]!)])),
		value: numericColumn(rows.map((r) => r[4]), 'value'),
		n: numericColumn(rows.map((r) => r[5] ?? null), 'n'),
		...Object.fromEntries(Object.entries(more).map(([name, of]) => [name, rows.some((r) => typeof of(r) === 'string') ? categoricalColumn(rows.map(of), name) : numericColumn(rows.map(of), name)]))
	});
}
const BASE = { method: 'follow_up_extraction', municipality: 'municipality', school: 'school', indicator: 'indicator', year: 'year', value: 'value', n: 'n' } as const;
const GRADES = { indicator: 'grades', worse: 'low', limits: [{ value: 4 }] } as const;
const LOWEST = { indicator: 'lowest', worse: 'high', limits: [{ value: 0.3 }, { value: 0.4, points: 2 }], weight: 1.5, kind: 'share' } as const;
const spec = (rest: Partial<FollowUpExtractionSpec> = {}): FollowUpExtractionSpec => ({ ...BASE, indicators: [GRADES, LOWEST], ...rest });

type Lists = Record<string, unknown[]>;
const of = (r: Result, part: string): Lists => r.values[part] as unknown as Lists;
function ok(rows: readonly Row[], rest: Partial<FollowUpExtractionSpec> = {}, more: Record<string, (row: Row) => Cell> = {}): Result {
	const found = run(spec(rest), table(rows, more));
	if (isViolation(found)) throw new Error(JSON.stringify(found));
	return found;
}
const keys = (r: Result): string[] => r.notes.map((n) => n.key);

const THREE: Row[] = [
	['A', null, 'grades', '2020', 3.9], ['A', null, 'grades', '2021', 4.2], ['A', null, 'lowest', '2020', 0.45], ['A', null, 'lowest', '2021', 0.35],
	['B', null, 'grades', '2020', 4], ['B', null, 'grades', '2021', 3.5], ['B', null, 'lowest', '2020', 0.3], ['B', null, 'lowest', '2021', { missing: 'suppressed' }],
	['C', null, 'grades', '2020', 4.4], ['C', null, 'grades', '2021', null], ['C', null, 'lowest', '2020', null], ['C', null, 'lowest', '2021', null]
];

describe('the ranking by risk points', () => {
	it('is points over possible points, a value at its limit not being past it, and a missing one neither points nor possible', () => {
		const r = ok(THREE);
		// A: 1 + 0 + 1.5 x 2 + 1.5 x 1 of 1 + 1 + 3 + 3; B: 0 + 1 + 0 of 1 + 1 + 3
		expect(of(r, 'ranking')).toMatchObject({ rank: [1, 2], municipality: ['A', 'B'], points: [5.5, 1], possible: [8, 5], share: [5.5 / 8, 0.2], values: [4, 3] });
		expect(r.values).toMatchObject({ not_ranked: ['C'], left_out: { missing: 4, small: 0, size_unknown: 0 } });
		expect(r.n).toBe(8);
		expect(r.missing.find((m) => m.column === 'value')!.missing).toMatchObject({ suppressed: 1, not_answered: 3 });
	});
	it('ranks a municipality with few values only where the rule for missing values lets it', () => {
		expect(of(ok(THREE, { min_present: 0.125 }), 'ranking').municipality).toEqual(['A', 'B', 'C']);
		expect(of(ok(THREE, { min_present: 0.126 }), 'ranking').municipality).toEqual(['A', 'B']);
	});
	it('does not let a small cohort count, nor one of unknown size when small ones do not', () => {
		const rows: Row[] = [['A', null, 'grades', '2020', 3, 9], ['A', null, 'grades', '2021', 3, 10], ['B', null, 'grades', '2020', 3], ['B', null, 'grades', '2021', 5, 30]];
		const r = ok(rows, { indicators: [GRADES], min_n: 10 });
		expect(r.values).toMatchObject({ left_out: { missing: 0, small: 1, size_unknown: 1 } });
		// only 2021 is left in all, so that each has all there is
		expect(of(r, 'ranking')).toMatchObject({ municipality: ['A', 'B'], share: [1, 0], values: [1, 1] });
		expect(keys(r)).toEqual(expect.arrayContaining(['extraction_small', 'extraction_size_unknown', 'extraction_empty']));
	});
	it('takes a percentile limit from the worse end of the same year', () => {
		const rows: Row[] = [1, 2, 3, 4, 5].flatMap((v, i): Row[] => [[`M${i}`, null, 'grades', '2020', v], [`M${i}`, null, 'lowest', '2020', v / 10]]);
		const percent = (percentile: number) => ok(rows, { indicators: [{ ...GRADES, limits: [{ percentile }] }, { ...LOWEST, weight: 1, limits: [{ percentile }] }] });
		expect(of(percent(25), 'limits')).toMatchObject({ limit: [2, 0.4], passed: [1, 1], values: [5, 5] });
		expect(of(percent(50), 'limits')).toMatchObject({ limit: [3, 0.3], passed: [2, 2] });
	});
	it('names for each value past a limit which limit it was and by how much', () => {
		const r = of(ok(THREE), 'reasons');
		expect(r).toMatchObject({ municipality: ['A', 'A', 'A', 'B'], school: [null, null, null, null], indicator: ['grades', 'lowest', 'lowest', 'grades'], year: ['2020', '2020', '2021', '2021'], limit: [4, 0.4, 0.3, 4], points: [1, 3, 1.5, 1] });
		expect((r.past_by as number[])[3]).toBeCloseTo(0.5, 12);
	});
});

describe('the lists', () => {
	const shares = (low: readonly number[]): Row[] => low.flatMap((k, i) => Array.from({ length: 4 }, (_, y): Row => [`M${i}`, null, 'grades', `${2018 + y}`, y < k ? 3 : 5]));
	it('hold those with the highest share, and nobody without points', () => {
		const r = ok(shares([4, 0, 2, 1]), { indicators: [GRADES], spread_count: 0, average_count: 2 });
		expect(r.values.list).toEqual({ average: ['M0', 'M2'], spread: [] });
		expect(ok(shares([4, 0, 2, 1]), { indicators: [GRADES], average_count: 4, spread_count: 0 }).values.list).toMatchObject({ average: ['M0', 'M2', 'M3'] });
	});
	it('take all or none of those who stand equal across the limit, and say so', () => {
		const [all, none] = (['all', 'none'] as const).map((ties) => ok(shares([4, 2, 2, 1]), { indicators: [GRADES], average_count: 2, spread_count: 0, ties }));
		expect(all!.values.list).toMatchObject({ average: ['M0', 'M1', 'M2'] });
		expect(none!.values.list).toMatchObject({ average: ['M0'] });
		expect([all!, none!].map((r) => r.notes.find((n) => n.key.includes('tied')))).toMatchObject([{ key: 'extraction_average_tied_taken', params: { tied: 2, wanted: 2 } }, { key: 'extraction_average_tied_left', params: { tied: 2, wanted: 2 } }]);
		expect(of(all!, 'ranking').rank).toEqual([1, 2, 2, 4]);
	});
	const school = (m: string, s: string, low: number): Row[] => Array.from({ length: 4 }, (_, y): Row => [m, s, 'grades', `${2018 + y}`, y < low ? 3 : 5]);
	it('take to the spread extraction the widest among those with a school among the highest, and not those taken before', () => {
		const rows = [
			...shares([4, 1, 1, 1, 1]),
			...school('M0', 's1', 4), ...school('M0', 's2', 0), // already on the list
			...school('M1', 's3', 4), ...school('M1', 's4', 1), // range 0.75
			...school('M2', 's5', 2), ...school('M2', 's6', 0), // range 0.5, but no school among the highest
			...school('M3', 's7', 4), // one school
			...school('M4', 's8', 3), ...school('M4', 's9', 3) // no spread
		];
		const r = ok(rows, { indicators: [GRADES], average_count: 1, spread_measure: 'range' });
		expect(r.values.list).toEqual({ average: ['M0'], spread: ['M1'] });
		// 9 schools: among the highest are those with fewer than 2.25 above them
		expect(of(r, 'spread')).toMatchObject({ municipality: ['M0', 'M1', 'M2', 'M4'], spread: [1, 0.75, 0.5, 0], high_schools: [1, 1, 0, 0], schools: [2, 2, 2, 2] });
		expect(of(ok(rows, { indicators: [GRADES], average_count: 1, highest: 1, spread_measure: 'sd' }), 'spread').spread).toEqual([0.75, 0.5, 0.25, 0].map((x, i) => (i === 0 ? expect.closeTo(Math.SQRT1_2, 11) : i === 1 ? expect.closeTo(0.75 * Math.SQRT1_2, 11) : i === 2 ? expect.closeTo(0.5 * Math.SQRT1_2, 11) : x)));
		expect(ok(rows, { indicators: [GRADES], average_count: 1, highest: 1 }).values.list).toMatchObject({ spread: ['M1', 'M2'] });
	});
	it('say that there is no spread without schools', () => {
		expect(keys(ok(shares([4, 1]), { indicators: [GRADES] }))).toContain('extraction_no_schools');
	});
});

describe('how steady the list is', () => {
	const rows: Row[] = [
		['A', null, 'grades', '2020', 3], ['A', null, 'lowest', '2020', 0.1],
		['B', null, 'grades', '2020', 5], ['B', null, 'lowest', '2020', 0.35],
		['C', null, 'grades', '2020', 5], ['C', null, 'lowest', '2020', 0.1]
	];
	const one = { indicators: [GRADES, { ...LOWEST, weight: 0.1 }], average_count: 1, spread_count: 0 } as const;
	it('shows who comes in and who falls out without each indicator, and leaves no year out where there is one', () => {
		expect(of(ok(rows, one), 'without')).toEqual({ left: ['indicator', 'indicator'], name: ['grades', 'lowest'], kept: [0, 1], into: [['B'], []], out: [['A'], []], jaccard: [0, 1] });
	});
	it('draws small cohorts anew by a seed: the same again, large ones left alone', () => {
		const sized: Row[] = rows.map(([m, s, i, y, v]) => [m, s, i, y, v, m === 'C' ? 4 : 100000]);
		const kinds = [{ ...GRADES, kind: 'mean', sd: 1 }, { ...LOWEST, weight: 0.1 }] as const;
		const found = (seed: number, redraw_below: number | null) => of(ok(sized, { ...one, indicators: kinds, replicates: 400, seed, redraw_below }), 'bootstrap');
		expect(found(1, null)).toEqual(found(1, null));
		expect(found(1, null)).not.toEqual(found(2, null));
		// C's mean of four pupils, 5 with a standard error of 0.5, is below 4 in 2.3 % of the draws and then equal to A
		const { municipality, average } = found(1, 100) as { municipality: string[]; average: number[] };
		expect(average[municipality.indexOf('A')]).toBeGreaterThan(0.9);
		expect(average[municipality.indexOf('C')]).toBeGreaterThan(0.002);
		expect(average[municipality.indexOf('C')]).toBeLessThan(0.06);
		expect(found(1, 1)).toEqual({ municipality: ['A'], listed: [true], average: [1], spread: [0], either: [1] });
	});
	it.each([[10, 0.3], [400, 0.02], [5000, 0.7]])('the counts it draws for %i pupils and the share %d have the mean and variance of the binomial', (n, p) => {
		const random = seededRandom(3);
		const normal = normalFrom(random);
		const draws = Array.from({ length: 20000 }, () => binomial(n, p, random, normal));
		const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
		const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
		expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / draws.length));
		expect(Math.abs(variance / (n * p * (1 - p)) - 1)).toBeLessThan(0.05);
		expect(draws.every((x) => Number.isInteger(x) && x >= 0 && x <= n)).toBe(true);
	});
});

describe('the list beside other things', () => {
	it('is compared with earlier ones by those in both over those in either, with a warning for codes that the table does not know', () => {
		const r = ok(THREE, { average_count: 2, earlier: { '2017': ['A', 'X'], '2020': [] } });
		expect(r.values.overlap).toEqual({ '2017': { earlier: 2, known: 1, both: 1, jaccard: 1 / 3 }, '2020': { earlier: 0, known: 0, both: 0, jaccard: 0 } });
		expect(r.notes).toContainEqual({ key: 'extraction_earlier_unknown', level: 'warning', params: { name: '2017', municipalities: 1 } });
	});
	it('is compared with the other municipalities by Welch\'s test, one value for each municipality', () => {
		const size: Record<string, number> = { A: 10, B: 14, C: 20, D: 25, E: 33 };
		const rows: Row[] = Object.keys(size).flatMap((m, i): Row[] => [['2020', i < 2 ? 3 : 5], ['2021', 5]].map(([y, v]): Row => [m, null, 'grades', y as string, v as number]));
		const r = ok(rows, { indicators: [GRADES], characteristics: ['size'], spread_count: 0 }, { size: (row) => size[row[0]]! });
		const welch = run({ method: 't_test_summary', n: [2, 3], mean: [12, 26], sd: [Math.sqrt(8), Math.sqrt(43)] } as never);
		const want = isViolation(welch) ? {} : welch.values;
		const got = (r.values.characteristics as unknown as Record<string, Record<string, number>>).size!;
		expect(got).toMatchObject({ n: [2, 3], means: [12, 26] });
		for (const name of ['diff', 't', 'df', 'p', 'hedges_g']) expect(got[name], name).toBeCloseTo((want as unknown as Record<string, number>)[name]!, 10);
		expect(keys(r)).toContain('extraction_population');
	});
	it('is told by county', () => {
		const r = ok(THREE, { county: 'county', average_count: 1 }, { county: (row) => (row[0] === 'C' ? '02' : '01') });
		expect(r.values.counties).toEqual({ county: ['01', '02'], municipalities: [2, 1], ranked: [2, 0], average: [1, 0], spread: [0, 0], mean: [(5.5 / 8 + 0.2) / 2, null] });
	});
});

describe('what cannot be right is refused', () => {
	const refused = (rows: readonly Row[], rest: Partial<FollowUpExtractionSpec>, more: Record<string, (row: Row) => Cell> = {}) => run(spec(rest), table(rows, more));
	it('two values for one indicator and year of one unit, naming the row', () => {
		expect(refused([...THREE, ['A', null, 'grades', '2020', 4.1]], {})).toMatchObject({ violation: 'inconsistent', params: { row: 13 } });
	});
	it('a county or characteristic that is not one and the same for a municipality', () => {
		expect(refused(THREE, { county: 'county' }, { county: (row) => row[3] })).toMatchObject({ violation: 'inconsistent', params: { field: 'county' } });
		expect(refused(THREE, { characteristics: ['size'] }, { size: (row) => Number(row[3]) })).toMatchObject({ violation: 'inconsistent', params: { field: 'size' } });
	});
	it('a share beyond 1, and a cohort that is no whole number', () => {
		expect(refused([['A', null, 'lowest', '2020', 30]], { indicators: [LOWEST] })).toMatchObject({ violation: 'inconsistent', params: { field: 'value', row: 1 } });
		expect(refused([['A', null, 'lowest', '2020', 0.3, 2.5]], { indicators: [LOWEST] })).toMatchObject({ violation: 'not_a_count', params: { field: 'n', row: 1 } });
	});
	it('an indicator that the table does not have', () => {
		expect(refused(THREE, { indicators: [{ ...GRADES, indicator: 'motivation' }] })).toMatchObject({ violation: 'unknown_level', params: { level: 'motivation' } });
	});
	it.each([
		['no limits', [{ ...GRADES, limits: [] }]],
		['a limit that is both value and percentile', [{ ...GRADES, limits: [{ value: 1, percentile: 20 }] }]],
		['a percentile of 0', [{ ...GRADES, limits: [{ percentile: 0 }] }]],
		['a weight of 0', [{ ...GRADES, weight: 0 }]],
		['a misspelt field', [{ ...GRADES, wieght: 2 }]],
		['the same indicator twice', [GRADES, GRADES]]
	])('rules with %s, naming the rule', (_, indicators) => {
		expect(refused(THREE, { indicators: indicators as never })).toMatchObject({ violation: 'bad_field', params: { field: expect.stringMatching(/^indicators\[\d\]$/) } });
	});
	it('a bootstrap without knowing how values vary, or of how many pupils', () => {
		expect(refused(THREE, { replicates: 10 })).toMatchObject({ violation: 'bad_field', params: { field: 'indicators[1]' } });
		expect(refused(THREE, { replicates: 10, n: null, indicators: [LOWEST] })).toMatchObject({ violation: 'bad_field', params: { field: 'n' } });
	});
	it('a table in which no municipality can be ranked', () => {
		expect(refused([['A', 's', 'grades', '2020', 3]], { indicators: [GRADES] })).toMatchObject({ violation: 'no_data' });
	});
});
