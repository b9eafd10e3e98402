import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import { response } from '../../analysis/method/response/index.ts';
import { weight } from '../../analysis/method/weight/index.ts';
import type { Value, Values } from '../../analysis/result.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '../../analysis/table/build.ts';
import { MISSING_KINDS, type Table } from '../../analysis/table/table.ts';
import { poststratify } from '../../analysis/weight/poststratify.ts';
import { rake } from '../../analysis/weight/rake.ts';
import { weightSummary } from '../../analysis/weight/summary.ts';

interface Row {
	g: Cell;
	h: Cell;
	done: Cell;
	w: Cell;
}
const missing = fc.constantFrom(...MISSING_KINDS).map((kind) => ({ missing: kind }));
const cell = (arb: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.oneof({ weight: 12, arbitrary: arb }, { weight: 1, arbitrary: missing });
const rowArb: fc.Arbitrary<Row> = fc.record({ g: cell(fc.constantFrom('A', 'B', 'C')), h: cell(fc.constantFrom('x', 'y')), done: cell(fc.constantFrom(0, 1)), w: cell(fc.integer({ min: 1, max: 40 }).map((v) => v / 8)) });
const rows = fc.array(rowArb, { maxLength: 60 });
const enough = fc.array(rowArb, { minLength: 30, maxLength: 80 });

const named = (values: string[]) => values.map((value) => ({ value, label: value }));
const tableFrom = (list: readonly Row[]): Table =>
	tableOf({
		g: categoricalColumn(list.map((r) => r.g), 'g', named(['A', 'B', 'C'])),
		h: categoricalColumn(list.map((r) => r.h), 'h', named(['x', 'y'])),
		done: categoricalColumn(list.map((r) => r.done), 'done', [{ value: '0', label: 'no', score: 0 }, { value: '1', label: 'yes', score: 1 }]),
		free: numericColumn(list.map((r) => (typeof r.w === 'number' ? Number(r.w > 2) : r.w)), 'free'),
		w: numericColumn(list.map((r) => r.w), 'w')
	});

const SPECS: Record<string, unknown>[] = [
	{ method: 'response_rates', responded: 'done', strata: ['g', 'h'] },
	{ method: 'nonresponse', responded: 'done', stratum: 'g' },
	{ method: 'nonresponse', responded: 'done', stratum: 'g', crossed_with: 'h' },
	{ method: 'goodness_of_fit', x: 'g', population: { A: 3, B: 4, C: 5 } },
	{ method: 'nonresponse_model', responded: 'done', strata: ['g', 'h'] },
	{ method: 'r_indicator', responded: 'done', strata: ['g', 'h'] },
	{ method: 'r_indicator', responded: 'done', strata: ['g'] },
	{ method: 'who_to_remind', responded: 'done', reachable: 'free', strata: ['g', 'h'], answers: 3, depth: 2 },
	{ method: 'response_forecast', answers: [30, 12, 9, 8, 3, 1, 20, 10, 4, 3, 1], sends: [0, 6], population: 200, until: 20, first_weekday: 3 },
	{ method: 'rake', margins: { g: { A: 40, B: 35, C: 25 }, h: { x: 55, y: 45 } } },
	{ method: 'rake', margins: { g: { A: 40, B: 35, C: 25 }, h: { x: 55, y: 45 } }, lowest: 0.5, highest: 2, base: 'w' },
	{ method: 'poststratify', by: ['g', 'h'], cells: ['A', 'B', 'C'].flatMap((g) => ['x', 'y'].map((h) => [g, h])), population: [10, 20, 30, 15, 25, 5] },
	{ method: 'weight_summary', weights: 'w', population: 500 }
];
const answer = (spec: Record<string, unknown>, table: Table) => run(spec as unknown as BaseSpec, table);

/** Every number of the values, by path; anything that is not plain data is a fault. */
function leaves(v: Value, at = ''): [string, number][] {
	if (typeof v === 'number') return [[at, v]];
	if (v === null || typeof v !== 'object') return [];
	return Object.entries(v as Record<string, Value>).flatMap(([k, x]) => leaves(x, `${at}.${k}`));
}
function close(a: Values, b: Values): void {
	const other = new Map(leaves(b));
	const own = leaves(a);
	expect(own.map(([k]) => k)).toEqual([...other.keys()]);
	for (const [k, x] of own) if (!k.endsWith('.iterations')) expect(Math.abs(x - other.get(k)!) / Math.max(1, Math.abs(x)), k).toBeLessThan(1e-8);
}

describe('response and weights, whatever the table', () => {
	it('are covered here: every method that reads a table', () => {
		const tried = new Set(SPECS.map((s) => s.method));
		expect([...response, ...weight].map((m) => m.name).filter((m) => !m.endsWith('_counts') && !tried.has(m))).toEqual([]);
	});
	it.each(SPECS.map((s) => [s]))('%j gives finite numbers or a violation, and leaves spec and table as they were', (spec) => {
		fc.assert(
			fc.property(rows, (list) => {
				const table = tableFrom(list);
				const before = JSON.stringify([spec, table]);
				const result = answer(spec, table);
				expect(JSON.stringify([spec, table])).toBe(before);
				if (isViolation(result)) return;
				for (const [k, x] of leaves(result.values)) expect(Number.isFinite(x), k).toBe(true);
				for (const e of result.effects) for (const x of [e.value, e.low ?? 0, e.high ?? 0]) expect(Number.isNaN(x)).toBe(false);
				expect(JSON.parse(JSON.stringify(result))).toEqual(result);
			}),
			{ numRuns: 60 }
		);
	});
	it.each(SPECS.map((s) => [s]))('%j does not care in which order the rows stand', (spec) => {
		fc.assert(
			fc.property(enough.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, mixed]) => {
				const [a, b] = [answer(spec, tableFrom(list)), answer(spec, tableFrom(mixed))];
				expect(isViolation(a)).toBe(isViolation(b));
				if (!isViolation(a) && !isViolation(b)) close(a.values, b.values);
			}),
			{ numRuns: 25 }
		);
	});
	it.each([[[]], [[{ g: { missing: 'not_asked' }, h: 'x', done: 1, w: 1 }]], [[{ g: 'A', h: 'x', done: 1, w: 1 }]], [Array.from({ length: 9 }, () => ({ g: null, h: null, done: null, w: null }))]])('with too little, %j, a test gives a violation', (list) => {
		for (const spec of SPECS.filter((s) => ['nonresponse', 'nonresponse_model', 'r_indicator', 'rake', 'poststratify'].includes(s.method as string))) expect(isViolation(answer(spec, tableFrom(list as Row[]))), JSON.stringify(spec)).toBe(true);
	});
});

describe('frafall', () => {
	const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 })).map(([N, n]) => [N, Math.min(N, n)] as const), { minLength: 2, maxLength: 6 });
	const spec = (list: readonly (readonly [number, number])[]) => ({ method: 'nonresponse_counts', population: Object.fromEntries(list.map(([N], k) => [`L${k}`, N])), respondents: Object.fromEntries(list.map(([, n], k) => [`L${k}`, n])) });
	it('has the goodness of fit with finite population correction equal to the chi-square of the table', () => {
		fc.assert(
			fc.property(counts, (list) => {
				const result = answer(spec(list), tableOf({}));
				if (isViolation(result)) return;
				const v = result.values as Record<string, number>;
				expect(Math.abs(v.gof_chi2_fpc! - v.table_chi2!)).toBeLessThanOrEqual(1e-9 * Math.max(1, v.table_chi2!));
			})
		);
	});
	it('is the same with respondents and non-respondents changed about, residuals with the other sign', () => {
		fc.assert(
			fc.property(counts, (list) => {
				const [a, b] = [answer(spec(list), tableOf({})), answer(spec(list.map(([N, n]) => [N, N - n] as const)), tableOf({}))];
				expect(isViolation(a)).toBe(isViolation(b));
				if (isViolation(a) || isViolation(b)) return;
				const [x, y] = [a.values, b.values] as Record<string, number & number[]>[];
				expect(x!.table_chi2).toBeCloseTo(y!.table_chi2!, 8);
				(x!.table_adj_resid_resp as number[]).forEach((z, k) => expect(z).toBeCloseTo(-(y!.table_adj_resid_resp as number[])[k]!, 8));
			})
		);
	});
	it('is the same from raw rows as from counts, one stratum and several', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ g: fc.constantFrom('A', 'B', 'C'), h: fc.constantFrom('x', 'y'), done: fc.constantFrom(0, 1), w: fc.constant(1) }), { minLength: 12, maxLength: 70 }), (list) => {
				const table = tableFrom(list);
				const cells = ['A', 'B', 'C'].flatMap((g) => ['x', 'y'].map((h) => [g, h]));
				const of = (test: (r: (typeof list)[number]) => boolean) => list.filter(test).length;
				const population = cells.map(([g, h]) => of((r) => r.g === g && r.h === h));
				const respondents = cells.map(([g, h]) => of((r) => r.g === g && r.h === h && r.done === 1));
				for (const method of ['r_indicator', 'nonresponse_model']) {
					const raw = answer({ method, responded: 'done', strata: ['g', 'h'] }, table);
					const counted = answer({ method: `${method}_counts`, strata: ['g', 'h'], cells, population, respondents }, tableOf({}));
					expect(isViolation(raw)).toBe(isViolation(counted));
					if (!isViolation(raw) && !isViolation(counted)) close(raw.values, counted.values);
				}
			}),
			{ numRuns: 40 }
		);
	});
	it('has an R-indicator that does not change when everyone on the list is there twice, but for S with N - 1', () => {
		const cells = { strata: ['g'], cells: [['a'], ['b'], ['c']] };
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 49 })).map(([N, n]) => [N, Math.min(N - 1, n)] as const), { minLength: 3, maxLength: 3 }), (list) => {
				const of = (times: number) => answer({ method: 'r_indicator_counts', ...cells, population: list.map(([N]) => times * N), respondents: list.map(([, n]) => times * n) }, tableOf({}));
				const [one, two] = [of(1), of(2)];
				if (isViolation(one) || isViolation(two)) throw new Error('a violation');
				const [a, b] = [one.values, two.values] as Record<string, number>[];
				expect(b!.S_rho! * Math.sqrt((b!.N! - 1) / b!.N!)).toBeCloseTo(a!.S_rho! * Math.sqrt((a!.N! - 1) / a!.N!), 10);
			})
		);
	});
});

describe('weights', () => {
	const codes = (levels: number) => fc.array(fc.integer({ min: 0, max: levels - 1 }), { minLength: 20, maxLength: 60 });
	it('from raking meet every margin and have no interaction beyond the base, or say that they cannot', () => {
		fc.assert(
			fc.property(codes(3), codes(2), fc.array(fc.integer({ min: 5, max: 50 }), { minLength: 3, maxLength: 3 }), fc.double({ min: 0.2, max: 0.8, noNaN: true }), (a, b, targets, share) => {
				const n = Math.min(a.length, b.length);
				const total = targets.reduce((x, y) => x + y, 0);
				const made = rake([
					{ name: 'a', codes: a.slice(0, n), levels: ['0', '1', '2'], targets },
					{ name: 'b', codes: b.slice(0, n), levels: ['0', '1'], targets: [total * share, total * (1 - share)] }
				]);
				if (isViolation(made)) {
					expect(['unreachable_margin', 'not_converged']).toContain(made.violation);
					return;
				}
				targets.forEach((t, k) => expect(made.weights.reduce((s, w, i) => s + (a[i] === k ? w : 0), 0) / t).toBeCloseTo(1, 7));
				expect(made.weights.reduce((s, w) => s + w, 0) / total).toBeCloseTo(1, 10);
			})
		);
	});
	it('from raking one margin are those of post-stratification', () => {
		fc.assert(
			fc.property(codes(3), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 3 }), (a, targets) => {
				const margin = { name: 'a', codes: a, levels: ['0', '1', '2'], targets };
				const [raked, post] = [rake([margin]), poststratify(margin)];
				expect(isViolation(raked)).toBe(isViolation(post));
				if (!isViolation(raked) && !isViolation(post)) raked.weights.forEach((w, i) => expect(w / post.weights[i]!).toBeCloseTo(1, 12));
			})
		);
	});
	it('cost the same in any unit, and never less than nothing', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 }), fc.double({ min: 0.001, max: 1000, noNaN: true }), (w, unit) => {
				const [a, b] = [weightSummary(w), weightSummary(w.map((x) => x * unit))];
				if (isViolation(a) || isViolation(b)) throw new Error('a violation');
				expect(a.deff_kish).toBeGreaterThanOrEqual(1);
				expect(b.deff_kish).toBeCloseTo(a.deff_kish, 9);
				expect(a.n_eff).toBeLessThanOrEqual(a.n);
			})
		);
	});
});
