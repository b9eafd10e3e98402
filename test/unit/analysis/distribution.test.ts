import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betaLower, betaUpper, logBeta } from '../../../analysis/distribution/beta.ts';
import { bivariateNormalLower } from '../../../analysis/distribution/binormal.ts';
import { chisqDensity, chisqLower, chisqQuantile, chisqQuantileUpper, chisqUpper } from '../../../analysis/distribution/chisq.ts';
import { fDensity, fLower, fQuantile, fQuantileUpper, fUpper } from '../../../analysis/distribution/f.ts';
import { gammaLower, gammaUpper, logFactorial, logGamma } from '../../../analysis/distribution/gamma.ts';
import { cellLower, cellMean, cellProbabilities, cellTwoSided, cellUpper } from '../../../analysis/distribution/hypergeometric.ts';
import { ncChisqLower, ncChisqUpper, ncpIntervalChisq } from '../../../analysis/distribution/noncentral-chisq.ts';
import { ncFLower, ncFUpper, ncpIntervalF } from '../../../analysis/distribution/noncentral-f.ts';
import { ncpIntervalT, nctLower, nctUpper } from '../../../analysis/distribution/noncentral-t.ts';
import { normalLower, normalQuantile, normalTwoSided, normalUpper } from '../../../analysis/distribution/normal.ts';
import { studentizedRangeQuantile, studentizedRangeUpper } from '../../../analysis/distribution/range.ts';
import { tCentral, tDensity, tLower, tQuantile, tTwoSided, tUpper } from '../../../analysis/distribution/t.ts';

const near = (actual: number, expected: number, relative = 1e-12) => expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(relative);

describe('a probability that underflows', () => {
	it('stands as the smallest positive number beside a logarithm that is right', () => {
		const { p, logP } = normalTwoSided(100);
		expect(p).toBe(5e-324);
		// Mills's ratio: log 2 + log φ(100) − log 100 − log(1 + 1/100²) to first order
		near(logP, Math.LN2 - 5000 - 0.5 * Math.log(2 * Math.PI) - Math.log(100) - 9.997001e-5, 1e-12);
	});
	it('is 0 only for what cannot happen', () => {
		expect(chisqLower(0, 3)).toEqual({ p: 0, logP: -Infinity });
		expect(tTwoSided(Infinity, 5)).toEqual({ p: 0, logP: -Infinity });
		expect(tTwoSided(1e200, 5).p).toBe(5e-324);
		near(tTwoSided(1e200, 1).p, 2e-200 / Math.PI);
	});
});

describe('tails with a closed form', () => {
	it('chi-square with 2 degrees of freedom is e^(-x/2)', () => {
		for (const x of [1e-9, 0.3, 5, 400, 1300]) near(chisqUpper(x, 2).p, Math.exp(-x / 2), 1e-12);
		near(chisqLower(1e-14, 2).p, 5e-15);
	});
	it('t with 1 degree of freedom is an arctangent', () => {
		for (const t of [1e-6, 0.5, 1, 7, 1e5, 1e12]) near(tTwoSided(t, 1).p, (2 / Math.PI) * Math.atan(1 / t), 1e-13);
	});
	it('F with 2 numerator degrees of freedom is a power', () => {
		for (const x of [1e-7, 0.2, 3, 900]) near(fUpper(x, 2, 11).p, (1 + (2 * x) / 11) ** -5.5, 1e-12);
	});
	it('a beta with a parameter of 1 is a power', () => {
		near(betaLower(0.3, 7.5, 1).p, 0.3 ** 7.5, 1e-13);
		near(betaUpper(0.3, 1, 40).p, 0.7 ** 40, 1e-13);
	});
	it('the gamma function of half numbers is a root of pi', () => {
		near(logGamma(0.5), 0.5 * Math.log(Math.PI), 1e-15);
		near(logGamma(1 + 2 ** -40), -0.5772156649015329 * 2 ** -40, 1e-11);
		expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
		near(logFactorial(170), logGamma(171), 1e-14);
		near(logBeta(1e8, 0.5), 0.5 * Math.log(Math.PI / 1e8) + 0.125e-8, 1e-14);
	});
});

describe('the two tails', () => {
	it('sum to 1 and are both exact', () => {
		for (const a of [0.1, 1, 19.9, 20.1, 3000]) {
			for (const factor of [0.01, 0.59, 0.61, 0.99, 1, 1.01, 1.39, 1.41, 5]) expect(gammaLower(a, a * factor).p + gammaUpper(a, a * factor).p).toBeCloseTo(1, 13);
		}
		for (const F of [0.01, 0.7, 1, 1.3, 50]) expect(fLower(F, 3, 40).p + fUpper(F, 3, 40).p).toBeCloseTo(1, 14);
		for (const t of [-8, -0.1, 0, 2]) expect(tLower(t, 7).p + tUpper(t, 7).p).toBeCloseTo(1, 15);
	});
	it('are the reflection of each other for symmetric distributions', () => {
		expect(tLower(-3.3, 12)).toEqual(tUpper(3.3, 12));
		expect(normalLower(-3.3)).toEqual(normalUpper(3.3));
	});
	it('meet where the method of computing changes', () => {
		const step = (f: (x: number) => number, x: number) => Math.abs(f(x * (1 + 1e-12)) / f(x * (1 - 1e-12)) - 1);
		for (const x of [0.6 * 40, 40, 1.4 * 40]) expect(step((v) => gammaUpper(40, v).p, x)).toBeLessThan(2e-10);
	});
});

describe('limits of the degrees of freedom', () => {
	it('an infinite number gives the normal and the chi-square distribution', () => {
		near(tTwoSided(2.5, 1e14).p, normalTwoSided(2.5).p, 1e-11);
		expect(tTwoSided(2.5, Infinity)).toEqual(normalTwoSided(2.5));
		near(fUpper(2.5, 4, 1e14).p, chisqUpper(10, 4).p, 1e-11);
		expect(fUpper(2.5, 4, Infinity)).toEqual(chisqUpper(10, 4));
		near(studentizedRangeUpper(3.5, 4, 1e8).p, studentizedRangeUpper(3.5, 4, Infinity).p, 1e-6);
	});
	it('t squared is F, and F with 1 degree of freedom is t', () => near(fUpper(6.25, 1, 33).p, tTwoSided(2.5, 33).p, 1e-14));
	it('the mass inside is exact where it is small', () => near(tCentral(1e-9, 4).p, 2e-9 * tDensity(0, 4), 1e-13));
});

describe('densities', () => {
	it('are the slope of the tails', () => {
		const slope = (f: (x: number) => number, x: number) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
		near(chisqDensity(3, 5), slope((x) => chisqLower(x, 5).p, 3), 1e-8);
		near(fDensity(1.3, 4, 9), slope((x) => fLower(x, 4, 9).p, 1.3), 1e-8);
		near(tDensity(-1.3, 4), slope((x) => tLower(x, 4).p, -1.3), 1e-8);
	});
});

describe('quantiles', () => {
	it('are undone by their distribution', () => {
		for (const p of [1e-280, 1e-20, 0.003, 0.3, 0.5, 0.77, 0.9999]) {
			near(normalLower(normalQuantile(p)).p, p, 1e-12);
			for (const df of [0.7, 1, 4.4, 90, 1e5]) {
				if (df >= 1) near(tLower(tQuantile(p, df), df).p, p, 1e-11);
				if (df > 4) near(chisqLower(chisqQuantile(p, df), df).p, p, 1e-11);
				if (df > 4) near(fLower(fQuantile(p, df, 17), df, 17).p, p, 1e-11);
			}
		}
	});
	it('have a form for upper tails that 1 − p would lose', () => {
		near(chisqUpper(chisqQuantileUpper(1e-40, 6), 6).p, 1e-40, 1e-12);
		near(fUpper(fQuantileUpper(1e-40, 6, 60), 6, 60).p, 1e-40, 1e-12);
	});
	it('are the ends of the distribution at 0 and 1 and no number outside', () => {
		expect([normalQuantile(0), normalQuantile(1), tQuantile(1, 3), chisqQuantile(0, 3), chisqQuantile(1, 3), fQuantile(1, 2, 3)]).toEqual([-Infinity, Infinity, Infinity, 0, Infinity, Infinity]);
		expect(normalQuantile(1.1)).toBeNaN();
		expect([tQuantile(1e-280, 0.7), chisqQuantile(1e-300, 0.1)]).toEqual([-Infinity, 0]);
	});
	it('of F are nearer than those of R, whose step through 1/x − 1 loses digits', () => {
		const q = fQuantile(0.005, 1, 4000);
		near(fLower(q, 1, 4000).p, 0.005, 1e-14);
		const golden = JSON.parse(readFileSync('test/reference/golden/distributions.json', 'utf8')) as { tests: { method: string; args: { p: number[]; df1: number[]; df2: number[] }; expected: { q: number[] } }[] };
		const { args, expected } = golden.tests.find((t) => t.method === 'quantile_f')!;
		const at = args.p.findIndex((p, i) => p === 0.005 && args.df1[i] === 1 && args.df2[i] === 4000);
		expect(Math.abs(fLower(expected.q[at]!, 1, 4000).p / 0.005 - 1)).toBeGreaterThan(1e-10);
	});
});

describe('noncentral distributions', () => {
	it('are the central ones without noncentrality', () => {
		expect(nctUpper(2, 9, 0)).toEqual(tUpper(2, 9));
		near(nctUpper(2, 9, 1e-13).p, tUpper(2, 9).p, 1e-11);
		near(ncChisqUpper(9, 3, 1e-13).p, chisqUpper(9, 3).p, 1e-11);
		near(ncFUpper(2, 3, 40, 1e-13).p, fUpper(2, 3, 40).p, 1e-11);
	});
	it('have tails that sum to 1', () => {
		for (const ncp of [0.5, 4, 30]) {
			expect(nctLower(5, 12, ncp).p + nctUpper(5, 12, ncp).p).toBeCloseTo(1, 12);
			expect(ncChisqLower(20, 3, ncp).p + ncChisqUpper(20, 3, ncp).p).toBeCloseTo(1, 13);
			expect(ncFLower(4, 3, 40, ncp).p + ncFUpper(4, 3, 40, ncp).p).toBeCloseTo(1, 13);
		}
	});
	it('agree among themselves: t squared is F with one degree of freedom', () => {
		near(nctUpper(2.5, 20, 1.2).p + nctLower(-2.5, 20, 1.2).p, ncFUpper(6.25, 1, 20, 1.44).p, 1e-11);
	});
	it('one chi-square with 1 degree of freedom is a normal deviate squared', () => near(ncChisqUpper(9, 1, 4).p, normalUpper(1).p + normalUpper(5).p, 1e-13));
	it('t at 0 has the probability of a normal deviate below minus the noncentrality', () => near(nctLower(0, 7, 1.5).p, normalLower(-1.5).p, 1e-14));
	it('of t are the same by either way of integrating', () => {
		for (const df of [1, 7, 90]) {
			const [below, above] = [Math.sqrt(df) * (1 - 1e-9), Math.sqrt(df) * (1 + 1e-9)];
			for (const ncp of [-2, 1, 6]) {
				near(nctUpper(above, df, ncp).p, nctUpper(below, df, ncp).p, 1e-6 * df);
				near(nctUpper(above, df, ncp).p + nctLower(above, df, ncp).p, 1, 1e-12);
				near(nctUpper(-above, df, ncp).p, nctLower(above, df, -ncp).p, 1e-12);
			}
		}
	});
	it('of t hold for a nearly constant difference, where t is in the millions', () => {
		const { low } = ncpIntervalT(1e6, 2, 0.95);
		// with 2 degrees of freedom P(T ≥ t) is 1 − e^−(ncp/t)² when the numerator hardly varies
		near(low, 1e6 * Math.sqrt(-Math.log(0.975)), 1e-8);
	});
	it('give intervals whose ends put half of what is left in each tail', () => {
		const t = ncpIntervalT(2.5, 58, 0.9);
		near(nctUpper(2.5, 58, t.low).p, 0.05, 1e-10);
		near(nctLower(2.5, 58, t.high).p, 0.05, 1e-10);
		const f = ncpIntervalF(4, 3, 90, 0.9);
		near(ncFUpper(4, 3, 90, f.low).p, 0.05, 1e-10);
		near(ncFLower(4, 3, 90, f.high).p, 0.05, 1e-10);
		const c = ncpIntervalChisq(25, 4, 0.9);
		near(ncChisqUpper(25, 4, c.low).p, 0.05, 1e-10);
		near(ncChisqLower(25, 4, c.high).p, 0.05, 1e-10);
	});
	it('give 0 as the end where no noncentrality reaches the level', () => {
		expect(ncpIntervalChisq(1, 4, 0.95).low).toBe(0);
		expect(ncpIntervalF(0.001, 3, 90, 0.95)).toEqual({ low: 0, high: 0 });
	});
	it('turn with the sign of t', () => {
		const up = ncpIntervalT(3, 20, 0.95);
		const down = ncpIntervalT(-3, 20, 0.95);
		near(up.low, -down.high, 1e-10);
		near(up.high, -down.low, 1e-10);
	});
});

describe('the studentized range', () => {
	it('of two groups is a t test', () => near(studentizedRangeUpper(3, 2, 15).p, tTwoSided(3 / Math.SQRT2, 15).p, 1e-14));
	it('of three groups and no variance known well agrees with tables', () => {
		// Harter (1960): upper 5 % points
		near(studentizedRangeQuantile(0.95, 3, 20), 3.578, 2e-4);
		near(studentizedRangeQuantile(0.95, 10, 120), 4.56, 2e-4);
	});
	it('goes on beyond the smallest number, falling', () => {
		const far = [50, 60, 80].map((q) => studentizedRangeUpper(q, 4, 1e5));
		expect(far[2]!.p).toBe(5e-324);
		expect(far[0]!.logP).toBeGreaterThan(far[1]!.logP);
		expect(far[1]!.logP).toBeGreaterThan(far[2]!.logP);
	});
	it('is certain at 0 and impossible at infinity', () => {
		expect(studentizedRangeUpper(0, 4, 10).p).toBe(1);
		expect(studentizedRangeUpper(Infinity, 4, 10).p).toBe(0);
	});
});

describe('the bivariate normal distribution', () => {
	it('at its centre is 1/4 + asin(rho)/2π', () => {
		for (const rho of [-0.999, -0.93, -0.4, 0, 0.2, 0.8, 0.924, 0.926, 0.9999]) expect(bivariateNormalLower(0, 0, rho)).toBeCloseTo(0.25 + Math.asin(rho) / (2 * Math.PI), 14);
	});
	it('is the product without correlation, the smaller side with full correlation, and the margin at infinity', () => {
		expect(bivariateNormalLower(1, -0.5, 0)).toBeCloseTo(normalLower(1).p * normalLower(-0.5).p, 15);
		expect(bivariateNormalLower(1, -0.5, 1)).toBeCloseTo(normalLower(-0.5).p, 15);
		expect(bivariateNormalLower(1, -0.5, -1)).toBeCloseTo(normalLower(1).p - normalLower(0.5).p, 15);
		expect(bivariateNormalLower(Infinity, -0.5, 0.6)).toBe(normalLower(-0.5).p);
		expect(bivariateNormalLower(-Infinity, 2, 0.6)).toBe(0);
	});
});

describe('the first cell of a 2 × 2 table', () => {
	const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
	it('has the probabilities that counting gives', () => {
		const cell = cellProbabilities(8, 5, 6);
		expect([cell.low, cell.high]).toEqual([1, 6]);
		cell.logP.forEach((l, i) => near(Math.exp(l), (choose(8, i + 1) * choose(5, 5 - i)) / choose(13, 6), 1e-13));
		near(cellMean(cell), (8 * 6) / 13, 1e-13);
	});
	it('weighs each count with the odds ratio to its power', () => {
		const [plain, weighed] = [cellProbabilities(8, 5, 6), cellProbabilities(8, 5, 6, Math.log(3))];
		const raw = plain.logP.map((l, i) => Math.exp(l) * 3 ** i);
		const total = raw.reduce((a, b) => a + b, 0);
		weighed.logP.forEach((l, i) => near(Math.exp(l), raw[i]! / total, 1e-13));
	});
	it('has tails that count whole tables', () => {
		const cell = cellProbabilities(8, 5, 6);
		expect(cellLower(cell, 3).p + cellUpper(cell, 4).p).toBeCloseTo(1, 14);
		expect([cellLower(cell, 6).p, cellUpper(cell, 1).p, cellLower(cell, 0).p]).toEqual([1, 1, 0]);
		near(cellTwoSided(cellProbabilities(4, 4, 4), 3).p, 34 / 70, 1e-13);
	});
	it('holds for margins in the millions', () => {
		const cell = cellProbabilities(2_000_000, 3_000_000, 1000);
		near(cellMean(cell), 400, 1e-12);
	});
});
