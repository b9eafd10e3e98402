/**
 * Response rates from dispositions. Source: AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for
 * Surveys, 9th edition (2016), the part on internet surveys of specifically named persons and its table 4. Seats whose eligibility is not known
 * (nothing came back, or the invitation did not arrive, or none has been sent yet) stand in the denominator of RR1 and RR2, so
 * these are the most careful rates.
 */
import type { Violation } from '../assumptions.ts';
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

/** Everyone in the sample who is, or may be, eligible: the common denominator of RR1 and RR2. */
export function eligibleOrUnknown(d: SampleDispositions): number {
	return d.complete + d.partial + d.refusal + d.non_contact + d.undeliverable + d.not_invited;
}

/**
 * AAPOR RR1, the minimum response rate: I / (I + P + R + NC + UH + UO). Here I is `complete`, P `partial`, R `refusal`, and the
 * rest are `non_contact`, `undeliverable` and `not_invited`, all of unknown eligibility; `ineligible` is left out.
 * With Wilson's 95 % interval. A violation when nobody is eligible.
 */
export function rr1(d: SampleDispositions): Proportion | Violation {
	return proportion(d.complete, eligibleOrUnknown(d));
}

/** AAPOR RR2: as RR1 with partial responses counted as answers, (I + P) / (I + P + R + NC + UH + UO). */
export function rr2(d: SampleDispositions): Proportion | Violation {
	return proportion(d.complete + d.partial, eligibleOrUnknown(d));
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
