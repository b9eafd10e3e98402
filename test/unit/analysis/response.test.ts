import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '../../../analysis/assumptions.ts';
import { seededRandom } from '../../../analysis/numeric/random.ts';
import { goodnessOfFit, nonresponse } from '../../../analysis/response/nonresponse.ts';
import { propensity, type StratumFactor } from '../../../analysis/response/propensity.ts';
import { rIndicator } from '../../../analysis/response/r-indicator.ts';
import { stratumRates } from '../../../analysis/response/strata.ts';
import type { Values } from '../../../analysis/result.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';
import { categoricalColumn, tableOf, type Cell } from '../../../analysis/table/build.ts';

function ok<T>(x: T | Violation): T {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x;
}
const values = (spec: object, table = tableOf({})): Values => ok(run(spec as BaseSpec, table)).values;
const strata = { levels: ['A', 'B', 'C'], population: [120, 80, 40], respondents: [70, 30, 11] };

describe('rates by stratum', () => {
	it('are of everyone on the list, and a level with nobody has none', () => {
		const rates = ok(stratumRates({ levels: ['A', 'B'], population: [10, 0], respondents: [4, 0] }));
		expect(rates.rate).toEqual([0.4, null]);
		expect(rates.total).toMatchObject({ population: 10, respondents: 4, rate: 0.4 });
	});
	it('are refused when more have answered than there are', () => {
		expect(stratumRates({ levels: ['A'], population: [3], respondents: [4] })).toMatchObject({ violation: 'numerator_above_denominator' });
	});
});

describe('frafall by stratum', () => {
	it('tests respondents beside non-respondents, which is the goodness of fit with finite population correction', () => {
		const test = ok(nonresponse(strata));
		expect(test.gofFpc).toBeCloseTo(test.table.chi2, 10);
		expect(test.gof.chi2 / (1 - 111 / 240)).toBeCloseTo(test.table.chi2, 10);
	});
	it('names the strata that pull the respondents away, and in which direction', () => {
		const { notes } = ok(run({ method: 'nonresponse_counts', population: { A: 1200, B: 800, C: 400 }, respondents: { A: 700, B: 400, C: 110 } } as BaseSpec));
		expect(notes.find((n) => n.key === 'response_stratum_under')?.params).toMatchObject({ level: 'C', rate: 0.275 });
		expect(notes.find((n) => n.key === 'response_stratum_over')?.params).toMatchObject({ level: 'A' });
	});
	it('says that no stratum does when none does', () => {
		const { notes } = ok(run({ method: 'nonresponse_counts', population: { A: 100, B: 80 }, respondents: { A: 50, B: 40 } } as BaseSpec));
		expect(notes.map((n) => n.key)).toContain('response_no_stratum_pulls');
		expect(notes.map((n) => n.key)).not.toContain('response_strata_differ_together');
	});
	it('says that the strata differ together where none does alone', () => {
		const levels = [...'ABCDEFGH'];
		const population = Object.fromEntries(levels.map((l) => [l, 100]));
		const { notes, values: v } = ok(run({ method: 'nonresponse_counts', population, respondents: Object.fromEntries(levels.map((l, i) => [l, i % 2 ? 43 : 57])) } as unknown as BaseSpec));
		expect(v.table_p).toBeLessThan(0.05);
		expect(notes).toContainEqual({ key: 'response_strata_differ_together', level: 'warning', params: { p: v.table_p } });
		expect(notes.map((n) => n.key)).toContain('response_no_stratum_pulls');
	});
	it('gives the exact p beside when an expected count is under 5', () => {
		const v = values({ method: 'nonresponse_counts', population: { A: 6, B: 6 }, respondents: { A: 6, B: 2 } });
		// two tables of six and two: C(6,6)C(6,2) + C(6,2)C(6,6) of C(12,8)
		expect(v.table_exact_p).toBeCloseTo(30 / 495, 12);
	});
	it('has no answer when all or none have answered, or there is one level', () => {
		expect(nonresponse({ levels: ['A', 'B'], population: [5, 5], respondents: [5, 5] })).toMatchObject({ violation: 'constant' });
		expect(nonresponse({ levels: ['A', 'B'], population: [5, 5], respondents: [0, 0] })).toMatchObject({ violation: 'constant' });
		expect(nonresponse({ levels: ['A'], population: [5], respondents: [2] })).toMatchObject({ violation: 'groups' });
	});
	it('is the same from a table of seats as from counts, crossed strata as one', () => {
		const cells: [string, string, number, number][] = [['K', 'x', 9, 4], ['K', 'y', 7, 6], ['M', 'x', 12, 3], ['M', 'y', 8, 5]];
		const rows = cells.flatMap(([sex, place, N, n]) => Array.from({ length: N }, (_, i) => ({ sex, place, done: i < n ? 1 : 0 })));
		const table = tableOf({ sex: categoricalColumn(rows.map((r) => r.sex)), place: categoricalColumn(rows.map((r) => r.place)), done: categoricalColumn(rows.map((r) => r.done)) });
		const raw = values({ method: 'nonresponse', responded: 'done', stratum: 'sex', crossed_with: 'place' }, table);
		const counts = values({ method: 'nonresponse_counts', population: { 'K × x': 9, 'K × y': 7, 'M × x': 12, 'M × y': 8 }, respondents: { 'K × x': 4, 'K × y': 6, 'M × x': 3, 'M × y': 5 } });
		expect(raw).toEqual(counts);
	});
	it('leaves out seats whose response or stratum is not known, and counts them', () => {
		const cells: Cell[] = ['A', 'A', 'A', 'B', 'B', { missing: 'not_asked' }, 'B'];
		const table = tableOf({ g: categoricalColumn(cells), done: categoricalColumn([1, 0, 1, 0, 1, 1, { missing: 'suppressed' }]) });
		const result = ok(run({ method: 'nonresponse', responded: 'done', stratum: 'g' } as BaseSpec, table));
		expect(result.n).toBe(5);
		expect(result.missing).toMatchObject([{ column: 'done', missing: { suppressed: 1 }, left_out: 1 }, { column: 'g', missing: { not_asked: 1 }, left_out: 1 }]);
	});
	it('refuses a response that is neither 0 nor 1', () => {
		const table = tableOf({ g: categoricalColumn(['A', 'B']), done: categoricalColumn([1, 2]) });
		expect(run({ method: 'nonresponse', responded: 'done', stratum: 'g' } as BaseSpec, table)).toMatchObject({ violation: 'wrong_kind', params: { column: 'done' } });
	});
});

describe('goodness of fit', () => {
	it('is Σ (O - E)² / E, and only the proportions of the population matter', () => {
		const test = ok(goodnessOfFit([30, 50, 20], [1, 1, 2]));
		expect(test.chi2).toBeCloseTo(25 / 25 + 625 / 25 + 900 / 50, 12);
		expect(ok(goodnessOfFit([30, 50, 20], [25, 25, 50])).chi2).toBeCloseTo(test.chi2, 12);
	});
	it('refuses people on a level that the population has not', () => {
		expect(goodnessOfFit([3, 1], [5, 0])).toMatchObject({ violation: 'inconsistent' });
	});
});

const factor = (name: string, codes: number[]): StratumFactor => ({ name, codes: Int32Array.from(codes), levels: ['a', 'b', 'c', 'd'].slice(0, Math.max(...codes) + 1) });

describe('response by several strata at once', () => {
	it('estimates the rate of each level where there is one stratum', () => {
		const codes = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2];
		const y = Float64Array.from([1, 0, 0, 0, 1, 1, 0, 1, 1, 0]);
		const fit = ok(propensity(y, [factor('g', codes)]));
		expect([...fit.rho]).toEqual([0.25, 0.25, 0.25, 0.25, ...Array<number>(6).fill(2 / 3)].map((p) => expect.closeTo(p, 13)));
		expect(fit.b[1]).toBeCloseTo(Math.log(2) - Math.log(1 / 3), 12);
	});
	it('gives a level where all have answered the probability 1, fits the rest without it, and names it', () => {
		const y = Float64Array.from([1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 0]);
		const g = factor('g', [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 2]);
		const h = factor('h', [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0]);
		const fit = ok(propensity(y, [g, h]));
		expect(fit.certain).toEqual([{ stratum: 'g', level: 'b', responded: true }]);
		expect([3, 4, 5].map((i) => fit.rho[i])).toEqual([1, 1, 1]);
		const rest = [0, 1, 2, 6, 7, 8, 9, 10, 11];
		const alone = ok(propensity(Float64Array.from(rest, (i) => y[i]!), [factor('g', rest.map((i) => (g.codes[i] === 2 ? 1 : 0))), factor('h', rest.map((i) => h.codes[i]!))]));
		rest.forEach((i, k) => expect(fit.rho[i]).toBeCloseTo(alone.rho[k]!, 12));
		expect(fit.deviance).toBeCloseTo(alone.deviance, 12);
		expect(fit.terms).toEqual(['(Intercept)', 'gb', 'gc', 'hb']);
		expect(fit.b[1]).toBeNull();
		expect(fit.b[2]).toBeCloseTo(alone.b[1]!, 12);
	});
	it('has no coefficients left when the reference level is certain, but the same probabilities as with another reference', () => {
		const y = Float64Array.from([0, 0, 1, 0, 1, 1, 0]);
		const one = ok(propensity(y, [factor('g', [0, 0, 1, 1, 2, 2, 2])]));
		expect(one.b).toEqual([null, null, null]);
		expect([...one.rho]).toEqual([0, 0, 0.5, 0.5, 2 / 3, 2 / 3, 2 / 3].map((p) => expect.closeTo(p, 12)));
	});
	it('tests each stratum by leaving it out', () => {
		const spec = { method: 'nonresponse_model_counts', strata: ['g', 'h'], cells: [['a', 'x'], ['a', 'y'], ['b', 'x'], ['b', 'y']], population: [100, 100, 100, 100], respondents: [60, 60, 30, 30] };
		const v = values(spec) as { stratum: { chi2: number[]; df: number[] }; lr_chi2: number };
		expect(v.stratum.df).toEqual([1, 1]);
		expect(v.stratum.chi2[0]).toBeCloseTo(v.lr_chi2, 8);
		expect(v.stratum.chi2[1]).toBeCloseTo(0, 8);
	});
	it('is refused when one stratum follows from another, and when all have answered', () => {
		expect(propensity(Float64Array.from([1, 0, 1, 0]), [factor('g', [0, 0, 1, 1]), factor('h', [0, 0, 1, 1])])).toMatchObject({ violation: 'singular' });
		expect(propensity(Float64Array.from([1, 1]), [factor('g', [0, 1])])).toMatchObject({ violation: 'constant' });
		expect(propensity(Float64Array.from([1, 0]), [factor('g', [0, 0])])).toMatchObject({ violation: 'constant', params: { column: 'g' } });
	});
});

describe('the R-indicator', () => {
	it('is 1 where every stratum has the same rate', () => {
		const y = Float64Array.from([1, 0, 1, 0, 1, 0]);
		const g = factor('g', [0, 0, 1, 1, 2, 2]);
		expect(rIndicator(ok(propensity(y, [g])), [g]).R).toBeCloseTo(1, 12);
	});
	it('splits the variance between and within: the squares of a stratum add up over its levels', () => {
		const spec = { method: 'r_indicator_counts', strata: ['g', 'h'], cells: [['a', 'x'], ['a', 'y'], ['b', 'x'], ['b', 'y'], ['c', 'x']], population: [90, 80, 120, 60, 40], respondents: [60, 40, 50, 20, 9] };
		const v = values(spec) as { S_rho: number; partial: Record<string, { P_u: number; P_uk: number[]; P_c: number; P_ck: number[] }> };
		for (const p of Object.values(v.partial)) {
			expect(Math.hypot(...p.P_uk)).toBeCloseTo(p.P_u, 12);
			expect(Math.hypot(...p.P_ck)).toBeCloseTo(p.P_c, 12);
			expect(p.P_u).toBeLessThanOrEqual(v.S_rho);
			expect(p.P_c).toBeLessThanOrEqual(v.S_rho + 1e-12);
		}
	});
	it('has a conditional partial equal to S where there is one stratum: nothing else to condition on', () => {
		const v = values({ method: 'r_indicator_counts', strata: ['g'], cells: [['a'], ['b']], population: [50, 70], respondents: [20, 50] }) as { S_rho: number; partial: { g: { P_c: number } } };
		expect(v.partial.g.P_c).toBeCloseTo(v.S_rho, 12);
	});
	it('has a standard error and an interval that hold when the response is drawn anew', () => {
		const random = seededRandom(11);
		const N = 800;
		const [a, b] = [factor('a', Array.from({ length: N }, (_, i) => i % 4)), factor('b', Array.from({ length: N }, (_, i) => Math.floor(i / 4) % 3))];
		const rho = Float64Array.from({ length: N }, (_, i) => 1 / (1 + Math.exp(-0.1 - 0.4 * (a.codes[i]! - 1.5) - 0.3 * (b.codes[i]! - 1))));
		const mean = rho.reduce((s, r) => s + r, 0) / N;
		const R = 1 - 2 * Math.sqrt(rho.reduce((s, r) => s + (r - mean) ** 2, 0) / (N - 1));
		const draws = Array.from({ length: 120 }, () => rIndicator(ok(propensity(rho.map((r) => (random() < r ? 1 : 0)), [a, b])), [a, b]));
		const average = (f: (r: (typeof draws)[number]) => number) => draws.reduce((s, r) => s + f(r), 0) / draws.length;
		const centre = average((r) => r.R);
		const spread = Math.sqrt(average((r) => (r.R - centre) ** 2));
		expect(average((r) => r.se!) / spread).toBeGreaterThan(0.8);
		expect(average((r) => r.se!) / spread).toBeLessThan(1.25);
		expect(average((r) => (r.adjusted.low <= R && R <= r.adjusted.high ? 1 : 0))).toBeGreaterThan(0.88);
		// chance makes response look less representative than it is; the correction takes most of that away
		expect(Math.abs(average((r) => r.adjusted.R) - R)).toBeLessThan(Math.abs(centre - R) + 0.01);
	});
	it('refuses cells and counts that do not belong together', () => {
		const spec = { method: 'r_indicator_counts', strata: ['g'], cells: [['a'], ['b']], population: [50, 70], respondents: [20] };
		expect(run(spec as BaseSpec)).toMatchObject({ violation: 'bad_field', params: { field: 'respondents' } });
		expect(run({ ...spec, respondents: [20, 71] } as BaseSpec)).toMatchObject({ violation: 'numerator_above_denominator' });
		expect(run({ ...spec, cells: [['a', 'x'], ['b', 'x']] } as BaseSpec)).toMatchObject({ violation: 'bad_field', params: { field: 'cells' } });
	});
});
