import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import { adequacy, bartlett } from '#analysis/scale/adequacy.ts';
import { alpha, feldtInterval } from '#analysis/scale/alpha.ts';
import { product, transpose } from '#analysis/scale/matrix.ts';
import { maximumLikelihood } from '#analysis/scale/maximum-likelihood.ts';
import { indexColumn, reverseColumn } from '#analysis/scale/mean-index.ts';
import { oblimin } from '#analysis/scale/oblimin.ts';
import { omega } from '#analysis/scale/omega.ts';
import { parallelAnalysis } from '#analysis/scale/parallel.ts';
import { principalAxis } from '#analysis/scale/principal-axis.ts';
import { arrange } from '#analysis/scale/rotation.ts';
import { varimax } from '#analysis/scale/varimax.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import { categoricalColumn, numericColumn, tableOf, type Cell } from '#analysis/table/build.ts';
import { MISSING_KINDS, type MissingKind, type Table } from '#analysis/table/table.ts';

const ok = <T>(x: T | Violation): T => {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x as T;
};
const table = (columns: Record<string, Cell[]>): Table => tableOf(Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, categoricalColumn(cells, name)])));
const result = (spec: object, data: Table): Result => ok(run(spec as unknown as BaseSpec, data));
const keys = (r: Result): string[] => r.notes.map((n) => n.key);

/** Correlations that one factor with these loadings makes. */
const oneFactor = (loadings: number[]): number[][] => loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b)));

const SCALE = {
	a: [1, 2, 3, 4, 5, 4, 2, 1, 5, 3, 4, 2],
	b: [2, 2, 3, 5, 5, 3, 1, 1, 4, 3, 5, 2],
	c: [1, 3, 3, 4, 4, 4, 2, 2, 5, 2, 4, 1],
	against: [5, 4, 3, 2, 1, 2, 5, 4, 1, 3, 2, 4]
};

describe("Cronbach's alpha", () => {
	it('is k/(k − 1)·(1 − tr C/ΣΣC), and from correlations k·r̄/(1 + (k − 1)·r̄)', () => {
		const found = ok(alpha([
			[1, 0.5, 0.5],
			[0.5, 1, 0.5],
			[0.5, 0.5, 1]
		]));
		expect(found.alpha).toBeCloseTo(0.75, 14);
		expect(found.std_alpha).toBeCloseTo(0.75, 14);
		expect(found.alpha_if_dropped[0]).toBeCloseTo(2 / 3, 14);
		expect(found.r_drop[0]).toBeCloseTo(1 / Math.sqrt(3), 14);
		expect(found.r_total[0]).toBeCloseTo(2 / Math.sqrt(6), 14);
		expect(found.lambda6).toBeCloseTo(1 - (3 * (2 / 3)) / 6, 14);
	});

	it('has no alpha without an item when there are two, and no lambda 6 when one follows from the others', () => {
		const found = ok(alpha([
			[1, 1],
			[1, 1]
		]));
		expect(found.alpha).toBe(1);
		expect(found.alpha_if_dropped).toEqual([null, null]);
		expect(found.lambda6).toBeNull();
	});

	it('is refused where the sum or an item does not vary, by name', () => {
		expect(alpha([[1, -1], [-1, 1]])).toEqual({ violation: 'constant', params: { column: 'sum' } });
		const data = table({ a: [1, 2, 3, 4], flat: [2, 2, 2, 2] });
		expect(run({ method: 'alpha', items: ['a', 'flat'] } as BaseSpec, data)).toEqual({ violation: 'constant', params: { column: 'flat' } });
	});

	it('takes a reversed item as min + max − x', () => {
		const turned = result({ method: 'alpha', items: Object.keys(SCALE), reversed: ['against'] }, table(SCALE));
		const byHand = result({ method: 'alpha', items: Object.keys(SCALE) }, table({ ...SCALE, against: SCALE.against.map((x) => 6 - x) }));
		for (const name of ['alpha', 'std_alpha', 'lambda6', 'r_drop', 'item_mean', 'item_sd', 'feldt_ci'] as const) expect(turned.values[name]).toEqual(byHand.values[name]);
	});

	it('asks about items that run against the rest', () => {
		const found = result({ method: 'alpha', items: Object.keys(SCALE) }, table(SCALE));
		expect(found.notes).toContainEqual({ key: 'scale_negative_items', level: 'warning', params: { items: 'against' } });
		expect(keys(found)).toContain('scale_alpha_low');
		expect(keys(result({ method: 'alpha', items: Object.keys(SCALE), reversed: ['against'] }, table(SCALE)))).not.toContain('scale_negative_items');
	});

	it('refuses to reverse a column that is not an item', () => {
		expect(run({ method: 'alpha', items: ['a', 'b'], reversed: ['c'] } as BaseSpec, table(SCALE))).toMatchObject({ violation: 'bad_field', params: { field: 'reversed' } });
	});

	it('has an interval that holds it and narrows with n', () => {
		const [few, many] = [feldtInterval(0.8, 20, 5, 0.95), feldtInterval(0.8, 2000, 5, 0.95)];
		expect(few.low).toBeLessThan(0.8);
		expect(few.high).toBeGreaterThan(0.8);
		expect(many.high - many.low).toBeLessThan((few.high - few.low) / 5);
	});

	it('counts rows listwise, and pairwise the fewest that two items share', () => {
		const data = table({ a: [...SCALE.a.slice(0, 11), null], b: [null, ...SCALE.b.slice(1)], c: SCALE.c });
		expect(result({ method: 'alpha', items: ['a', 'b', 'c'] }, data).n).toBe(10);
		const pairwise = result({ method: 'alpha', items: ['a', 'b', 'c'], missing: 'pairwise' }, data);
		expect(pairwise.n).toBe(10);
		expect(pairwise.missing.map((m) => m.left_out)).toEqual([0, 0, 0]);
		expect(pairwise.values.alpha).not.toBe(result({ method: 'alpha', items: ['a', 'b', 'c'] }, data).values.alpha);
	});
});

describe('adequacy of correlations', () => {
	it('finds the partial correlations of three equal correlations', () => {
		const r = oneFactor([0.8, 0.8, 0.8]);
		const partial = (0.64 - 0.64 ** 2) / (1 - 0.64 ** 2);
		const found = ok(adequacy(r));
		expect(found.kmo).toBeCloseTo(0.64 ** 2 / (0.64 ** 2 + partial ** 2), 13);
		expect(found.log_det).toBeCloseTo(Math.log(1 + 2 * 0.64 ** 3 - 3 * 0.64 ** 2), 12);
	});

	it('says that a sum among its own parts is singular, naming the items', () => {
		const data = table({ a: SCALE.a, b: SCALE.b, both: SCALE.a.map((x, i) => x + SCALE.b[i]!) });
		expect(run({ method: 'factor_adequacy', items: ['a', 'b', 'both'] } as BaseSpec, data)).toEqual({ violation: 'singular', params: { columns: 'a, b, both' } });
	});

	it('gives the logarithm of a p-value too small for a number', () => {
		const { tail } = bartlett(-10, 6, 5000);
		expect(tail.p).toBe(5e-324);
		expect(tail.logP).toBeLessThan(-10_000);
	});
});

describe('factor analysis', () => {
	const loadings = [0.9, 0.8, 0.7, 0.6, 0.5];

	it('gets back the loadings that made the correlations, by principal axis and by maximum likelihood', () => {
		const axis = ok(principalAxis(oneFactor(loadings), 1));
		const likely = ok(maximumLikelihood(oneFactor(loadings), 1));
		loadings.forEach((l, i) => {
			expect(Math.abs(axis.loadings[i]![0]!)).toBeCloseTo(l, 10);
			expect(Math.abs(likely.loadings[i]![0]!)).toBeCloseTo(l, 10);
			expect(likely.uniquenesses[i]).toBeCloseTo(1 - l * l, 10);
		});
		expect(likely.criterion).toBeCloseTo(0, 14);
		const found = ok(omega(oneFactor(loadings)));
		const sum = loadings.reduce((a, b) => a + b, 0);
		expect(found.omega_raw).toBeCloseTo(sum ** 2 / (sum ** 2 + loadings.reduce((s, l) => s + 1 - l * l, 0)), 10);
	});

	it('tells a Heywood case, and keeps the uniqueness at its bound', () => {
		// one factor would need λ₁² = .8·.8/.45 = 1.42
		const r = [
			[1, 0.8, 0.8, 0.1],
			[0.8, 1, 0.45, 0.1],
			[0.8, 0.45, 1, 0.1],
			[0.1, 0.1, 0.1, 1]
		];
		expect(ok(maximumLikelihood(r, 1))).toMatchObject({ heywood: true });
		expect(Math.min(...ok(maximumLikelihood(r, 1)).uniquenesses)).toBeCloseTo(0.005, 12);
		expect(ok(principalAxis(r, 1)).heywood).toBe(true);
	});

	it('refuses more factors than the correlations can tell apart', () => {
		expect(maximumLikelihood(oneFactor([0.9, 0.8, 0.7, 0.6]), 2)).toMatchObject({ violation: 'bad_field', params: { field: 'factors' } });
		expect(run({ method: 'factor_analysis', items: ['a', 'b'], factors: 3, extraction: 'pca' } as BaseSpec, table(SCALE))).toMatchObject({ violation: 'bad_field' });
	});

	it('stops as SPSS does after 25 rounds or a change below .001, and says how far it went', () => {
		const slow = oneFactor(loadings);
		const early = ok(principalAxis(slow, 1, { change: 1e-3, iterations: 25 }));
		expect(early.iterations).toBeLessThan(ok(principalAxis(slow, 1)).iterations);
		expect(ok(principalAxis(slow, 1, { change: 1e-30, iterations: 3 }))).toMatchObject({ iterations: 3, converged: false });
	});

	it('orders columns by sum of squares with positive sums', () => {
		const found = arrange([
			[0.1, -0.9],
			[0.2, -0.8],
			[0.7, 0.1]
		]);
		expect(found.loadings).toEqual([
			[0.9, 0.1],
			[0.8, 0.2],
			[-0.1, 0.7]
		]);
	});

	const clusters = [
		[0.9, 0],
		[0.8, 0],
		[0.7, 0],
		[0, 0.8],
		[0, 0.7],
		[0, 0.6]
	];
	const turned = (m: number[][], angle: number): number[][] => m.map(([x, y]) => [Math.cos(angle) * x! + Math.sin(angle) * y!, Math.cos(angle) * y! - Math.sin(angle) * x!]);

	it('turns a simple structure back by varimax', () => {
		const found = varimax(turned(clusters, 0.6));
		found.loadings.flat().forEach((l, i) => expect(l).toBeCloseTo(clusters.flat()[i]!, 12));
		expect(found.converged).toBe(true);
	});

	it('finds the correlation of the factors of a simple structure by oblimin, with and without normalisation', () => {
		// Λ·chol(Φ)': orthogonal loadings whose oblique simple structure is known
		const [r, s] = [0.4, Math.sqrt(1 - 0.16)];
		const orthogonal = clusters.map(([x, y]) => [x! + r * y!, s * y!]);
		for (const normalise of [true, false]) {
			const found = oblimin(turned(orthogonal, 1), normalise);
			expect(found.criterion).toBeCloseTo(0, 12);
			expect(found.phi[0]![1]).toBeCloseTo(r, 6);
			const common = product(product(found.loadings, found.phi), transpose(found.loadings));
			common.flat().forEach((v, i) => expect(v).toBeCloseTo(product(orthogonal, transpose(orthogonal)).flat()[i]!, 10));
		}
	});
});

describe('parallel analysis', () => {
	it('gives the same for the same seed, another for another', () => {
		const r = oneFactor([0.9, 0.8, 0.7, 0.6]);
		const one = ok(parallelAnalysis(r, 100, 200, 0.95, 1));
		expect(ok(parallelAnalysis(r, 100, 200, 0.95, 1))).toEqual(one);
		expect(ok(parallelAnalysis(r, 100, 200, 0.95, 2)).random_mean).not.toEqual(one.random_mean);
		expect(one.n_above_quantile).toBe(1);
		expect(one.random_mean.reduce((a, b) => a + b, 0)).toBeCloseTo(4, 10);
	});

	it('needs more rows than variables', () => {
		expect(parallelAnalysis(oneFactor([0.9, 0.8, 0.7]), 3, 100, 0.95, 1)).toEqual({ violation: 'too_few', params: { n: 3, needed: 4 } });
	});
});

describe('the mean index', () => {
	const gap = (missing: MissingKind): Cell => ({ missing });
	const kindOf = (rows: Cell[][], min_valid: number): (MissingKind | number)[] => {
		const data = tableOf(Object.fromEntries(rows[0]!.map((_, j) => [`q${j}`, categoricalColumn(rows.map((row) => row[j]!), '')])));
		const column = ok(indexColumn(data, { items: Object.keys(data.columns), min_valid }));
		return rows.map((_, i) => (column.missing?.[i] ? MISSING_KINDS[column.missing[i] - 1]! : column.values[i]!));
	};

	it('is the mean of the valid items where enough are valid', () => {
		expect(kindOf([[1, 2, null], [1, null, null], [5, 5, 5]], 2)).toEqual([1.5, 'not_answered', 5]);
	});

	it('keeps the reason why there is no value', () => {
		expect(kindOf([
			[gap('not_asked'), gap('not_asked'), gap('not_asked')],
			[4, gap('not_asked'), gap('not_asked')],
			[gap('dont_know'), gap('dont_know'), gap('not_asked')],
			[gap('dont_know'), gap('not_answered'), 3],
			[gap('suppressed'), gap('not_answered'), 3],
			[1, 2, 3]
		], 2)).toEqual(['not_asked', 'not_asked', 'dont_know', 'not_answered', 'suppressed', 2]);
	});

	it('needs to know the ends of a numeric scale to reverse an item', () => {
		const data = tableOf({ a: numericColumn([1, 2, 3]), b: numericColumn([5, 4, 3]) });
		expect(indexColumn(data, { items: ['a', 'b'], reversed: ['b'] })).toMatchObject({ violation: 'bad_field', params: { field: 'scale_min' } });
		expect(Array.from(ok(indexColumn(data, { items: ['a', 'b'], reversed: ['b'], scale_min: 1, scale_max: 5 })).values)).toEqual([1, 2, 3]);
	});

	it('warns of a ceiling', () => {
		const data = table({ a: [5, 5, 5, 4, 1], b: [5, 5, 5, 4, 2] });
		expect(result({ method: 'mean_index', items: ['a', 'b'] }, data).notes).toContainEqual({ key: 'scale_ceiling', level: 'warning', params: { share: 60, limit: 15 } });
	});

	it('says what it could not reckon, and why', () => {
		const one = tableOf({ a: numericColumn([1, null]), b: numericColumn([3, null]) });
		const found = result({ method: 'mean_index', items: ['a', 'b'] }, one);
		expect(found.values).toMatchObject({ n: 1, sd: null, share_at_top: null });
		expect(keys(found)).toEqual(expect.arrayContaining(['scale_no_ends', 'scale_one_value']));
		expect(keys(result({ method: 'alpha', items: ['a', 'b'] }, table(SCALE)))).toContain('scale_two_items');
	});

	it('asks for no more valid items than there are', () => {
		expect(run({ method: 'mean_index', items: ['a'], min_valid: 2 } as BaseSpec, table(SCALE))).toMatchObject({ violation: 'bad_field', params: { field: 'min_valid' } });
	});
});

describe('a reversed column', () => {
	it('has the scores turned and its missing values as they were', () => {
		const data = tableOf({ a: categoricalColumn([1, 2, { missing: 'dont_know' }, 5], 'a') });
		const column = ok(reverseColumn(data, 'a', { scale_min: 1, scale_max: 5 }));
		expect(column.kind === 'categorical' && column.categories.map((c) => c.score)).toEqual([5, 4, 1]);
		expect(column.kind === 'categorical' && column.codes[2]).toBe(254);
	});
});

describe('a factor analysis by spec', () => {
	const data = table({ ...SCALE, a: [null, ...SCALE.a.slice(1)] });
	const items = Object.keys(SCALE);

	it('gives scores of complete rows, null in the others, one vector a factor', () => {
		const { values } = result({ method: 'factor_analysis', items, factors: 1, extraction: 'ml', rotation: 'none', scores: true }, data);
		const [scores] = values.scores_regression_unrotated as [(number | null)[]];
		expect(scores.map((s) => s === null)).toEqual([true, ...Array.from({ length: 11 }, () => false)]);
		expect(scores.slice(1).reduce((a: number, b) => a + b!, 0)).toBeCloseTo(0, 12);
	});

	it('turns only as asked', () => {
		const names = (rotation?: string): string[] => Object.keys(result({ method: 'factor_analysis', items, factors: 2, extraction: 'pca', rotation }, data).values);
		expect(names('none').some((n) => /varimax|oblimin/.test(n))).toBe(false);
		expect(names('varimax').some((n) => n.includes('oblimin'))).toBe(false);
		expect(names()).toEqual(expect.arrayContaining(['loadings_varimax', 'loadings_oblimin_kaiser', 'phi_oblimin_raw']));
	});

	it('warns of few rows and of an improper solution, and leaves fit without degrees of freedom undefined', () => {
		const found = result({ method: 'factor_analysis', items: ['a', 'b', 'c'], factors: 1, extraction: 'ml' }, data);
		expect(found.values).toMatchObject({ df: 0, p: null, rmsea: null, tli: null });
		expect(keys(found)).toEqual(expect.arrayContaining(['small_n', 'scale_no_degrees']));
		expect(keys(found).includes('scale_heywood')).toBe(found.values.heywood);
	});

	it('turns the signs of a reversed item and nothing else', () => {
		const plain = result({ method: 'factor_analysis', items, factors: 1, extraction: 'pa' }, data).values;
		const turned = result({ method: 'factor_analysis', items, factors: 1, extraction: 'pa', reversed: ['against'] }, data).values;
		expect(turned.h2).toEqual(plain.h2);
		(turned.loadings_unrotated as number[][]).forEach(([l]) => expect(l).toBeGreaterThan(0));
	});
});
