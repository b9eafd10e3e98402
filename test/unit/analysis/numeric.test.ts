import { describe, expect, it } from 'vitest';
import { chebyshevAt, chebyshevFit } from '../../../analysis/numeric/chebyshev.ts';
import { gaussLegendre } from '../../../analysis/numeric/gauss-legendre.ts';
import { logIntegral, logSeries } from '../../../analysis/numeric/integrate.ts';
import { normalFrom, seededRandom } from '../../../analysis/numeric/random.ts';
import { findRoot } from '../../../analysis/numeric/root.ts';
import { exactSum, moments } from '../../../analysis/numeric/sum.ts';

describe('sums', () => {
	it('are rounded once, whatever is cancelled on the way', () => {
		expect(exactSum([1e16, 1, 1, -1e16])).toBe(2);
		expect(exactSum([1e100, 1, -1e100, 1e-300])).toBe(1);
		expect(exactSum(new Float64Array(10).fill(0.1))).toBe(1);
		expect(exactSum([1, 2 ** -53, 2 ** -106])).toBe(1 + 2 ** -52);
		expect(exactSum([])).toBe(0);
		expect(exactSum([1.5e308, 1.5e308, -1.5e308, -1.5e308, 7])).toBe(7);
		expect(exactSum([1.5e308, 1.5e308])).toBe(Infinity);
	});
});

describe('moments', () => {
	it('keep their digits for large decimals with small spread, as NIST NumAcc4 has them', () => {
		const values = [10000000.2, ...Array.from({ length: 500 }, () => [10000000.1, 10000000.3]).flat()];
		expect(moments(values)).toMatchObject({ n: 1001, mean: 10000000.2, sd: 0.1 });
	});
	it('do so also where a double holds the last decimal only roughly', () => {
		expect(moments([1000000000000.4, 1000000000000.3, 1000000000000.5])).toMatchObject({ mean: 1000000000000.4, variance: 0.01 });
	});
	it('shift and scale with the values', () => {
		const values = [1 / 3, 2 / 7, 11 / 13, 5 / 9];
		const plain = moments(values);
		const moved = moments(values.map((x) => 8 * x));
		expect(moved.variance).toBeCloseTo(64 * plain.variance!, 12);
		expect(moved.mean).toBeCloseTo(8 * plain.mean!, 14);
	});
	it('of values whose squares overflow are numbers or infinite, never undefined', () => {
		const { mean, sd } = moments([1e300, -1e300, 3e300]);
		expect(mean).toBeCloseTo(1e300, -290);
		expect(sd! / 2e300).toBeCloseTo(1, 12);
	});
	it('are null where there are too few values', () => {
		expect(moments([])).toEqual({ n: 0, sum: 0, mean: null, ss: 0, variance: null, sd: null });
		expect(moments([3.5])).toEqual({ n: 1, sum: 3.5, mean: 3.5, ss: 0, variance: null, sd: null });
	});
	it('leave the values as they were', () => {
		const values = Float64Array.of(3, 1, 2);
		moments(values);
		expect([...values]).toEqual([3, 1, 2]);
	});
});

describe('roots', () => {
	it('are found to the last digits', () => {
		expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
		expect(findRoot((x) => Math.exp(x) - 1e-30, -100, 5)).toBeCloseTo(Math.log(1e-30), 12);
		expect(findRoot((x) => x ** 9, -1, 3)).toBeCloseTo(0, 1);
	});
	it('may be at an end', () => expect(findRoot((x) => x - 3, 3, 5)).toBe(3));
	it('are refused where the sign does not change', () => expect(findRoot((x) => x * x + 1, -1, 1)).toEqual({ violation: 'not_converged', params: { iterations: 0 } }));
	it('are refused where the function is no number', () => expect(findRoot((x) => (Math.abs(x) === 1 ? x : NaN), -1, 1)).toHaveProperty('violation', 'not_converged'));
});

describe('integrals', () => {
	it('of a bell is its known area, wherever it lies and however narrow', () => {
		for (const [m, s] of [[0, 1], [300, 0.01], [-7, 50]] as const) expect(logIntegral((x) => -((x - m) ** 2) / (2 * s * s), m + s, s)).toBeCloseTo(Math.log(s * Math.sqrt(2 * Math.PI)), 12);
	});
	it('hold for one steep and one slow side', () => expect(logIntegral((x) => 3 * x - Math.exp(x), 0, 1)).toBeCloseTo(Math.log(2), 12));
	it('of a series of terms is its sum', () => {
		expect(logSeries((j) => j * Math.log(50) - Array.from({ length: j }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0), 3)).toBeCloseTo(50, 11);
		expect(logSeries((j) => -j, 20)).toBeCloseTo(-Math.log(1 - Math.exp(-1)), 13);
	});
});

describe('rules and fits', () => {
	it("Gauss and Legendre's rule is exact for polynomials up to twice its points less one", () => {
		const { nodes, weights } = gaussLegendre(6);
		for (let power = 0; power < 12; power++) {
			const sum = nodes.reduce((s, x, i) => s + weights[i]! * x ** power, 0);
			expect(sum).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 14);
		}
	});
	it('a Chebyshev fit of a smooth function is exact', () => {
		const fit = chebyshevFit(Math.exp, 1, 2, 16);
		for (const x of [1, 1.37, 2]) expect(chebyshevAt(fit, 2 * x - 3)).toBeCloseTo(Math.exp(x), 13);
	});
});

describe('seeded random numbers', () => {
	it('are the same for the same seed and others for another', () => {
		const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
		expect(draw(7)).toEqual(draw(7));
		expect(new Set([draw(7)[0], draw(8)[0], draw(-7)[0], draw(7 + 2 ** 32)[0]]).size).toBe(4);
	});
	it('lie inside 0 and 1 with the moments of a uniform distribution', () => {
		const random = seededRandom(1);
		const x = Float64Array.from({ length: 100_000 }, random);
		expect(x.every((v) => v > 0 && v < 1)).toBe(true);
		const { mean, variance } = moments(x);
		expect(Math.abs(mean! - 0.5)).toBeLessThan(0.004);
		expect(Math.abs(variance! - 1 / 12)).toBeLessThan(0.001);
	});
	it('make normal deviates with mean 0, variance 1 and no correlation from one to the next', () => {
		const normal = normalFrom(seededRandom(2));
		const x = Float64Array.from({ length: 100_000 }, normal);
		const { mean, variance } = moments(x);
		expect(Math.abs(mean!)).toBeLessThan(0.013);
		expect(Math.abs(variance! - 1)).toBeLessThan(0.02);
		expect(Math.abs(x.slice(1).reduce((s, v, i) => s + v * x[i]!, 0) / x.length)).toBeLessThan(0.013);
	});
});
