import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import { proportion, type Proportion } from '#analysis/estimate/proportion.ts';
import { eligibleOrUnknown, rr1, rr2, shareOfInvited, shareOfPopulation, type SampleDispositions } from '#analysis/response/rates.ts';

const of = (result: Proportion | Violation): Proportion => {
	if (isViolation(result)) throw new Error(result.violation);
	return result;
};
const d: SampleDispositions = { complete: 50, partial: 10, refusal: 5, non_contact: 25, undeliverable: 6, not_invited: 4, ineligible: 20 };

describe('a proportion', () => {
	// Newcombe (1998), Stat. Med. 17, table I, method 3
	it.each([[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]])('%i of %i has the interval Newcombe prints', (x, n, low, high) => {
		const p = of(proportion(x, n));
		expect(p.value).toBe(x / n);
		expect(p.low).toBeCloseTo(low, 4);
		expect(p.high).toBeCloseTo(high, 4);
	});
	it('has ends at which the score test is exactly at its 5 % limit', () => {
		for (const [x, n] of [[153, 304], [1, 29], [713, 2677]] as const) {
			const p = of(proportion(x, n));
			for (const end of [p.low, p.high]) expect((p.value - end) ** 2 / ((end * (1 - end)) / n)).toBeCloseTo(3.841458820694124, 9);
		}
	});
	it('has an interval that begins at 0 for none and ends at 1 for all', () => {
		expect(of(proportion(0, 10))).toMatchObject({ value: 0, low: 0 });
		expect(of(proportion(0, 10)).high).toBeCloseTo(0.2775328, 6);
		expect(of(proportion(10, 10))).toMatchObject({ value: 1, high: 1 });
	});
	it('is symmetric: the interval of x mirrors that of n − x', () => {
		for (const [x, n] of [[3, 17], [0, 5], [258, 1361]] as const) {
			expect(of(proportion(x, n)).low).toBeCloseTo(1 - of(proportion(n - x, n)).high, 12);
		}
	});
	it('is a typed violation, never NaN, when there is nothing to divide by or the counts are not counts', () => {
		expect(proportion(0, 0)).toEqual({ violation: 'zero_denominator' });
		expect(proportion(3, 2)).toEqual({ violation: 'numerator_above_denominator' });
		for (const bad of [-1, 0.5, NaN, Infinity]) expect(proportion(bad, 10)).toEqual({ violation: 'not_a_count' });
		expect(proportion(1, NaN)).toEqual({ violation: 'not_a_count' });
	});
});

describe('response rates', () => {
	it('divides by everyone who is or may be eligible, which leaves out the ineligible alone', () => {
		expect(eligibleOrUnknown(d)).toBe(100);
	});
	it('RR1 counts complete responses alone', () => {
		expect(rr1(d)).toMatchObject({ value: 0.5, numerator: 50, denominator: 100 });
	});
	it('RR2 counts partial responses too', () => {
		expect(rr2(d)).toMatchObject({ value: 0.6, numerator: 60, denominator: 100 });
	});
	it('RR2 is never below RR1, and the two are equal without partial responses', () => {
		expect(of(rr2(d)).value).toBeGreaterThan(of(rr1(d)).value);
		expect(rr2({ ...d, partial: 0 })).toEqual(rr1({ ...d, partial: 0 }));
	});
	it('a share has its own base', () => {
		expect(shareOfInvited(60, 110)).toMatchObject({ numerator: 60, denominator: 110 });
		expect(shareOfPopulation(713, 4394)).toMatchObject({ numerator: 713, denominator: 4394 });
	});
	it('has no rate when everyone is ineligible or nobody is there', () => {
		const none = { complete: 0, partial: 0, refusal: 0, non_contact: 0, undeliverable: 0, not_invited: 0, ineligible: 7 };
		expect(rr1(none)).toEqual({ violation: 'zero_denominator' });
		expect(rr2(none)).toEqual({ violation: 'zero_denominator' });
	});
	it('does not change what it is given', () => {
		const frozen = Object.freeze({ ...d });
		expect(() => rr1(frozen)).not.toThrow();
	});
});
