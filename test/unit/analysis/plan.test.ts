import { describe, expect, it } from 'vitest';
import { isViolation } from '../../../analysis/assumptions.ts';
import { tQuantile } from '../../../analysis/distribution/t.ts';
import { normalFrom, seededRandom } from '../../../analysis/numeric/random.ts';
import { designEffect, effectiveSize, sizeWorth } from '../../../analysis/plan/effective.ts';
import { marginOfError, neededForMargin } from '../../../analysis/plan/margin.ts';
import { effectH, powerAnova, powerChisq, powerOneSample, powerTwoSample, powerTwoShares, shareAt } from '../../../analysis/plan/power.ts';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, hochberg, holm } from '../../../analysis/plan/adjust.ts';
import { run } from '../../../analysis/run.ts';
import type { BaseSpec } from '../../../analysis/spec/fields.ts';

type Spec = Record<string, unknown> & { method: string };
const result = (spec: Spec) => {
	const found = run(spec as BaseSpec);
	if (isViolation(found)) throw new Error(JSON.stringify(found));
	return found;
};
const values = (spec: Spec) => result(spec).values as Record<string, number>;

describe('power', () => {
	it('without an effect is the level of significance', () => {
		for (const alpha of [0.1, 0.05, 0.001]) {
			expect(powerTwoSample(0, 20, 30, alpha, 'two_sided').power).toBeCloseTo(alpha, 13);
			expect(powerOneSample(0, 20, alpha, 'one_sided').power).toBeCloseTo(alpha, 13);
			expect(powerTwoShares(0, 20, 30, alpha, 'two_sided').power).toBeCloseTo(alpha, 13);
			expect(powerAnova(0, 4, 20, alpha).power).toBeCloseTo(alpha, 13);
			expect(powerChisq(0, 100, 4, alpha).power).toBeCloseTo(alpha, 13);
		}
	});
	it('is how often simulated tests reject', () => {
		const normal = normalFrom(seededRandom(11));
		const [n1, n2, d, rounds] = [12, 20, 0.8, 20_000];
		const critical = tQuantile(0.975, n1 + n2 - 2);
		const sample = (n: number, mean: number) => Array.from({ length: n }, () => mean + normal());
		let found = 0;
		for (let i = 0; i < rounds; i++) {
			const [a, b] = [sample(n1, d), sample(n2, 0)];
			const [ma, mb] = [a, b].map((x) => x.reduce((s, v) => s + v, 0) / x.length) as [number, number];
			const ss = a.reduce((s, v) => s + (v - ma) ** 2, 0) + b.reduce((s, v) => s + (v - mb) ** 2, 0);
			if (Math.abs(ma - mb) / Math.sqrt((ss / (n1 + n2 - 2)) * (1 / n1 + 1 / n2)) >= critical) found += 1;
		}
		expect(Math.abs(found / rounds - powerTwoSample(d, n1, n2, 0.05, 'two_sided').power)).toBeLessThan(0.012);
	});
	it('of two groups of an analysis of variance is that of a t test', () => {
		expect(powerAnova(0.2, 2, 40, 0.05).power).toBeCloseTo(powerTwoSample(0.4, 40, 40, 0.05, 'two_sided').power, 11);
	});
	it('is the same for an effect the other way when both sides count', () => {
		expect(values({ method: 'power_t_test', n_per_group: 30, d: -0.4 }).power).toBe(values({ method: 'power_t_test', n_per_group: 30, d: 0.4 }).power);
		expect(values({ method: 'power_correlation', n: 50, r: -0.4 }).power).toBe(values({ method: 'power_correlation', n: 50, r: 0.4 }).power);
		expect(values({ method: 'power_two_proportions', p1: 0.3, p2: 0.5, n_per_group: 80 }).power).toBeCloseTo(values({ method: 'power_two_proportions', p1: 0.7, p2: 0.5, n_per_group: 80 }).power!, 13);
	});
	it('of one side is small for an effect the wrong way', () => expect(values({ method: 'power_t_test', n_per_group: 30, d: -0.4, alternative: 'one_sided' }).power).toBeLessThan(0.001));
});

describe('a design turned round', () => {
	const designs: [string, Spec, string, string][] = [
		['t test', { method: 'power_t_test' }, 'd', 'n_per_group'],
		['paired t test', { method: 'power_t_test_paired' }, 'd', 'n'],
		['analysis of variance', { method: 'power_anova', k: 5 }, 'f', 'n_per_group'],
		['chi-square test', { method: 'power_chisq', df: 6 }, 'w', 'n'],
		['correlation', { method: 'power_correlation' }, 'r', 'n']
	];
	it.each(designs)('%s: the effect found has the wanted power, and no smaller one', (_, base, effect, size) => {
		const found = values({ ...base, [size]: 60, power: 0.8 });
		expect(found.power).toBeCloseTo(0.8, 10);
		expect(values({ ...base, [size]: 60, [effect]: found[effect]! }).power).toBeCloseTo(0.8, 10);
		expect(values({ ...base, [size]: 60, [effect]: found[effect]! * 0.999 }).power).toBeLessThan(0.8);
	});
	it.each(designs)('%s: the size found is the first whole one with the wanted power', (_, base, effect, size) => {
		const found = values({ ...base, [effect]: 0.3, power: 0.8 });
		const whole = (found[size] ?? found.n1)!;
		expect(found.power).toBeGreaterThanOrEqual(0.8);
		expect(whole - found.n_exact!).toBeLessThan(1);
		expect(values({ ...base, [effect]: 0.3, [size]: whole - 1 }).power).toBeLessThan(0.8);
	});
	it('two shares: those found above and below are equally hard to tell from the first', () => {
		const { p2_low, p2_high, h } = values({ method: 'power_two_proportions', p1: 0.3, n_per_group: 120, power: 0.9 });
		for (const p2 of [p2_low!, p2_high!]) {
			expect(Math.abs(effectH(0.3, p2))).toBeCloseTo(h!, 12);
			expect(values({ method: 'power_two_proportions', p1: 0.3, p2, n_per_group: 120 }).power).toBeCloseTo(0.9, 10);
		}
	});
	it('two shares: where no share is so far away it is null, and a note says so', () => {
		const found = result({ method: 'power_two_proportions', p1: 0.02, n_per_group: 20, power: 0.9 });
		expect(found.values.p2_low).toBeNull();
		expect(found.notes.map((n) => n.key)).toContain('plan_no_such_share');
		expect(shareAt(0.02, 1)).toBeNull();
	});
});

describe('what a planned answer is worth', () => {
	it('falls with the design effect of drawing clusters', () => {
		expect(designEffect(1, 0.3)).toBe(1);
		expect(designEffect(21, 0.1)).toBeCloseTo(3, 14);
		const plain = values({ method: 'power_t_test', n_per_group: 50, d: 0.5 });
		const clustered = values({ method: 'power_t_test', n_per_group: 150, d: 0.5, design_effect: 3 });
		expect(clustered.power).toBeCloseTo(plain.power!, 13);
	});
	it('rises when the population is small', () => {
		expect(effectiveSize(50, { population: 100 })).toBe(100);
		expect(values({ method: 'power_t_test', n_per_group: 50, d: 0.5, population: 100 }).power).toBeCloseTo(values({ method: 'power_t_test', n_per_group: 100, d: 0.5 }).power!, 13);
	});
	it('is undone by the size it takes', () => {
		const worth = { designEffect: 1.7, population: 900 };
		expect(sizeWorth(effectiveSize(123, worth), worth)).toBeCloseTo(123, 11);
	});
	it('is told in notes', () => {
		const notes = result({ method: 'power_t_test', n_per_group: 20, d: 0.3, design_effect: 1.5, population: 400 }).notes.map((n) => n.key);
		expect(notes).toEqual(['plan_low_power', 'plan_design_effect', 'plan_population']);
	});
});

describe('the margin of error', () => {
	it('is turned round into the answers needed for it, in all three forms', () => {
		const [p, level, N, deff] = [0.3, 0.9, 1500, 1.4];
		const needed = neededForMargin(p, 0.03, level, N, deff);
		expect(marginOfError(p, needed.plain, level, N, deff).plain).toBeCloseTo(0.03, 13);
		expect(marginOfError(p, needed.finite!, level, N, deff).finite).toBeCloseTo(0.03, 13);
		expect(marginOfError(p, needed.finiteSample!, level, N, deff).finiteSample).toBeCloseTo(0.03, 13);
	});
	it('is 0 when everyone has answered', () => {
		expect(values({ method: 'margin_of_error', n: 40, population: 40 })).toMatchObject({ moe_fpc: 0, moe_fpc_1mf: 0 });
		expect(values({ method: 'margin_of_error', n: 1, population: 1 })).toMatchObject({ moe_fpc: 0 });
	});
	it('warns where a share of 0 or 1 makes it 0', () => expect(result({ method: 'margin_of_error', n: 40, p: 0 }).notes).toContainEqual({ key: 'plan_margin_at_end', level: 'warning' }));
});

describe('corrected p-values', () => {
	const p = [0.01, 0.04, 0.03, 0.005, 0.6];
	it('are what the definitions give by hand', () => {
		expect(bonferroni(p)).toEqual([0.05, 0.2, 0.15, 0.025, 1]);
		expect(holm(p).map((x) => +x.toFixed(12))).toEqual([0.04, 0.09, 0.09, 0.025, 0.6]);
		expect(hochberg(p).map((x) => +x.toFixed(12))).toEqual([0.04, 0.08, 0.08, 0.025, 0.6]);
		expect(benjaminiHochberg(p).map((x) => +x.toFixed(12))).toEqual([0.025, 0.05, 0.05, 0.025, 0.6]);
		const sum = 1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5;
		expect(benjaminiYekutieli(p)[3]).toBeCloseTo(0.025 * sum, 12);
	});
	it('come from a spec as well', () => expect(result({ method: 'p_adjust', p }).values.holm).toEqual(holm(p)));
});

describe('a design that cannot be', () => {
	const refused: [string, Spec, string][] = [
		['nothing to find', { method: 'power_t_test', n_per_group: 30, d: 0.5, power: 0.8 }, 'bad_field'],
		['two things to find', { method: 'power_t_test', d: 0.5 }, 'bad_field'],
		['one of two sizes', { method: 'power_t_test', n1: 30, d: 0.5 }, 'bad_field'],
		['sizes in two ways', { method: 'power_two_proportions', p1: 0.5, p2: 0.6, n1: 30, n2: 30, n_per_group: 30 }, 'bad_field'],
		['a power below the level', { method: 'power_t_test', n_per_group: 30, power: 0.01 }, 'bad_field'],
		['no effect and a size to find', { method: 'power_correlation', r: 0, power: 0.8 }, 'bad_field'],
		['a sample of the whole population', { method: 'power_anova', k: 3, n_per_group: 30, f: 0.2, population: 30 }, 'inconsistent'],
		['more answers than people', { method: 'margin_of_error', n: 31, population: 30 }, 'inconsistent'],
		['a design worth less than the test needs', { method: 'power_correlation', n: 6, r: 0.3, design_effect: 4 }, 'too_few'],
		['an effect too small for any size', { method: 'power_t_test', d: 1e-7, power: 0.8 }, 'not_converged'],
		['an effect no correlation has', { method: 'power_correlation', n: 4, power: 1 - 1e-9, alpha: 1e-9 }, 'not_converged'],
		['both a size and a margin', { method: 'margin_of_error', n: 30, margin: 0.05 }, 'bad_field'],
		['no p-values', { method: 'p_adjust', p: [] }, 'too_few'],
		['a p-value above 1', { method: 'p_adjust', p: [0.5, 1.5] }, 'bad_field']
	];
	it.each(refused)('%s is refused', (_, spec, code) => expect(run(spec as BaseSpec)).toHaveProperty('violation', code));
});
