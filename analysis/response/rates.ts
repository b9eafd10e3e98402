/**
 * Outcome rates from dispositions: response (RR), cooperation (COOP), refusal (REF) and contact (CON). Source: AAPOR, Standard
 * Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys, 9th edition (2016), the part on internet surveys of
 * specifically named persons and its table 4. Seats whose eligibility is not known (nothing came back, or the invitation did not
 * arrive, or none has been sent yet) stand in the denominator of RR1 and RR2, so these are the most careful rates.
 * Every rate is a violation (`zero_denominator`) when nobody is in its denominator, and `not_a_count` when a count is not one.
 */
import { violation, type Violation } from '../assumptions.ts';
import { proportion, type Proportion } from '../estimate/proportion.ts';

/** Final dispositions of the seats in the sample; they sum to the sample. */
export interface SampleDispositions {
	/** I: submitted. */
	complete: number;
	/** P: begun and not submitted. */
	partial: number;
	/** R: has said no. */
	refusal: number;
	/** Invited, and nothing ever came back (AAPOR 3.19). */
	non_contact: number;
	/** The invitation did not arrive (AAPOR 3.30). */
	undeliverable: number;
	/** In the sample, but no invitation has been sent (AAPOR 3.11). */
	not_invited: number;
	/** Not concerned, or has left: outside every rate (AAPOR 4). */
	ineligible: number;
}

/** Counts under AAPOR's own letters. */
export interface Outcomes {
	/** Complete. */
	I: number;
	/** Partial. */
	P: number;
	/** Refusal and break-off. */
	R: number;
	/** Known to be eligible, and never reached (2.20). */
	NC: number;
	/** Eligible and reached, and could not take part for another reason (2.30). */
	O: number;
	/** Eligibility unknown: nothing came back, or none was sent (3.1). */
	UH: number;
	/** Eligibility unknown, other: did not arrive (3.3). */
	UO: number;
	/** Not eligible (4): outside every rate, and counted in `e` alone. */
	ineligible: number;
}

/** A share whose denominator is partly estimated, and which therefore has no interval of its own. */
export interface EstimatedRate {
	/** From 0 to 1. */
	value: number;
	numerator: number;
	/** Not a whole number, when `e` is not 0 or 1. */
	denominator: number;
}

/**
 * AAPOR's letters for a sample of named persons who are invited by e-mail: silence says nothing of eligibility, so `non_contact` and
 * `not_invited` are UH and `undeliverable` is UO; NC and O are for those who know more, and are 0 here.
 */
export function outcomes(of: SampleDispositions | Outcomes): Outcomes {
	if ('I' in of) return of;
	return { I: of.complete, P: of.partial, R: of.refusal, NC: 0, O: 0, UH: of.non_contact + of.not_invited, UO: of.undeliverable, ineligible: of.ineligible };
}

type Of = SampleDispositions | Outcomes;
const known = ({ I, P, R, NC, O }: Outcomes): number => I + P + R + NC + O;

/** The largest number of seats that are, or may be, eligible: the common denominator of RR1 and RR2. */
export function eligibleOrUnknown(of: Of): number {
	const o = outcomes(of);
	return known(o) + o.UH + o.UO;
}

/**
 * e, the share of the seats of unknown eligibility that is taken to be eligible, by proportional allocation (the CASRO method): as among
 * the seats whose eligibility is known, e = (I + P + R + NC + O) / (I + P + R + NC + O + ineligible). From 0 to 1. It takes the silent to be
 * as eligible as the rest, which is likely too high where those who have left are silent; say what was assumed wherever a rate with e stands.
 */
export function estimatedEligibility(of: Of): Proportion | Violation {
	const o = outcomes(of);
	return proportion(known(o), known(o) + o.ineligible);
}

function estimated(o: Outcomes, numerator: number, whole: number, e: number): EstimatedRate | Violation {
	if (![o.I, o.P, o.R, o.NC, o.O, o.UH, o.UO, o.ineligible].every((n) => Number.isSafeInteger(n) && n >= 0)) return violation('not_a_count');
	if (!(e >= 0 && e <= 1)) return violation('bad_field', { field: 'e', needed: '0 … 1' });
	const denominator = whole + e * (o.UH + o.UO);
	return denominator === 0 ? violation('zero_denominator') : { value: numerator / denominator, numerator, denominator };
}

/**
 * AAPOR RR1, the minimum response rate: I / ((I + P) + (R + NC + O) + (UH + UO)). `ineligible` is left out.
 * With Wilson's 95 % interval.
 */
export function rr1(of: Of): Proportion | Violation {
	return proportion(outcomes(of).I, eligibleOrUnknown(of));
}

/** AAPOR RR2: as RR1 with partial responses counted as answers, (I + P) / ((I + P) + (R + NC + O) + (UH + UO)). */
export function rr2(of: Of): Proportion | Violation {
	const { I, P } = outcomes(of);
	return proportion(I + P, eligibleOrUnknown(of));
}

/** AAPOR RR3: I / ((I + P) + (R + NC + O) + e(UH + UO)). @param e from 0 to 1, see `estimatedEligibility` */
export function rr3(of: Of, e: number): EstimatedRate | Violation {
	const o = outcomes(of);
	return estimated(o, o.I, known(o), e);
}

/** AAPOR RR4: as RR3 with partial responses counted as answers, (I + P) / ((I + P) + (R + NC + O) + e(UH + UO)). */
export function rr4(of: Of, e: number): EstimatedRate | Violation {
	const o = outcomes(of);
	return estimated(o, o.I + o.P, known(o), e);
}

/** AAPOR RR5, the maximum response rate: I / ((I + P) + (R + NC + O)), as if none of unknown eligibility were eligible (e = 0). */
export function rr5(of: Of): Proportion | Violation {
	const o = outcomes(of);
	return proportion(o.I, known(o));
}

/** AAPOR RR6: as RR5 with partial responses counted as answers, (I + P) / ((I + P) + (R + NC + O)). */
export function rr6(of: Of): Proportion | Violation {
	const o = outcomes(of);
	return proportion(o.I + o.P, known(o));
}

/** AAPOR COOP1: I / ((I + P) + R + O), of everyone who was reached. */
export function coop1(of: Of): Proportion | Violation {
	const { I, P, R, O } = outcomes(of);
	return proportion(I, I + P + R + O);
}

/** AAPOR COOP2: (I + P) / ((I + P) + R + O). */
export function coop2(of: Of): Proportion | Violation {
	const { I, P, R, O } = outcomes(of);
	return proportion(I + P, I + P + R + O);
}

/** AAPOR COOP3: I / ((I + P) + R), of everyone who was reached and could take part. */
export function coop3(of: Of): Proportion | Violation {
	const { I, P, R } = outcomes(of);
	return proportion(I, I + P + R);
}

/** AAPOR COOP4: (I + P) / ((I + P) + R). */
export function coop4(of: Of): Proportion | Violation {
	const { I, P, R } = outcomes(of);
	return proportion(I + P, I + P + R);
}

/** AAPOR REF1: R / ((I + P) + (R + NC + O) + (UH + UO)). */
export function ref1(of: Of): Proportion | Violation {
	return proportion(outcomes(of).R, eligibleOrUnknown(of));
}

/** AAPOR REF2: R / ((I + P) + (R + NC + O) + e(UH + UO)). @param e from 0 to 1 */
export function ref2(of: Of, e: number): EstimatedRate | Violation {
	const o = outcomes(of);
	return estimated(o, o.R, known(o), e);
}

/** AAPOR REF3: R / ((I + P) + (R + NC + O)). */
export function ref3(of: Of): Proportion | Violation {
	const o = outcomes(of);
	return proportion(o.R, known(o));
}

/** AAPOR CON1: ((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO)): who was reached at all, as far as is known. */
export function con1(of: Of): Proportion | Violation {
	const o = outcomes(of);
	return proportion(o.I + o.P + o.R + o.O, eligibleOrUnknown(of));
}

/** AAPOR CON2: ((I + P) + R + O) / ((I + P) + R + O + NC + e(UH + UO)). @param e from 0 to 1 */
export function con2(of: Of, e: number): EstimatedRate | Violation {
	const o = outcomes(of);
	return estimated(o, o.I + o.P + o.R + o.O, known(o), e);
}

/** AAPOR CON3: ((I + P) + R + O) / ((I + P) + R + O + NC). 1 for anyone while NC is 0: without a phone round, it says nothing. */
export function con3(of: Of): Proportion | Violation {
	const o = outcomes(of);
	return proportion(o.I + o.P + o.R + o.O, known(o));
}

/**
 * The plain share: answered (I + P) of everyone who has been sent an invitation, whatever became of it. Differs from RR2 by the
 * seats that turned out ineligible after they were invited and by those in the sample that are not invited yet.
 */
export function shareOfInvited(answered: number, invited: number): Proportion | Violation {
	return proportion(answered, invited);
}

/**
 * How much of the whole population has answered: answered (I + P) of every row of the population list, sampled or not. A description of
 * coverage, not an AAPOR rate: a seat outside the sample could not have answered.
 */
export function shareOfPopulation(answered: number, population: number): Proportion | Violation {
	return proportion(answered, population);
}
