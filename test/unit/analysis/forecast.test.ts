import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '../../../analysis/assumptions.ts';
import type { ResponseForecastSpec } from '../../../analysis/method/response/forecast.ts';
import { seededRandom } from '../../../analysis/numeric/random.ts';
import { forecast, type ForecastInput } from '../../../analysis/response/forecast.ts';
import { run } from '../../../analysis/run.ts';

function ok<T>(x: T | Violation): T {
	if (isViolation(x)) throw new Error(JSON.stringify(x));
	return x;
}
const INPUT: ForecastInput = { answers: [60, 20, 14, 8, 6, 4, 35, 14, 8], sends: [0, 6], population: 400, until: 20, firstWeekday: 0, seed: 7 };
const hazard = (day: number, sends: readonly number[]) => 1 / (1 + Math.exp(2 + 1.1 * Math.log1p(day - Math.max(...sends.filter((s) => s <= day)))));

describe('where the response will end', () => {
	it('goes on from those who have answered, never down, never beyond the list, with the interval round it', () => {
		const found = ok(forecast(INPUT));
		const all = INPUT.answers.reduce((a, b) => a + b, 0);
		expect(found.days).toEqual(Array.from({ length: 12 }, (_, k) => 9 + k));
		[all, ...found.expected].reduce((before, now) => {
			expect(now).toBeGreaterThanOrEqual(before);
			return now;
		});
		found.days.forEach((_, k) => {
			expect(found.low[k]!).toBeLessThanOrEqual(found.expected[k]!);
			expect(found.high[k]!).toBeGreaterThanOrEqual(found.expected[k]!);
			expect(found.low[k]!).toBeGreaterThanOrEqual(all);
			expect(found.high[k]!).toBeLessThanOrEqual(400);
		});
	});
	it('is the same for the same seed, and the expected numbers do not hang on the seed', () => {
		expect(forecast(INPUT)).toEqual(forecast(INPUT));
		const other = ok(forecast({ ...INPUT, seed: 8 }));
		expect(other.expected).toEqual(ok(forecast(INPUT)).expected);
		expect(other.high).not.toEqual(ok(forecast(INPUT)).high);
	});
	it('finds the probabilities that answers were made with, where there are very many', () => {
		const sends = [0, 7];
		let left = 1e6;
		const answers = Array.from({ length: 12 }, (_, t) => {
			const y = Math.round(left * hazard(t, sends));
			left -= y;
			return y;
		});
		const found = ok(forecast({ answers, sends, population: 1e6, until: 18 }));
		expect(found.terms).toEqual(['(Intercept)', 'log_days', 'reminders']);
		expect(found.b[0]).toBeCloseTo(-2, 3);
		expect(found.b[1]).toBeCloseTo(-1.1, 3);
		expect(found.b[2]).toBeCloseTo(0, 3);
		let expected = left;
		for (let t = 12; t <= 18; t++) expected *= 1 - hazard(t, sends);
		expect(found.expected.at(-1)! / (1e6 - expected)).toBeCloseTo(1, 4);
	});
	it('holds what comes in about 95 of 100 fieldworks', () => {
		const sends = [0, 6];
		const random = seededRandom(2021);
		const draw = (n: number, p: number) => Array.from({ length: n }).reduce<number>((k) => k + (random() < p ? 1 : 0), 0);
		let held = 0;
		for (let r = 0; r < 100; r++) {
			let left = 500;
			const day = (t: number) => {
				const y = draw(left, hazard(t, sends));
				left -= y;
				return y;
			};
			const answers = Array.from({ length: 9 }, (_, t) => day(t));
			const found = ok(forecast({ answers, sends, population: 500, until: 20, seed: r }));
			for (let t = 9; t <= 20; t++) day(t);
			if (500 - left >= found.low.at(-1)! && 500 - left <= found.high.at(-1)!) held += 1;
		}
		expect(held).toBeGreaterThanOrEqual(88);
	});
	it('reckons with a reminder that is planned', () => {
		const without = ok(forecast(INPUT)).expected.at(-1)!;
		expect(ok(forecast({ ...INPUT, sends: [0, 6, 12] })).expected.at(-1)!).toBeGreaterThan(without + 5);
	});
	it('gives weekends a coefficient once two of their days are among ten or more', () => {
		const answers = [30, 22, 18, 15, 12, 3, 2, 9, 8, 8, 7, 6];
		expect(ok(forecast({ answers, sends: [0], population: 400, until: 13, firstWeekday: 0 })).terms).toContain('weekend');
		expect(ok(forecast({ answers, sends: [0], population: 400, until: 13 })).terms).not.toContain('weekend');
	});
	it('is wider where days are uneven', () => {
		const of = (answers: number[]) => ok(forecast({ answers, sends: [0], population: 600, until: 20 }));
		const [even, uneven] = [of([80, 40, 28, 20, 16, 13]), of([80, 10, 58, 3, 33, 13])];
		expect(even.dispersion).toBe(1);
		expect(uneven.dispersion).toBeGreaterThan(3);
		expect(uneven.high.at(-1)! - uneven.low.at(-1)!).toBeGreaterThan(even.high.at(-1)! - even.low.at(-1)!);
	});
	it('says that there are too few days or answers, and refuses what cannot be', () => {
		expect(forecast({ ...INPUT, answers: [60, 20, 14] })).toEqual({ violation: 'too_few', params: { n: 3, needed: 4 } });
		expect(forecast({ ...INPUT, answers: [4, 3, 2, 1] })).toEqual({ violation: 'too_few', params: { n: 10, needed: 20 } });
		expect(forecast({ ...INPUT, population: 100 })).toMatchObject({ violation: 'numerator_above_denominator' });
		expect(forecast({ ...INPUT, sends: [2] })).toMatchObject({ violation: 'bad_field', params: { field: 'sends' } });
		expect(forecast({ ...INPUT, until: 8 })).toMatchObject({ violation: 'bad_field', params: { field: 'until' } });
		expect(forecast({ ...INPUT, answers: [1.5, 20, 20, 20] })).toMatchObject({ violation: 'not_a_count' });
	});
	it('gives finite numbers or a violation, whatever the days', () => {
		fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 15 }), fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: 3 }), fc.integer({ min: 0, max: 300 }), (answers, later, more) => {
			const population = answers.reduce((a, b) => a + b, 0) + more;
			const found = forecast({ answers, sends: [0, ...later], population, until: answers.length + 5, firstWeekday: 2 });
			if (isViolation(found)) return;
			for (const x of [...found.b, ...found.se, ...found.expected, ...found.low, ...found.high, found.dispersion]) expect(Number.isFinite(x)).toBe(true);
			expect(found.high.at(-1)!).toBeLessThanOrEqual(population);
		}), { numRuns: 40 });
	});
	it('as a spec says in words where it ends', () => {
		const spec: ResponseForecastSpec = { method: 'response_forecast', answers: [...INPUT.answers], sends: [0, 6], population: 400, until: 20 };
		const result = ok(run(spec));
		expect(result.notes[0]).toMatchObject({ key: 'response_forecast_end' });
		expect(result.values.answered).toBe(169);
	});
});
