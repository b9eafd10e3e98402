import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import { compare } from '../../analysis/method/compare/index.ts';
import type { Value } from '../../analysis/result.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../analysis/table/build.ts';
import { MISSING_KINDS, type Table } from '../../analysis/table/table.ts';
import { exactRankSum, exactSignedRank } from '../../analysis/test/exact-ranks.ts';
import { mannWhitney } from '../../analysis/test/mann-whitney.ts';
import { sampleOf } from '../../analysis/test/sample.ts';
import { signedRank } from '../../analysis/test/signed-rank.ts';
import { takeRows } from '../../analysis/table/filter.ts';

/** One row: two values on a scale or with a decimal, a group, a cluster; any of them may be missing. */
interface Row {
	x: Cell;
	y: Cell;
	g: Cell;
	c: Cell;
}
const missing = fc.constantFrom(...MISSING_KINDS).map((kind) => ({ missing: kind }));
const cell = (arb: fc.Arbitrary<Cell>) => fc.oneof({ weight: 12, arbitrary: arb }, { weight: 1, arbitrary: missing });
const points = fc.integer({ min: 1, max: 5 });
const tenths = fc.integer({ min: -80, max: 120 }).map((v) => v / 10);
/** Anything, down to numbers whose squares are no longer numbers. */
const wild = fc.double({ min: -5, max: 5, noNaN: true }).map((v) => Math.fround(v));
/** No decimals, and far enough from 0 for a variance to have its digits: nine of the sixteen that are left beside a 5. */
const fine = wild.map((v) => (Math.abs(v) < 1e-5 ? 0 : v));
const rowOf = (value: fc.Arbitrary<number>, groups: string[]): fc.Arbitrary<Row> => fc.record({ x: cell(value), y: cell(value), g: cell(fc.constantFrom(...groups)), c: cell(fc.constantFrom('S1', 'S2', 'S3', 'S4')) });
const rowsOf = (groups: string[], min = 0, kinds = [points, tenths, fine]) => fc.oneof(...kinds.map((v) => fc.array(rowOf(v, groups), { minLength: min, maxLength: 40 })));

const GROUPS = ['A', 'B', 'C'];
const labels = (values: string[]) => values.map((v) => ({ value: v, label: v }));
const tableFrom = (rows: Row[], change: (v: number) => number = (v) => v): Table => {
	const values = (key: 'x' | 'y') => rows.map((r) => (typeof r[key] === 'number' ? change(r[key]) : r[key]));
	return tableOf({
		x: numericColumn(values('x'), 'x'),
		y: numericColumn(values('y'), 'y'),
		g: categoricalColumn(rows.map((r) => r.g), 'g', labels(GROUPS)),
		c: categoricalColumn(rows.map((r) => r.c), 'c', labels(['S1', 'S2', 'S3', 'S4']))
	});
};

const NEED_TWO = ['t_test', 'mann_whitney'];
const PAIRED = ['t_paired', 'wilcoxon_signed_rank'];
const methods = compare.map((m) => m.name).filter((m) => !m.endsWith('_summary'));
const specOf = (method: string, more: object = {}): BaseSpec => ({ method, ...(PAIRED.includes(method) ? { x: 'x', y: 'y' } : { y: 'y', group: 'g' }), ...(NEED_TWO.includes(method) ? { levels: ['A', 'B'] } : {}), ...more }) as BaseSpec;

/** Every number of a value with its path. */
function numbers(value: Value, at = ''): [string, number][] {
	if (typeof value === 'number') return [[at, value]];
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([k, v]) => numbers(v as Value, `${at}.${k}`));
}
function close(a: Value, b: Value, tolerance = 1e-9): void {
	const [one, two] = [numbers(a), numbers(b)];
	expect(two.map(([at]) => at)).toEqual(one.map(([at]) => at));
	one.forEach(([at, x], i) => {
		const y = two[i]![1];
		if (Math.abs(x - y) > tolerance * Math.max(1, Math.abs(x))) expect.fail(`${at}: ${x} and ${y}`);
	});
}
const valuesOf = (s: BaseSpec, table?: Table): Record<string, Value> | null => {
	const r = run(s, table);
	return isViolation(r) ? null : { ...r.values };
};
const among = (v: Record<string, Value>, names: string[]): Value => Object.fromEntries(names.filter((n) => n in v).map((n) => [n, v[n]!])) as Value;

/** What does not depend on where the scale has its zero and how long its unit is. */
const FREE_OF_UNIT = ['t', 'df', 'p', 'log_p', 'cohen_d', 'hedges_g', 'cohen_d_av', 'd_z', 'r', 'F', 'eta2', 'omega2', 'epsilon2', 'q', 'icc1', 'icc2', 'H', 'z', 'p_holm', 'p_bh', 'U1', 'U2', 'p_exact', 'z_corrected', 'rank_biserial', 'V_plus', 'mean_ranks', 'F_median', 'F_mean', 'clustering'];

describe.each(methods)('%s', (method) => {
	it('gives numbers, null or a named infinity, or a violation: never NaN; and changes neither table nor spec', () => {
		fc.assert(
			fc.property(rowsOf(GROUPS, 0, [points, tenths, wild]), fc.constantFrom({}, { cluster: 'c' }, { levels: ['B', 'A'] }), (rows, more) => {
				const table = tableFrom(rows);
				const s = specOf(method, PAIRED.includes(method) && 'levels' in more ? {} : more);
				const before = structuredClone([table, s]);
				const r = run(s, table);
				expect([table, s]).toEqual(before);
				if (isViolation(r)) return;
				expect(JSON.parse(JSON.stringify(r))).toEqual(r);
				for (const [at, x] of [...numbers(r.values), ...numbers(r.effects as unknown as Value)]) if (!Number.isFinite(x)) expect.fail(`${at} is ${x}`);
				for (const [at, x] of numbers(r.values)) if (/\.p(_|\.|$)/.test(at) && !(x > 0 && x <= 1)) expect.fail(`${at} is ${x}`);
			}),
			{ numRuns: 120 }
		);
	});
	it('does not depend on the order of the rows', () => {
		fc.assert(
			fc.property(rowsOf(GROUPS, 4), fc.infiniteStream(fc.nat()), (rows, keys) => {
				const table = tableFrom(rows);
				const order = rows.map((_, i) => [keys.next().value as number, i] as const).sort((a, b) => a[0] - b[0]);
				const [one, two] = [valuesOf(specOf(method), table), valuesOf(specOf(method), takeRows(table, Int32Array.from(order, ([, i]) => i)))];
				expect(two === null).toBe(one === null);
				if (one && two) close(one as Value, two as Value);
			}),
			{ numRuns: 60 }
		);
	});
	it('does not depend on the unit of the values or on where their zero is', () => {
		fc.assert(
			fc.property(fc.array(rowOf(tenths, GROUPS), { minLength: 6, maxLength: 40 }), fc.constantFrom(1, 10, 4), fc.integer({ min: -50, max: 50 }), (rows, factor, shift) => {
				const [one, two] = [valuesOf(specOf(method), tableFrom(rows)), valuesOf(specOf(method), tableFrom(rows, (v) => (Math.round(v * 10) * factor + 10 * shift) / 10))];
				expect(two === null).toBe(one === null);
				if (one && two) close(among(one, FREE_OF_UNIT), among(two, FREE_OF_UNIT));
			}),
			{ numRuns: 60 }
		);
	});
	it('gives the same from points of a scale as from the same numbers', () => {
		fc.assert(
			fc.property(fc.array(rowOf(points, GROUPS), { minLength: 6, maxLength: 40 }), (rows) => {
				const table = tableFrom(rows);
				const scaled = tableOf({ ...table.columns, y: categoricalColumn(rows.map((r) => r.y), 'y'), x: categoricalColumn(rows.map((r) => r.x), 'x') });
				const [one, two] = [valuesOf(specOf(method), table), valuesOf(specOf(method), scaled)];
				expect(two === null).toBe(one === null);
				if (one && two) close(one as Value, two as Value, 1e-12);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('the two groups change places', () => {
	it.each([['t_test', { variances: 'equal' }], ['t_test', { variances: 'unequal' }], ['mann_whitney', {}]])('in %s %j, and every difference changes its sign, no p its value', (method, more) => {
		fc.assert(
			fc.property(rowsOf(['A', 'B'], 4), (rows) => {
				const table = tableFrom(rows);
				const [one, two] = [['A', 'B'], ['B', 'A']].map((levels) => valuesOf(specOf(method, { ...more, levels }), table));
				expect(two === null).toBe(one === null);
				if (!one || !two) return;
				close(among(one, ['p', 'log_p', 'p_exact', 'df', 'r_from_z']), among(two, ['p', 'log_p', 'p_exact', 'df', 'r_from_z']));
				for (const name of ['diff', 't', 'cohen_d', 'hedges_g', 'rank_biserial', 'z_corrected']) if (name in one) expect(two[name]).toBeCloseTo(-(one[name] as number), 9);
				for (const name of ['ci_diff', 'cohen_d_ci', 'cohen_d_av_ci', 'rank_biserial_ci']) {
					const [a, b] = [one[name], two[name]] as [number[] | null | undefined, number[] | null | undefined];
					if (a && b) [-b[1]!, -b[0]!].forEach((x, i) => expect(x).toBeCloseTo(a[i]!, 7));
				}
			}),
			{ numRuns: 80 }
		);
	});
});

describe('tests that are the same for two groups agree', () => {
	const twoGroups = fc.array(rowOf(tenths, ['A', 'B']), { minLength: 6, maxLength: 40 });
	const pair = { levels: ['A', 'B'] };
	const agree = (first: BaseSpec, second: BaseSpec, same: (a: Record<string, Value>, b: Record<string, Value>) => [number, number][]) =>
		fc.assert(
			fc.property(twoGroups, (rows) => {
				const table = tableFrom(rows);
				const [a, b] = [valuesOf(first, table), valuesOf(second, table)];
				if (!a || !b) return;
				for (const [x, y] of same(a, b)) if (Math.abs(x - y) > 1e-9 * Math.max(1, Math.abs(x))) expect.fail(`${x} and ${y}`);
			}),
			{ numRuns: 100 }
		);
	const n = (v: Value | undefined): number => v as number;
	const first = (v: Value | undefined): number => (v as number[])[0]!;
	it('F of analysis of variance is the square of Student’s t', () => agree(specOf('t_test', { variances: 'equal' }), specOf('anova', pair), (a, b) => [[n(a.t) ** 2, n(b.F)], [n(a.p), n(b.p)]]));
	it('Welch’s F is the square of Welch’s t', () => agree(specOf('t_test'), specOf('anova_welch', pair), (a, b) => [[n(a.t) ** 2, n(b.F)], [n(a.p), n(b.p)], [n(a.df), (b.df as number[])[1]!]]));
	it('Tukey is Student', () => agree(specOf('t_test', { variances: 'equal' }), specOf('tukey_hsd', pair), (a, b) => [[n(a.p), first(b.p)], [-n(a.diff), first(b.diff)], [-(a.ci_diff as number[])[1]!, first(b.ci_low)]]));
	it('Games-Howell is Welch', () => agree(specOf('t_test'), specOf('games_howell', pair), (a, b) => [[n(a.p), first(b.p)], [n(a.df), first(b.df)], [-(a.ci_diff as number[])[1]!, first(b.ci_low)]]));
	it('Kruskal-Wallis and Dunn are Mann-Whitney without continuity correction', () => {
		agree(specOf('mann_whitney'), specOf('kruskal_wallis', pair), (a, b) => [[n(a.z_uncorrected) ** 2, n(b.H)], [n(a.p_uncorrected), n(b.p)]]);
		agree(specOf('mann_whitney'), specOf('dunn', pair), (a, b) => [[n(a.z_uncorrected), first(b.z)], [n(a.p_uncorrected), first(b.p)]]);
	});
});

describe('figures instead of data', () => {
	it.each(['t_test', 'anova', 'anova_welch', 'tukey_hsd', 'games_howell', 'icc_anova'])('%s gives the same from n, mean and SD as from the rows', (method) => {
		fc.assert(
			fc.property(fc.array(rowOf(tenths, GROUPS), { minLength: 8, maxLength: 40 }), fc.constantFrom({}, { variances: 'equal' }), (rows, variances) => {
				const more = method === 't_test' ? variances : {};
				const raw = valuesOf(specOf(method, more), tableFrom(rows));
				if (!raw) return;
				const sd = (raw.sds as (number | null)[]).map((s) => s ?? 0);
				const figures = valuesOf({ method: `${method}_summary`, n: raw.n, mean: raw.means, sd, labels: raw.levels, ...more } as unknown as BaseSpec);
				// what varies by rounding alone has no digits to compare
				if (sd.every((s) => s > 1e-6)) close(raw as Value, figures as Value, 1e-8);
			}),
			{ numRuns: 80 }
		);
	});
	it('t_paired gives the same from n, means, SDs and r', () => {
		fc.assert(
			fc.property(fc.array(rowOf(tenths, GROUPS), { minLength: 8, maxLength: 40 }), (rows) => {
				const raw = valuesOf(specOf('t_paired'), tableFrom(rows));
				if (!raw || raw.r === null || (raw.sd_diff as number) < 1e-3) return;
				const figures = valuesOf({ method: 't_paired_summary', n: raw.n, mean: raw.means, sd: raw.sds, r: raw.r } as unknown as BaseSpec);
				close(raw as Value, figures as Value, 1e-6);
			}),
			{ numRuns: 80 }
		);
	});
});

describe('an exact p is the share of all arrangements at least as far from expectation', () => {
	/** Every choice of k of the indices 0 … n - 1. */
	const choices = (n: number, k: number, from = 0): number[][] => (k === 0 ? [[]] : Array.from({ length: n - from }, (_, i) => from + i).flatMap((i) => choices(n, k - 1, i + 1).map((rest) => [i, ...rest])));
	const few = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 9 });
	it('of rows to groups (Mann-Whitney)', () => {
		fc.assert(
			fc.property(few, fc.integer({ min: 1, max: 8 }), (values, cut) => {
				const n1 = Math.min(cut, values.length - 1);
				const u = (chosen: number[]): number => {
					const inside = new Set(chosen);
					const others = values.filter((_, i) => !inside.has(i));
					return chosen.reduce((s, i) => s + others.reduce((t, v) => t + (values[i]! > v ? 1 : values[i] === v ? 0.5 : 0), 0), 0);
				};
				const test = mannWhitney([sampleOf(Float64Array.from(values.slice(0, n1))), sampleOf(Float64Array.from(values.slice(n1)))]);
				if (isViolation(test)) return;
				const centre = (n1 * (values.length - n1)) / 2;
				const all = choices(values.length, n1).map((c) => Math.abs(u(c) - centre));
				expect(test.U1).toBe(u(choices(values.length, n1)[0]!));
				const observed = Math.abs(test.U1 - centre);
				const exact = exactRankSum(test.ranking.doubled, test.ranking.totals, n1, test.ranking.rankSums[0]!);
				expect(exact).toHaveProperty('p', expect.closeTo(all.filter((d) => d >= observed).length / all.length, 13) as number);
			}),
			{ numRuns: 150 }
		);
	});
	it('of signs to differences (Wilcoxon)', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 9 }), (values) => {
				const test = signedRank(Float64Array.from(values));
				if (isViolation(test)) return;
				const sizes = values.filter((v) => v !== 0).map(Math.abs);
				const rank = (v: number): number => sizes.filter((s) => s < v).length + (sizes.filter((s) => s === v).length + 1) / 2;
				const all = Array.from({ length: 2 ** sizes.length }, (_, bits) => sizes.reduce((s, v, i) => s + ((bits >> i) & 1) * rank(v), 0));
				const centre = (sizes.length * (sizes.length + 1)) / 4;
				const observed = Math.abs(test.V_plus - centre);
				const exact = exactSignedRank(test.ranking.doubled, test.ranking.totals, test.V_plus);
				expect(exact).toHaveProperty('p', expect.closeTo(all.filter((v) => Math.abs(v - centre) >= observed).length / all.length, 13) as number);
			}),
			{ numRuns: 150 }
		);
	});
});

describe('intervals', () => {
	it('hold the estimate they are of, and a higher level gives a wider one', () => {
		const paths: Record<string, [string, string][]> = { t_test: [['diff', 'ci_diff'], ['cohen_d', 'cohen_d_ci'], ['hedges_g', 'hedges_g_ci'], ['cohen_d_av', 'cohen_d_av_ci']], mann_whitney: [['rank_biserial', 'rank_biserial_ci']], t_paired: [['mean_diff', 'ci_diff'], ['d_z', 'd_z_ci'], ['d_av', 'd_av_ci']], wilcoxon_signed_rank: [['rank_biserial', 'rank_biserial_ci']], icc_anova: [['icc1', 'icc1_ci']] };
		fc.assert(
			fc.property(rowsOf(GROUPS, 10), fc.constantFrom(...Object.keys(paths)), (rows, method) => {
				const [narrow, wide] = [0.8, 0.99].map((level) => valuesOf(specOf(method, { level }), tableFrom(rows)));
				if (!narrow || !wide) return;
				for (const [estimate, interval] of paths[method]!) {
					const [a, b] = [narrow[interval], wide[interval]] as [number[] | null, number[] | null];
					if (!a || !b || [...a, ...b].some((x) => typeof x !== 'number')) continue;
					// groups that are alike to the last digit leave no room: the interval of an F of 0 is a point
					if (method === 'icc_anova' && (narrow.F as number) < 1e-12) {
						for (const x of [...a, ...b]) expect(x).toBeCloseTo(narrow[estimate] as number, 9);
						continue;
					}
					expect(b[0]!).toBeLessThan(a[0]!);
					expect(b[1]!).toBeGreaterThan(a[1]!);
					// the interval of an F or a noncentral t is not centred, but at 99 % it holds the estimate
					expect(narrow[estimate] as number).toBeGreaterThan(b[0]!);
					expect(narrow[estimate] as number).toBeLessThan(b[1]!);
				}
			}),
			{ numRuns: 150 }
		);
	});
});
