import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaLower, betaUpper } from '../../analysis/distribution/beta.ts';
import { bivariateNormalLower } from '../../analysis/distribution/binormal.ts';
import { chisqLower, chisqQuantile, chisqUpper } from '../../analysis/distribution/chisq.ts';
import { fLower, fQuantile, fUpper } from '../../analysis/distribution/f.ts';
import { cellProbabilities } from '../../analysis/distribution/hypergeometric.ts';
import { ncChisqUpper, ncpIntervalChisq } from '../../analysis/distribution/noncentral-chisq.ts';
import { ncpIntervalF } from '../../analysis/distribution/noncentral-f.ts';
import { ncpIntervalT, nctUpper } from '../../analysis/distribution/noncentral-t.ts';
import { normalLower, normalUpper } from '../../analysis/distribution/normal.ts';
import { studentizedRangeUpper } from '../../analysis/distribution/range.ts';
import { tLower, tQuantile, tTwoSided, tUpper } from '../../analysis/distribution/t.ts';
import type { Tail } from '../../analysis/distribution/tail.ts';
import { exactSum, moments } from '../../analysis/numeric/sum.ts';

/** Positive numbers over many sizes. */
const positive = (low: number, high: number) => fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const df = positive(0.3, 1e7);
const tails: [string, (x: number, a: number, b: number) => [Tail, Tail]][] = [
	['normal', (x) => [normalLower(Math.log(x)), normalUpper(Math.log(x))]],
	['t', (x, a) => [tLower(Math.log(x), a), tUpper(Math.log(x), a)]],
	['chi-square', (x, a) => [chisqLower(x, a), chisqUpper(x, a)]],
	['F', (x, a, b) => [fLower(x, a, b), fUpper(x, a, b)]],
	['beta', (x, a, b) => [betaLower(x / (1 + x), a, b, 1 / (1 + x)), betaUpper(x / (1 + x), a, b, 1 / (1 + x))]]
];

describe.each(tails)('%s', (_, both) => {
	it('has tails between 0 and 1 that sum to 1, with logarithms that say the same', () => {
		fc.assert(
			fc.property(positive(1e-12, 1e8), df, df, (x, a, b) => {
				for (const tail of both(x, a, b)) {
					expect(tail.p).toBeGreaterThan(0);
					expect(tail.p).toBeLessThanOrEqual(1);
					expect(tail.logP).toBeLessThanOrEqual(0);
					if (tail.p > 1e-300) expect(Math.abs(Math.exp(tail.logP) / tail.p - 1)).toBeLessThan(1e-12);
					else expect(tail.logP).toBeLessThan(-690);
				}
				const [lower, upper] = both(x, a, b);
				expect(Math.abs(lower.p + upper.p - 1)).toBeLessThan(1e-12);
			}),
			{ numRuns: 300 }
		);
	});
	it('has an upper tail that falls as x rises', () => {
		fc.assert(
			fc.property(positive(1e-6, 1e4), positive(1.001, 3), positive(0.3, 1e4), positive(0.3, 1e4), (x, factor, a, b) => {
				const [near, far] = [both(x, a, b)[1].logP, both(x * factor, a, b)[1].logP];
				expect(far - near).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(near)));
			}),
			{ numRuns: 300 }
		);
	});
});

it('t does not know left from right', () => {
	fc.assert(
		fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), df, (t, n) => {
			expect(tTwoSided(-t, n)).toEqual(tTwoSided(t, n));
			expect(tLower(-t, n)).toEqual(tUpper(t, n));
		})
	);
});
it('the reciprocal of F is F with its degrees of freedom exchanged', () => {
	fc.assert(
		fc.property(positive(1e-3, 1e3), positive(0.5, 1e3), positive(0.5, 1e3), (x, a, b) => {
			const upper = fUpper(x, a, b).logP;
			expect(Math.abs(upper - fLower(1 / x, b, a).logP)).toBeLessThan(1e-10 * Math.max(1, Math.abs(upper)));
		})
	);
});
it('quantiles and distributions undo each other', () => {
	const p = fc.double({ min: Math.log(1e-200), max: Math.log(0.4), noNaN: true }).map(Math.exp);
	fc.assert(
		fc.property(p, positive(2, 1e5), positive(2, 1e5), (x, a, b) => {
			expect(Math.abs(tLower(tQuantile(x, a), a).p / x - 1)).toBeLessThan(1e-10);
			const c = chisqQuantile(x, a);
			if (c > 1e-300) expect(Math.abs(chisqLower(c, a).p / x - 1)).toBeLessThan(1e-10);
			const f = fQuantile(x, a, b);
			if (f > 1e-300) expect(Math.abs(fLower(f, a, b).p / x - 1)).toBeLessThan(1e-10);
		}),
		{ numRuns: 200 }
	);
});
it('noncentral tails rise with the noncentrality', () => {
	fc.assert(
		fc.property(fc.double({ min: -5, max: 10, noNaN: true }), positive(1, 500), fc.double({ min: -3, max: 8, noNaN: true }), (t, n, ncp) => {
			expect(nctUpper(t, n, ncp + 0.1).logP).toBeGreaterThanOrEqual(nctUpper(t, n, ncp).logP - 1e-11);
			expect(ncChisqUpper(Math.abs(t) * 5 + 0.1, n, Math.abs(ncp) + 0.1).logP).toBeGreaterThanOrEqual(ncChisqUpper(Math.abs(t) * 5 + 0.1, n, Math.abs(ncp)).logP - 1e-11);
		}),
		{ numRuns: 100 }
	);
});
it('intervals of a noncentrality are finite and in order, whatever the statistic', () => {
	fc.assert(
		fc.property(positive(1e-4, 2000), positive(0.5, 1e4), positive(0.5, 1e4), fc.constantFrom(0.5, 0.9, 0.99), (x, a, b, level) => {
			for (const { low, high } of [ncpIntervalT(x, a, level), ncpIntervalT(-x, a, level), ncpIntervalF(x, a, b, level), ncpIntervalChisq(x, a, level)]) {
				expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
				expect(low).toBeLessThanOrEqual(high);
			}
		}),
		{ numRuns: 60 }
	);
});
it('the studentized range of more groups is wider, and its tail falls', () => {
	fc.assert(
		fc.property(positive(0.1, 60), fc.integer({ min: 2, max: 30 }), positive(1, 1e5), (q, k, n) => {
			const here = studentizedRangeUpper(q, k, n).logP;
			expect(studentizedRangeUpper(q, k + 1, n).logP).toBeGreaterThanOrEqual(here - 1e-10 * Math.max(1, Math.abs(here)));
			expect(studentizedRangeUpper(q * 1.01, k, n).logP).toBeLessThanOrEqual(here + 1e-10 * Math.max(1, Math.abs(here)));
		}),
		{ numRuns: 100 }
	);
});
it('the bivariate normal is symmetric and its four rectangles sum to 1', () => {
	const z = fc.double({ min: -6, max: 6, noNaN: true });
	fc.assert(
		fc.property(z, z, fc.double({ min: -1, max: 1, noNaN: true }), (h, k, rho) => {
			expect(Math.abs(bivariateNormalLower(h, k, rho) - bivariateNormalLower(k, h, rho))).toBeLessThan(1e-14);
			const sum = bivariateNormalLower(h, k, rho) + bivariateNormalLower(-h, -k, rho) + bivariateNormalLower(-h, k, -rho) + bivariateNormalLower(h, -k, -rho);
			expect(Math.abs(sum - 1)).toBeLessThan(1e-14);
		}),
		{ numRuns: 300 }
	);
});
it('the probabilities of a cell sum to 1 and mirror when the rows are exchanged', () => {
	const total = fc.integer({ min: 0, max: 200 });
	fc.assert(
		fc.property(total, total, fc.nat(400), fc.double({ min: -3, max: 3, noNaN: true }), (a, b, c, odds) => {
			const column = Math.min(c, a + b);
			const cell = cellProbabilities(a, b, column, odds);
			expect(Math.abs(cell.logP.reduce((s, l) => s + Math.exp(l), 0) - 1)).toBeLessThan(1e-12);
			const mirrored = cellProbabilities(b, a, column, -odds).logP.toReversed();
			cell.logP.forEach((l, i) => expect(Math.abs(l - mirrored[i]!)).toBeLessThan(1e-9));
		})
	);
});
it('sums and moments do not depend on the order of the values and leave them alone', () => {
	fc.assert(
		fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 60 }), (values) => {
			const kept = [...values];
			const turned = values.toReversed();
			expect(exactSum(turned)).toBe(exactSum(values));
			const [a, b] = [moments(values), moments(turned)];
			expect(Math.abs(a.ss - b.ss)).toBeLessThanOrEqual(1e-13 * a.ss);
			expect(values).toEqual(kept);
		})
	);
});
