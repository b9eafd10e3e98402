import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import { covariances } from '#analysis/scale/covariance.ts';
import { readItems } from '#analysis/scale/items.ts';
import { product, symmetricEigen, toCorrelation, transpose } from '#analysis/scale/matrix.ts';
import { maximumLikelihood } from '#analysis/scale/maximum-likelihood.ts';
import { oblimin } from '#analysis/scale/oblimin.ts';
import { varimax, varimaxCriterion } from '#analysis/scale/varimax.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import { MISSING_KINDS, type Table } from '#analysis/table/table.ts';

const RUNS = { numRuns: 60 };
const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};

/** Rows of answers from 1 to 5 that have something in common, some missing. */
const answers = (items: number, rows = { minLength: 12, maxLength: 40 }) =>
	fc
		.array(fc.tuple(fc.integer({ min: -1, max: 1 }), fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 30 })), { minLength: items, maxLength: items })), rows)
		.map((people) => people.map(([trait, own]) => own.map(([x, luck]): Cell => (luck < 4 ? { missing: MISSING_KINDS[luck]! } : Math.min(5, Math.max(1, x + trait))))));

type Make = typeof numericColumn;
const tableFrom = (rows: Cell[][], make: Make = categoricalColumn, change: (cell: Cell, item: number) => Cell = (c) => c): Table =>
	tableOf(Object.fromEntries((rows[0] ?? []).map((_, j) => [`q${j}`, make(rows.map((row) => change(row[j]!, j)), `q${j}`)])));
const go = (spec: object, table: Table): Result | Violation => run({ items: Object.keys(table.columns), ...spec } as unknown as BaseSpec, table);

const numbersIn = (v: Value): number[] => (typeof v === 'number' ? [v] : Array.isArray(v) ? (v as Value[]).flatMap(numbersIn) : v && typeof v === 'object' ? Object.values(v).flatMap(numbersIn) : []);

/** Refused because the items' sum, not an item, does not vary. */
const isSum = (r: Result | Violation): boolean => isViolation(r) && r.violation === 'constant' && String(r.params?.column).includes(' + ');

/** The same violation, or the same numbers up to rounding. */
function expectSame(a: Result | Violation, b: Result | Violation, names: readonly string[], digits = 9): void {
	if (isViolation(a) || isViolation(b)) {
		expect(isViolation(a) ? a.violation : null).toBe(isViolation(b) ? b.violation : null);
		return;
	}
	for (const name of names) {
		const [x, y] = [numbersIn(a.values[name]!), numbersIn(b.values[name]!)];
		expect(x.length).toBe(y.length);
		x.forEach((v, i) => expect(v).toBeCloseTo(y[i]!, digits));
	}
}

const ALPHA = ['alpha', 'std_alpha', 'lambda6', 'mean_r', 'alpha_if_dropped', 'r_drop', 'r_total', 'feldt_ci'];
const SPECS = [
	{ method: 'mean_index', min_valid: 2 },
	{ method: 'alpha' },
	{ method: 'alpha', missing: 'pairwise' },
	{ method: 'omega' },
	{ method: 'factor_adequacy' },
	{ method: 'factor_analysis', factors: 1, extraction: 'ml' },
	{ method: 'factor_analysis', factors: 2, extraction: 'pca', scores: true },
	{ method: 'parallel_analysis', replicates: 100 }
];

describe('scales', () => {
	it('do not depend on the order of the rows', () => {
		fc.assert(
			fc.property(answers(4), fc.nat(), (rows, by) => {
				const turned = [...rows.slice(by % rows.length), ...rows.slice(0, by % rows.length)].reverse();
				expectSame(go({ method: 'alpha' }, tableFrom(rows)), go({ method: 'alpha' }, tableFrom(turned)), ALPHA);
				expectSame(go({ method: 'alpha', missing: 'pairwise' }, tableFrom(rows, numericColumn)), go({ method: 'alpha', missing: 'pairwise' }, tableFrom(turned, numericColumn)), ALPHA);
				expectSame(go({ method: 'factor_adequacy' }, tableFrom(rows)), go({ method: 'factor_adequacy' }, tableFrom(turned)), ['kmo', 'msa', 'bartlett_chi2']);
			}),
			RUNS
		);
	});

	it('come out the same from categories and from numbers', () => {
		fc.assert(
			fc.property(answers(3), fc.constantFrom('listwise', 'pairwise'), (rows, missing) => {
				expectSame(go({ method: 'alpha', missing }, tableFrom(rows)), go({ method: 'alpha', missing }, tableFrom(rows, numericColumn)), [...ALPHA, 'item_mean', 'item_sd'], 12);
			}),
			RUNS
		);
	});

	it('count pairs of codes to the same covariances as going through the rows', () => {
		fc.assert(
			fc.property(answers(4, { minLength: 1, maxLength: 60 }), fc.constantFrom('listwise' as const, 'pairwise' as const), (rows, missing) => {
				const [counted, summed] = [categoricalColumn, numericColumn].map((make) => {
					const table = tableFrom(rows, make as Make);
					return covariances(ok(readItems(table, Object.keys(table.columns))), missing);
				});
				expect(counted!.complete).toBe(summed!.complete);
				expect(counted!.pairs).toEqual(summed!.pairs);
				counted!.covariance.flat().forEach((v, i) => expect(v).toBeCloseTo(summed!.covariance.flat()[i]!, 12));
			}),
			RUNS
		);
	});

	it('do not see a shift, nor the unit where correlations alone count', () => {
		fc.assert(
			fc.property(answers(4), fc.integer({ min: -50, max: 50 }), fc.constantFrom(0.5, 3, 100), (rows, shift, unit) => {
				const moved = (f: (x: number, j: number) => number): Table => tableFrom(rows, numericColumn, (c, j) => (typeof c === 'number' ? f(c, j) : c));
				const plain = go({ method: 'alpha' }, tableFrom(rows));
				expectSame(plain, go({ method: 'alpha' }, moved((x, j) => x + shift * j)), ALPHA);
				expectSame(plain, go({ method: 'alpha' }, moved((x) => x * unit)), ALPHA);
				const weighted = go({ method: 'alpha' }, moved((x, j) => x * (1 + j * unit)));
				// with pairwise deletion the variance of the sum may be negative in one unit and not in another
				if (!isSum(plain) && !isSum(weighted)) expectSame(plain, weighted, ['std_alpha', 'lambda6', 'mean_r']);
				expectSame(go({ method: 'factor_adequacy' }, tableFrom(rows)), go({ method: 'factor_adequacy' }, moved((x, j) => x * (1 + j * unit) + shift)), ['kmo', 'msa', 'bartlett_chi2', 'eigenvalues'], 8);
			}),
			RUNS
		);
	});

	it('are the same when every item is reversed', () => {
		fc.assert(
			fc.property(answers(3), (rows) => {
				const table = tableFrom(rows);
				expectSame(go({ method: 'alpha' }, table), go({ method: 'alpha', reversed: Object.keys(table.columns) }, table), ALPHA);
			}),
			RUNS
		);
	});

	it('give a violation or numbers, never NaN, however little there is', () => {
		fc.assert(
			fc.property(answers(3, { minLength: 0, maxLength: 8 }), fc.constantFrom(...SPECS), (rows, spec) => {
				const found = go(spec, rows.length ? tableFrom(rows) : tableFrom([[null, null, null]]));
				if (isViolation(found)) return;
				for (const v of [...numbersIn(found.values), ...found.effects.flatMap((e) => [e.value, e.low ?? 0, e.high ?? 0])]) expect(Number.isFinite(v)).toBe(true);
			}),
			{ numRuns: 300 }
		);
	});

	it('change nothing in the table', () => {
		fc.assert(
			fc.property(answers(4), fc.constantFrom(...SPECS), fc.constantFrom<Make>(categoricalColumn, numericColumn), (rows, spec, make) => {
				const table = tableFrom(rows, make);
				const before = structuredClone(table);
				go(spec, table);
				expect(table).toEqual(before);
			}),
			RUNS
		);
	});

	it('have an index between the lowest and the highest valid item', () => {
		fc.assert(
			fc.property(answers(4), fc.integer({ min: 1, max: 4 }), (rows, min_valid) => {
				const found = go({ method: 'mean_index', min_valid }, tableFrom(rows));
				if (isViolation(found)) return;
				(found.values.values as (number | null)[]).forEach((v, i) => {
					const valid = rows[i]!.filter((c): c is number => typeof c === 'number');
					if (valid.length < min_valid) expect(v).toBeNull();
					else {
						expect(v).toBeGreaterThanOrEqual(Math.min(...valid));
						expect(v).toBeLessThanOrEqual(Math.max(...valid));
					}
				});
			}),
			RUNS
		);
	});
});

const loading = fc.integer({ min: -100, max: 100 }).map((x) => x / 100);
/** Correlation matrices of numbers with common factors and enough of their own. */
const correlations = (p: number) =>
	fc.array(fc.array(loading, { minLength: 2, maxLength: 2 }), { minLength: p, maxLength: p }).map((loadings) => {
		const common = product(loadings, transpose(loadings));
		return toCorrelation(common.map((row, i) => row.map((v, j) => (i === j ? v + 0.3 + 0.1 * i : v))));
	});
const loadingsOf = (p: number, k: number) => fc.array(fc.array(loading, { minLength: k, maxLength: k }), { minLength: p, maxLength: p }).filter((l) => l.every((row) => Math.hypot(...row) > 0.1));

describe('extraction and rotation', () => {
	it('of maximum likelihood leave a minimum: no neighbour fits better, and the diagonal is reproduced', () => {
		fc.assert(
			fc.property(correlations(6), (r) => {
				const found = maximumLikelihood(r, 1);
				if (isViolation(found)) return;
				const excess = (psi: number[]): number =>
					symmetricEigen(r.map((row, i) => row.map((v, j) => v / Math.sqrt(psi[i]! * psi[j]!))))
						.values.slice(1)
						.reduce((s, t) => s + t - Math.log(t) - 1, 0);
				expect(found.criterion).toBeCloseTo(excess(found.uniquenesses), 10);
				found.uniquenesses.forEach((psi, i) => {
					for (const step of [0.999, 1.001]) {
						const moved = found.uniquenesses.map((v, j) => (i === j ? Math.min(1, Math.max(0.005, v * step)) : v));
						expect(excess(moved)).toBeGreaterThanOrEqual(found.criterion - 1e-11);
					}
					const h2 = found.loadings[i]!.reduce((s, l) => s + l * l, 0);
					if (psi > 0.0051 && psi < 0.999) expect(h2 + psi).toBeCloseTo(1, 6);
				});
			}),
			RUNS
		);
	});

	it('by varimax keep the communalities and raise the criterion', () => {
		fc.assert(
			fc.property(loadingsOf(6, 3), (a) => {
				const found = varimax(a);
				const squares = (l: number[][]): number[] => l.map((row) => row.reduce((s, x) => s + x * x, 0));
				squares(found.loadings).forEach((h, i) => expect(h).toBeCloseTo(squares(a)[i]!, 10));
				const normal = a.map((row) => row.map((l) => l / Math.hypot(...row)));
				expect(found.criterion).toBeGreaterThanOrEqual(varimaxCriterion(normal) - 1e-12);
			}),
			RUNS
		);
	});

	it('by oblimin reproduce the same common variances, whatever position they start from', () => {
		fc.assert(
			fc.property(loadingsOf(6, 2), fc.boolean(), fc.double({ min: 0, max: 6, noNaN: true }), (a, normalise, angle) => {
				const found = oblimin(a, normalise);
				const common = product(product(found.loadings, found.phi), transpose(found.loadings));
				const scale = Math.max(1, ...found.loadings.flat().map(Math.abs)) ** 2;
				common.flat().forEach((v, i) => expect((v - product(a, transpose(a)).flat()[i]!) / scale).toBeCloseTo(0, 9));
				found.phi.forEach((row, i) => expect(row[i]).toBeCloseTo(1, 10));
				const turned = a.map(([x, y]) => [Math.cos(angle) * x! + Math.sin(angle) * y!, Math.cos(angle) * y! - Math.sin(angle) * x!]);
				expect(oblimin(turned, normalise).criterion).toBeCloseTo(found.criterion, 7);
			}),
			{ numRuns: 25 }
		);
	});
});
