import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { designMatrix, type Design } from '#analysis/model/design.ts';
import { intraClass } from '#analysis/model/diagnose.ts';
import { leastSquares } from '#analysis/model/least-squares.ts';
import { logistic } from '#analysis/model/logistic.ts';
import { ols } from '#analysis/model/ols.ts';
import { randomIntercept } from '#analysis/model/random-intercept.ts';
import { clusterErrors, heteroskedasticErrors } from '#analysis/model/robust.ts';
import { leverage, qr, thinQ } from '#analysis/numeric/qr.ts';
import { dotTwofold } from '#analysis/numeric/twofold.ts';
import type { Result, Value } from '#analysis/result.ts';
import { run } from '#analysis/run.ts';
import { categoricalColumn, numericColumn, tableOf } from '#analysis/table/build.ts';
import type { BaseSpec } from '#analysis/spec/fields.ts';
import type { Table } from '#analysis/table/table.ts';

function sure<T>(found: T | Violation): T {
	if (isViolation(found)) throw new Error(`${found.violation} ${JSON.stringify(found.params)}`);
	return found;
}
const floats = (...x: number[]) => Float64Array.from(x);
const result = (spec: object, table: Table): Result => sure(run(spec as BaseSpec, table));
const code = (spec: object, table: Table): string => {
	const found = run(spec as BaseSpec, table);
	return isViolation(found) ? found.violation : 'none';
};
const number = (v: Value | undefined): number => {
	if (typeof v !== 'number') throw new Error(`not a number: ${JSON.stringify(v)}`);
	return v;
};
const at = (v: Value | undefined, i: number): number => number((v as Value[])[i]);

const line = (x: Float64Array, more: Float64Array[] = []): Design => {
	const columns = [new Float64Array(x.length).fill(1), x, ...more];
	const names = columns.map((_, j) => (j === 0 ? '(Intercept)' : `x${j}`));
	return { columns, names, term: columns.map((_, j) => j - 1), terms: names.slice(1), intercept: true };
};
/** Anscombe (1973), first set. */
const ANSCOMBE = { x: floats(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5), y: floats(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68) };
const TWO = { x: floats(0, 0, 0, 0, 1, 1, 1, 1, 1, 1), y: floats(3, 5, 4, 8, 7, 9, 1, 12, 10, 9) };

describe('the QR factorisation', () => {
	const columns = [floats(1, 1, 1, 1, 1), floats(1, 2, 3, 4, 1000), floats(1, 4, 9, 16, 2)];
	it('gives an orthonormal basis whose leverages sum to the number of columns', () => {
		const q = thinQ(qr(columns));
		q.forEach((a, i) => q.forEach((b, j) => expect(dotTwofold(a, b)).toBeCloseTo(i === j ? 1 : 0, 14)));
		expect(leverage(q).reduce((s, h) => s + h, 0)).toBeCloseTo(3, 13);
	});
	it('names the columns that follow from those before them, whatever their units', () => {
		const sum = columns[1]!.map((x, i) => 1e-9 * (x + 3 * columns[2]![i]!));
		expect(qr([...columns, sum]).dependent).toEqual([3]);
		expect(qr([columns[0]!, new Float64Array(5), columns[1]!]).dependent).toEqual([1]);
		expect(qr(columns.map((c, j) => c.map((x) => x * 10 ** (40 * j)))).dependent).toEqual([]);
	});
	it('leaves the columns as they were', () => {
		const before = columns.map((c) => Array.from(c));
		qr(columns);
		expect(columns.map((c) => Array.from(c))).toEqual(before);
	});
});

describe('least squares', () => {
	it('finds whole coefficients of a polynomial of degree eight to the last digits', () => {
		const x = Float64Array.from({ length: 21 }, (_, i) => i);
		const powers = Array.from({ length: 9 }, (_, d) => x.map((v) => v ** d));
		const y = x.map((_, i) => powers.reduce((s, p, d) => s + (d + 1) * p[i]!, 0));
		const fit = sure(leastSquares(powers, y, []));
		fit.b.forEach((b, d) => expect(b / (d + 1)).toBeCloseTo(1, 12));
	});
	it('inverts X\'X to the last digits where the columns nearly follow each other', () => {
		// det is 1 and the entries are whole, so that the inverse of X'X is whole: X = [[1, 1e6], [0, 1]]
		const { inverse } = sure(leastSquares([floats(1, 0, 0), floats(1e6, 1, 0)], floats(1, 2, 3), []));
		expect(inverse[0]![0]! / (1e12 + 1)).toBeCloseTo(1, 14);
		expect(inverse[0]![1]).toBeCloseTo(-1e6, 8);
		expect(inverse[1]![1]).toBeCloseTo(1, 12);
	});
});

describe('linear regression', () => {
	it('gives Anscombe\'s line, its R2 and F as he printed them', () => {
		const fit = sure(ols(line(ANSCOMBE.x), ANSCOMBE.y));
		expect(fit.b[0]).toBeCloseTo(3.0000909090909, 10);
		expect(fit.b[1]).toBeCloseTo(0.5000909090909, 10);
		expect(fit.r2).toBeCloseTo(0.66654245950, 9);
		expect(fit.f).toBeCloseTo(17.98994, 4);
		expect(fit.se[1]).toBeCloseTo(0.1179055, 6);
	});
	it('fits a factor as group means with the first level as reference', () => {
		const table = tableOf({ y: numericColumn([1, 3, 10, 14, 5]), g: categoricalColumn(['a', 'a', 'c', 'c', 'b'], 'g', ['b', 'a', 'c', 'd'].map((value) => ({ value, label: value }))) });
		const found = result({ method: 'ols', y: 'y', x: ['g'] }, table);
		expect(found.values.terms).toEqual(['(Intercept)', 'ga', 'gc']);
		[5, -3, 7].forEach((b, j) => expect(at(found.values.b, j)).toBeCloseTo(b, 13));
		expect(found.notes).toContainEqual({ key: 'model_empty_level', level: 'info', params: { column: 'g', level: 'd' } });
	});
	it('takes a scale as a number, and as names when told so', () => {
		const table = tableOf({ y: numericColumn([1, 3, 2, 5, 6, 8, 4]), q: categoricalColumn([1, 2, 2, 3, 3, 3, 1]) });
		expect(result({ method: 'ols', y: 'y', x: ['q'] }, table).values.terms).toEqual(['(Intercept)', 'q']);
		expect(result({ method: 'ols', y: 'y', x: ['q'], factors: ['q'] }, table).values.terms).toEqual(['(Intercept)', 'q2', 'q3']);
		expect(result({ method: 'ols', y: 'y', x: ['q'], factors: ['q'], intercept: false }, table).values.terms).toEqual(['q1', 'q2', 'q3']);
	});
	it('fits separate lines by an interaction, as two regressions would', () => {
		const x = [1, 2, 3, 4, 1, 2, 3, 5];
		const y = [1, 3, 4, 9, 8, 6, 5, 1];
		const g = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'];
		const table = tableOf({ x: numericColumn(x), y: numericColumn(y), g: categoricalColumn(g) });
		const both = result({ method: 'ols', y: 'y', x: ['x', 'g', 'g:x'] }, table);
		const [a, b] = ['a', 'b'].map((l) => result({ method: 'ols', y: 'y', x: ['x'], filter: [{ column: 'g', in: [l] }] }, table));
		expect(both.values.terms).toEqual(['(Intercept)', 'x', 'gb', 'x:gb']);
		expect(at(both.values.b, 1)).toBeCloseTo(at(a!.values.b, 1), 12);
		expect(at(both.values.b, 1) + at(both.values.b, 3)).toBeCloseTo(at(b!.values.b, 1), 12);
		expect(code({ method: 'ols', y: 'y', x: ['g:x', 'x'] }, table)).toBe('bad_field');
	});
	it('has HC2 errors of a difference between two means that are exactly Welch\'s', () => {
		const robust = heteroskedasticErrors(sure(ols(line(TWO.x), TWO.y)));
		const se2 = (v: number[]) => { const m = v.reduce((s, x) => s + x, 0) / v.length; return v.reduce((s, x) => s + (x - m) ** 2, 0) / (v.length - 1) / v.length; };
		const groups = [0, 1].map((g) => Array.from(TWO.y).filter((_, i) => TWO.x[i] === g));
		expect(robust.se.HC2![1]).toBeCloseTo(Math.sqrt(se2(groups[0]!) + se2(groups[1]!)), 13);
		expect(robust.se.HC0![1]).toBeCloseTo(Math.sqrt((se2(groups[0]!) * 3) / 4 + (se2(groups[1]!) * 5) / 6), 13);
	});
	it('has cluster errors that are HC0 and HC2 when every row is a cluster, with Bell and McCaffrey\'s degrees of freedom for two means', () => {
		const fit = sure(ols(line(TWO.x), TWO.y));
		const robust = heteroskedasticErrors(fit);
		const each = clusterErrors(fit, Int32Array.from(TWO.x, (_, i) => i), TWO.x.length);
		each.cr0.forEach((se, j) => expect(se).toBeCloseTo(robust.se.HC0![j]!, 13));
		each.cr2.forEach((se, j) => expect(se).toBeCloseTo(robust.se.HC2![j]!, 13));
		// equal variances: (1/4 + 1/6)^2 / (1/(4^2 3) + 1/(6^2 5)), and the first mean alone has 3
		expect(each.df[1]).toBeCloseTo((1 / 4 + 1 / 6) ** 2 / (1 / 48 + 1 / 180), 10);
		expect(each.df[0]).toBeCloseTo(3, 10);
	});
	it('gives CR2 for a coefficient that a whole cluster has to itself, by the generalised inverse', () => {
		const own = TWO.x.map((_, i) => (i < 2 ? 1 : 0));
		const found = clusterErrors(sure(ols(line(ANSCOMBE.x.slice(0, 10), [own]), TWO.y)), Int32Array.from({ length: 10 }, (_, i) => Math.floor(i / 2)), 5);
		expect([...found.cr2, ...found.df.map((d) => d ?? 0)].every(Number.isFinite)).toBe(true);
	});
	it('leaves HC2 to HC4 undefined, and says so, where a row has a coefficient to itself', () => {
		const table = tableOf({ y: numericColumn([1, 2, 4, 3, 9]), x: numericColumn([1, 2, 3, 5, 4]), d: numericColumn([0, 0, 0, 0, 1]) });
		const found = result({ method: 'ols', y: 'y', x: ['x', 'd'] }, table);
		expect(found.values.se_HC3).toBeNull();
		expect(found.values.se_HC0).not.toBeNull();
		expect(found.notes.map((n) => n.key)).toContain('model_own_coefficient');
	});
	it('warns of unequal variances, of collinear variables, of few rows and of few clusters', () => {
		const x = Array.from({ length: 60 }, (_, i) => i + 1);
		const y = x.map((v, i) => v + v * (i % 2 === 0 ? 1 : -1) * ((i % 7) / 3));
		const z = x.map((v, i) => v + (i % 3) / 100);
		const table = tableOf({ x: numericColumn(x), y: numericColumn(y), z: numericColumn(z), c: categoricalColumn(x.map((v) => `c${v % 6}`)) });
		const found = result({ method: 'ols', y: 'y', x: ['x', 'z'], cluster: 'c' }, table);
		const keys = found.notes.map((n) => n.key);
		expect(keys).toEqual(expect.arrayContaining(['model_heteroskedastic', 'model_collinear', 'model_few_clusters', 'model_clustered']));
		expect(found.assumptions.find((a) => a.key === 'model_equal_residual_variances')?.met).toBe(false);
		expect(result({ method: 'ols', y: 'y', x: ['x'], filter: [{ column: 'c', in: ['c0', 'c1'] }] }, table).notes.map((n) => n.key)).not.toContain('model_few_rows');
		expect(result({ method: 'ols', y: 'y', x: ['x'], filter: [{ column: 'c', in: ['c0'] }] }, table).notes.map((n) => n.key)).toContain('model_few_rows');
	});
	it('refuses what has no answer, each with its reason', () => {
		const table = tableOf({ y: numericColumn([1, 2, 3, 4]), flat: numericColumn([5, 5, 5, 5]), x: numericColumn([1, 3, 2, 5]), none: numericColumn([null, null, null, null]), one: categoricalColumn(['a', 'a', 'a', 'a']), twice: numericColumn([2, 6, 4, 10]) });
		expect(code({ method: 'ols', y: 'flat', x: ['x'] }, table)).toBe('constant');
		expect(code({ method: 'ols', y: 'y', x: ['flat'] }, table)).toBe('singular');
		expect(code({ method: 'ols', y: 'y', x: ['x', 'twice'] }, table)).toBe('singular');
		expect(code({ method: 'ols', y: 'y', x: ['none'] }, table)).toBe('no_data');
		expect(code({ method: 'ols', y: 'y', x: ['one'] }, table)).toBe('constant');
		expect(code({ method: 'ols', y: 'one', x: ['x'] }, table)).toBe('wrong_kind');
		expect(code({ method: 'ols', y: 'y', x: ['y'] }, table)).toBe('bad_field');
		expect(code({ method: 'ols', y: 'y', x: ['gone'] }, table)).toBe('unknown_column');
		expect(code({ method: 'ols', y: 'y', x: ['x'], cluster: 'one' }, table)).toBe('groups');
		expect(code({ method: 'ols', y: 'y', x: ['x'] }, tableOf({ y: numericColumn([1]), x: numericColumn([1]) }))).toBe('too_few');
		expect(code({ method: 'ols', y: 'y', x: null, intercept: false }, table)).toBe('bad_field');
	});
});

describe('the design matrix', () => {
	it('crosses two factors with the first one\'s levels running fastest', () => {
		const f = (codes: number[], levels: string[]) => ({ kind: 'factor' as const, codes: Int32Array.from(codes), levels });
		const d = sure(designMatrix(4, [['a'], ['b'], ['b', 'a']], { a: f([0, 1, 2, 1], ['p', 'q', 'r']), b: f([0, 1, 1, 0], ['u', 'v']) }, true));
		expect(d.names).toEqual(['(Intercept)', 'aq', 'ar', 'bv', 'aq:bv', 'ar:bv']);
		expect(d.columns.map((c) => c.join(''))).toEqual(['1111', '0101', '0010', '0110', '0100', '0010']);
		expect(d.terms).toEqual(['a', 'b', 'a:b']);
	});
});

describe('logistic regression', () => {
	const one = (n: number) => new Float64Array(n).fill(1);
	it('gives the odds ratio of a two by two table and its Woolf error', () => {
		const x = floats(...Array<number>(30).fill(0), ...Array<number>(30).fill(1));
		const y = x.map((_, i) => ((i < 30 ? i < 12 : i - 30 < 20) ? 1 : 0));
		const fit = sure(logistic([one(60), x], y, ['(Intercept)', 'x']));
		expect(fit.b[1]).toBeCloseTo(Math.log((20 * 18) / (10 * 12)), 13);
		expect(fit.se[1]).toBeCloseTo(Math.sqrt(1 / 20 + 1 / 10 + 1 / 12 + 1 / 18), 13);
		expect(fit.b[0]).toBeCloseTo(Math.log(12 / 18), 13);
	});
	it('solves the likelihood equations: residuals are orthogonal to every column', () => {
		const x = Float64Array.from({ length: 50 }, (_, i) => (i * 7) % 23);
		const y = x.map((v, i) => ((v + i) % 3 === 0 || v > 18 ? 1 : 0));
		const fit = sure(logistic([one(50), x], y, []));
		const left = y.map((v, i) => v - fit.fitted[i]!);
		expect(Math.abs(left.reduce((s, v) => s + v, 0))).toBeLessThan(1e-12);
		expect(Math.abs(left.reduce((s, v, i) => s + v * x[i]!, 0))).toBeLessThan(1e-11);
	});
	it('refuses complete and quasi-complete separation', () => {
		const x = floats(1, 2, 3, 4, 5, 6, 7, 8);
		expect(logistic([one(8), x], x.map((v) => (v > 4 ? 1 : 0)), [])).toMatchObject({ violation: 'separation' });
		expect(logistic([one(8), x.map((v) => (v > 6 ? 1 : 0))], x.map((v) => (v > 6 || v === 2 ? 1 : 0)), [])).toMatchObject({ violation: 'separation' });
		// one row too many on the wrong side and the estimate is finite
		expect(isViolation(logistic([one(8), x], floats(0, 0, 1, 0, 1, 0, 1, 1), []))).toBe(false);
	});
	it('takes the last of two values as the event, or the one asked for, with mirrored coefficients', () => {
		const table = tableOf({ y: categoricalColumn(['no', 'yes', 'yes', 'no', 'yes', 'no', 'yes', null]), x: numericColumn([1, 3, 2, 2, 5, 4, 1, 3]) });
		const yes = result({ method: 'logistic', y: 'y', x: ['x'] }, table);
		const no = result({ method: 'logistic', y: 'y', x: ['x'], event: 'no' }, table);
		expect(yes.values).toMatchObject({ n: 7, event: 'yes', events: 4 });
		expect(no.values.events).toBe(3);
		expect(at(yes.values.b, 1)).toBeCloseTo(-at(no.values.b, 1), 12);
		expect(yes.missing[0]).toMatchObject({ column: 'y', rows: 8, valid: 7, left_out: 0 });
		expect(yes.missing[1]).toMatchObject({ column: 'x', rows: 8, valid: 8, left_out: 1 });
		expect(yes.notes.map((n) => n.key)).toContain('model_few_events');
		expect(code({ method: 'logistic', y: 'y', x: ['x'], event: 'perhaps' }, table)).toBe('unknown_level');
	});
	it('refuses an outcome with one value or three', () => {
		const table = tableOf({ y: categoricalColumn(['a', 'b', 'c', 'a']), flat: categoricalColumn(['a', 'a', 'a', 'a']), x: numericColumn([1, 2, 3, 4]) });
		expect(code({ method: 'logistic', y: 'y', x: ['x'] }, table)).toBe('groups');
		expect(code({ method: 'logistic', y: 'flat', x: ['x'] }, table)).toBe('constant');
	});
});

describe('the random intercept', () => {
	const balanced = { y: floats(3, 5, 4, 8, 9, 10, 1, 2, 3, 7, 7, 4), codes: Int32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]) };
	const constant: Design = { columns: [new Float64Array(12).fill(1)], names: ['(Intercept)'], term: [-1], terms: [], intercept: true };
	it('under REML on balanced groups is the analysis of variance: (MSB - MSW) / m and MSW', () => {
		const fit = sure(randomIntercept(constant, balanced.y, balanced.codes, 4, true));
		const means = [4, 9, 2, 6];
		const msb = (3 * means.reduce((s, m) => s + (m - 5.25) ** 2, 0)) / 3;
		const msw = (2 + 2 + 2 + 6) / 8;
		expect(fit.within).toBeCloseTo(msw, 12);
		expect(fit.between).toBeCloseTo((msb - msw) / 3, 12);
		expect(fit.fixed[0]).toBeCloseTo(5.25, 13);
		expect(fit.se[0]).toBeCloseTo(Math.sqrt(msb / 12), 12);
		expect(fit.icc).toBeCloseTo(intraClass(balanced.y, balanced.codes, 4)!.icc, 12);
		expect(fit.designEffect).toBeCloseTo(1 + 2 * fit.icc, 12);
	});
	it('has no smaller likelihood than any other pair of variances near it', () => {
		const table = tableOf({ y: numericColumn([3, 5, 4, 8, 9, 10, 1, 2, 3, 7, 7]), g: categoricalColumn(['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'd', 'd', 'd']) });
		const { values } = result({ method: 'mixed', y: 'y', group: 'g', REML: false }, table);
		const ys = [[3, 5, 4], [8, 9], [10, 1, 2], [3, 7, 7]];
		const logLik = (between: number, within: number): number => {
			const weights = ys.map((v) => v.length / (within + v.length * between));
			const mean = ys.reduce((s, v, g) => s + (weights[g]! * v.reduce((a, b) => a + b, 0)) / v.length, 0) / weights.reduce((a, b) => a + b, 0);
			return ys.reduce((s, v) => {
				const own = v.reduce((a, b) => a + b, 0) / v.length;
				const ss = v.reduce((a, b) => a + (b - own) ** 2, 0);
				const m = v.length;
				return s - 0.5 * (m * Math.log(2 * Math.PI) + (m - 1) * Math.log(within) + Math.log(within + m * between) + ss / within + (m * (own - mean) ** 2) / (within + m * between));
			}, 0);
		};
		const [b, w] = [number(values.var_between), number(values.var_within)];
		expect(number(values.loglik)).toBeCloseTo(logLik(b, w), 10);
		for (const [db, dw] of [[0.01, 0], [-0.01, 0], [0, 0.01], [0, -0.01], [0.01, -0.01]] as const) if (b + db >= 0) expect(logLik(b + db, w + dw)).toBeLessThanOrEqual(number(values.loglik));
		expect(number(values.lrt_vs_no_random)).toBeCloseTo(2 * (number(values.loglik) - logLik(0, ys.flat().reduce((s, v) => s + (v - 59 / 11) ** 2, 0) / 11)), 9);
	});
	it('ends at no group variance, and says so, where groups differ less than chance has it', () => {
		const table = tableOf({ y: numericColumn([1, 5, 9, 2, 5, 8, 0, 5, 10]), g: categoricalColumn(['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c']) });
		const found = result({ method: 'mixed', y: 'y', group: 'g', REML: false }, table);
		expect(found.values).toMatchObject({ var_between: 0, ICC: 0, lrt_vs_no_random: 0, lrt_p_half: 0.5 });
		expect(found.notes.map((n) => n.key)).toContain('model_no_group_variance');
	});
	it('does not care where the columns\' zero is or how large their unit is', () => {
		const x = [1, 4, 2, 6, 3, 8, 2, 4, 5];
		const y = [1.5, 5, 4, 15, 11, 17, 2, 7, 6];
		const g = ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'];
		const fit = (k: number, c: number) => result({ method: 'mixed', y: 'y', group: 'g', x: ['x'] }, tableOf({ y: numericColumn(y), x: numericColumn(x.map((v) => k * v + c)), g: categoricalColumn(g) })).values;
		const [plain, moved] = [fit(1, 0), fit(1000, 2e6)];
		expect(number(moved.var_between) / number(plain.var_between)).toBeCloseTo(1, 9);
		expect((at(moved.fixed, 1) * 1000) / at(plain.fixed, 1)).toBeCloseTo(1, 9);
		expect(number(moved.loglik)).toBeCloseTo(number(plain.loglik) - Math.log(1000), 8);
	});
	it('refuses one group, groups of one row each, and a response that does not vary within them', () => {
		const table = tableOf({ y: numericColumn([1, 2, 3, 4, 5]), one: categoricalColumn(['a', 'a', 'a', 'a', 'a']), each: categoricalColumn(['a', 'b', 'c', 'd', 'e']), g: categoricalColumn(['a', 'a', 'b', 'b', 'b']), flat: numericColumn([1, 1, 2, 2, 2]) });
		expect(code({ method: 'mixed', y: 'y', group: 'one' }, table)).toBe('groups');
		expect(code({ method: 'mixed', y: 'y', group: 'each' }, table)).toBe('too_few');
		expect(code({ method: 'mixed', y: 'flat', group: 'g' }, table)).toBe('constant');
	});
});

describe('numbers near the ends of what a computer holds', () => {
	it('are answered with numbers, infinities in words or a violation, never with NaN', () => {
		const x = Array.from({ length: 30 }, (_, i) => ((i * 7) % 11) + i / 10);
		for (const [sx, sy] of [[1e305, 1], [1, 1e305], [1e-300, 1e-300], [1e155, 1e155], [1e-150, 1e150]] as const) {
			const table = tableOf({ x: numericColumn(x.map((v) => v * sx)), y: numericColumn(x.map((v, i) => (2 * v + ((i * 13) % 7)) * sy)), c: categoricalColumn(x.map((_, i) => `c${i % 5}`)), w: numericColumn(x.map((_, i) => 1 + (i % 3))) });
			for (const spec of [{ method: 'ols', y: 'y', x: ['x'], cluster: 'c' }, { method: 'mixed', y: 'y', group: 'c', x: ['x'] }, { method: 'survey_mean', y: 'y', weights: 'w' }, { method: 'survey_ols', y: 'y', x: ['x'], weights: 'w' }]) {
				const found = run(spec as BaseSpec, table);
				const bad: number[] = [];
				JSON.stringify(found, (_, v: unknown) => (typeof v === 'number' && !Number.isFinite(v) ? bad.push(v) : v));
				expect(bad).toEqual([]);
			}
		}
	});
});
