import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isViolation } from '../../analysis/assumptions.ts';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, hochberg, holm } from '../../analysis/plan/adjust.ts';
import { effectiveSize, sizeWorth } from '../../analysis/plan/effective.ts';
import type { Value } from '../../analysis/result.ts';
import { run } from '../../analysis/run.ts';
import type { BaseSpec } from '../../analysis/spec/fields.ts';

const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
const all = { bonferroni, holm, hochberg, benjaminiHochberg, benjaminiYekutieli };

function numbersIn(value: Value): number[] {
	if (typeof value === 'number') return [value];
	return value !== null && typeof value === 'object' ? Object.values(value as Record<string, Value>).flatMap(numbersIn) : [];
}

it.each(Object.entries(all))('%s corrects upwards, keeps the order of the p-values, does not depend on theirs and leaves them alone', (_, adjust) => {
	fc.assert(
		fc.property(p, (values) => {
			const kept = [...values];
			const out = adjust(values);
			out.forEach((x, i) => {
				expect(x).toBeGreaterThanOrEqual(values[i]! * (1 - 1e-15));
				expect(x).toBeLessThanOrEqual(1);
				out.forEach((y, j) => values[i]! < values[j]! && expect(x).toBeLessThanOrEqual(y));
			});
			expect(adjust(values.toReversed()).toReversed()).toEqual(out);
			expect(values).toEqual(kept);
		})
	);
});
it('the corrections are ordered from the mildest to the strictest', () => {
	fc.assert(
		fc.property(p, (values) => {
			const [bh, hoch, ho, bo] = [benjaminiHochberg(values), hochberg(values), holm(values), bonferroni(values)];
			values.forEach((_, i) => {
				expect(bh[i]).toBeLessThanOrEqual(hoch[i]! + 1e-15);
				expect(hoch[i]).toBeLessThanOrEqual(ho[i]! + 1e-15);
				expect(ho[i]).toBeLessThanOrEqual(bo[i]! + 1e-15);
			});
		})
	);
});

const base = { alpha: fc.constantFrom(0.001, 0.05, 0.2), design_effect: fc.option(fc.double({ min: 0.5, max: 5, noNaN: true })), population: fc.option(fc.integer({ min: 2, max: 5000 })) };
const n = fc.option(fc.double({ min: 2, max: 800, noNaN: true }));
const effect = fc.option(fc.double({ min: -0.99, max: 0.99, noNaN: true }));
const size = fc.option(fc.double({ min: 0, max: 2, noNaN: true }));
const power = fc.option(fc.double({ min: 0.01, max: 0.999, noNaN: true }));
const sides = { alternative: fc.option(fc.constantFrom('two_sided', 'one_sided')) };
const specs = fc.oneof(
	fc.record({ method: fc.constant('power_t_test'), n_per_group: n, d: effect, power, ...base, ...sides }),
	fc.record({ method: fc.constant('power_t_test'), n1: n, n2: n, d: effect, power, ...base, ...sides }),
	fc.record({ method: fc.constant('power_t_test_paired'), n, d: effect, power, ...base, ...sides }),
	fc.record({ method: fc.constant('power_two_proportions'), p1: fc.double({ min: 0, max: 1, noNaN: true }), p2: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), n_per_group: n, power, ...base, ...sides }),
	fc.record({ method: fc.constant('power_anova'), k: fc.integer({ min: 2, max: 9 }), n_per_group: n, f: size, power, ...base }),
	fc.record({ method: fc.constant('power_chisq'), df: fc.integer({ min: 1, max: 30 }), n, w: size, power, ...base }),
	fc.record({ method: fc.constant('power_correlation'), n, r: effect, power, ...base, ...sides })
);

it('any design gives finite numbers with a power from 0 to 1, or says what it needs', () => {
	let answered = 0;
	fc.assert(
		fc.property(specs, (spec) => {
			const kept = structuredClone(spec);
			const result = run(spec as unknown as BaseSpec);
			expect(spec).toEqual(kept);
			if (isViolation(result)) return;
			answered += 1;
			const found = numbersIn(result.values);
			expect(found.every(Number.isFinite)).toBe(true);
			expect(result.values.power).toBeGreaterThanOrEqual(0);
			expect(result.values.power).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 400, seed: 5 }
	);
	expect(answered).toBeGreaterThan(40);
});
it('a larger sample never has less power, from the sizes on where the approximation for correlations holds', () => {
	fc.assert(
		fc.property(fc.integer({ min: 15, max: 400 }), fc.double({ min: 0.01, max: 1, noNaN: true }), fc.constantFrom('power_t_test_paired', 'power_correlation', 'power_chisq'), (size, x, method) => {
			const name = { power_t_test_paired: 'd', power_correlation: 'r', power_chisq: 'w' }[method];
			const value = method === 'power_correlation' ? x * 0.9 : x;
			const at = (k: number) => {
				const result = run({ method, n: k, [name]: value, ...(method === 'power_chisq' && { df: 3 }) } as BaseSpec);
				return isViolation(result) ? NaN : (result.values.power as number);
			};
			expect(at(size + 1)).toBeGreaterThanOrEqual(at(size) - 1e-12);
		}),
		{ numRuns: 150 }
	);
});
it('effective sizes go there and back', () => {
	fc.assert(
		fc.property(fc.double({ min: 1, max: 1e4, noNaN: true }), fc.double({ min: 0.5, max: 9, noNaN: true }), fc.double({ min: 1.01, max: 50, noNaN: true }), (k, designEffect, times) => {
			const worth = { designEffect, population: k * times };
			expect(Math.abs(sizeWorth(effectiveSize(k, worth), worth) / k - 1)).toBeLessThan(1e-12);
		})
	);
});
