import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isViolation, type Violation } from '#analysis/assumptions.ts';
import {
	con1, con2, con3, coop1, coop2, coop3, coop4, eligibleOrUnknown, estimatedEligibility, outcomes, ref1, ref2, ref3, rr1, rr2, rr3, rr4, rr5, rr6, type Outcomes
} from '#analysis/response/rates.ts';

/** 1,000 cases, every letter in use: 620 known to be eligible, 300 unknown, 80 not. */
const o: Outcomes = { I: 400, P: 40, R: 100, NC: 60, O: 20, UH: 200, UO: 100, ineligible: 80 };
const value = (rate: { value: number } | Violation): number => {
	if (isViolation(rate)) throw new Error(rate.violation);
	return rate.value;
};

describe('AAPOR outcome rates, worked by hand', () => {
	it('estimates eligibility by proportional allocation: 620 of 700', () => {
		expect(estimatedEligibility(o)).toMatchObject({ numerator: 620, denominator: 700, value: 620 / 700 });
	});
	it.each([
		['RR1', rr1(o), 400, 920], ['RR2', rr2(o), 440, 920], ['RR5', rr5(o), 400, 620], ['RR6', rr6(o), 440, 620],
		['COOP1', coop1(o), 400, 560], ['COOP2', coop2(o), 440, 560], ['COOP3', coop3(o), 400, 540], ['COOP4', coop4(o), 440, 540],
		['REF1', ref1(o), 100, 920], ['REF3', ref3(o), 100, 620], ['CON1', con1(o), 560, 920], ['CON3', con3(o), 560, 620]
	])('%s divides whole seats', (_, rate, numerator, denominator) => {
		expect(rate).toMatchObject({ numerator, denominator, value: numerator / denominator });
	});
	// with e = 0.5, 150 of the 300 unknown are eligible: 620 + 150 = 770
	it.each([['RR3', rr3(o, 0.5), 400], ['RR4', rr4(o, 0.5), 440], ['REF2', ref2(o, 0.5), 100], ['CON2', con2(o, 0.5), 560]])('%s counts a share e of the unknown', (_, rate, numerator) => {
		expect(rate).toEqual({ numerator, denominator: 770, value: numerator / 770 });
	});
	it('RR3 with the default e: 400 of 620 + 300 × 620/700', () => {
		expect(value(rr3(o, value(estimatedEligibility(o))))).toBeCloseTo(400 / (620 + 265.7142857142857), 12);
	});
	it('counts silence, a letter that came back and one not yet sent as unknown eligibility', () => {
		const d = { complete: 50, partial: 10, refusal: 5, non_contact: 25, undeliverable: 6, not_invited: 4, ineligible: 20 };
		expect(outcomes(d)).toEqual({ I: 50, P: 10, R: 5, NC: 0, O: 0, UH: 29, UO: 6, ineligible: 20 });
		expect(rr5(d)).toMatchObject({ numerator: 50, denominator: 65 });
		expect(con3(d)).toMatchObject({ value: 1 });
	});
	it('refuses an e that is no share, and counts that are not counts', () => {
		for (const e of [-0.1, 1.1, NaN, Infinity]) expect(rr3(o, e)).toMatchObject({ violation: 'bad_field', params: { field: 'e' } });
		expect(rr4({ ...o, R: -1 }, 0.5)).toMatchObject({ violation: 'not_a_count' });
		expect(rr3({ ...o, I: NaN }, 0.5)).toMatchObject({ violation: 'not_a_count' });
	});
	it('has no rate, and never NaN, when nobody is in the denominator', () => {
		const none = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 3, UO: 0, ineligible: 0 };
		for (const rate of [rr5(none), rr6(none), coop1(none), coop2(none), coop3(none), coop4(none), ref3(none), con3(none), rr3(none, 0), rr4(none, 0), ref2(none, 0), con2(none, 0), estimatedEligibility(none)]) {
			expect(rate).toMatchObject({ violation: 'zero_denominator' });
		}
		expect(rr1(none)).toMatchObject({ value: 0, denominator: 3 });
	});
});

describe('AAPOR outcome rates of any counts', () => {
	const count = fc.integer({ min: 0, max: 5000 });
	const any = fc.record({ I: count.map((n) => n + 1), P: count, R: count, NC: count, O: count, UH: count, UO: count, ineligible: count });
	it('RR3 with e = 1 is RR1 and with e = 0 is RR5, and in between it lies between them', () => {
		fc.assert(fc.property(any, fc.double({ min: 0, max: 1, noNaN: true }), (of, e) => {
			expect(value(rr3(of, 1))).toBe(value(rr1(of)));
			expect(value(rr4(of, 0))).toBe(value(rr6(of)));
			expect(value(con2(of, 1))).toBe(value(con1(of)));
			expect(value(ref2(of, 0))).toBe(value(ref3(of)));
			expect(value(rr3(of, e))).toBeGreaterThanOrEqual(value(rr1(of)));
			expect(value(rr3(of, e))).toBeLessThanOrEqual(value(rr5(of)));
		}));
	});
	it('a response rate is a contact rate times a cooperation rate', () => {
		fc.assert(fc.property(any, (of) => {
			expect(value(con1(of)) * value(coop1(of))).toBeCloseTo(value(rr1(of)), 12);
			expect(value(con3(of)) * value(coop2(of))).toBeCloseTo(value(rr6(of)), 12);
		}));
	});
	it('what answered, refused, was not reached, could not or is unknown sums to RR1’s denominator', () => {
		fc.assert(fc.property(any, (of) => {
			expect(value(rr2(of)) + value(ref1(of)) + (of.NC + of.O + of.UH + of.UO) / eligibleOrUnknown(of)).toBeCloseTo(1, 12);
		}));
	});
});
