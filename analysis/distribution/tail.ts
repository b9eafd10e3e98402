/** A probability with its logarithm, so that nothing is lost where the probability itself is smaller than a number can be. */

export interface Tail {
	/** Never 0 unless the event is impossible: where the probability underflows, the smallest positive number (5e-324) stands and `logP` tells the truth. */
	p: number;
	/** Natural logarithm of the probability. */
	logP: number;
}

const atLeastSmallest = (p: number): number => (p === 0 ? Number.MIN_VALUE : p);

/** The probability whose logarithm is `logP`; rounding above 0 is cut to certainty. */
export function tailFromLog(logP: number): Tail {
	if (logP >= 0) return { p: 1, logP: 0 };
	return { p: logP === -Infinity ? 0 : atLeastSmallest(Math.exp(logP)), logP };
}

/** 1 − p. As exact as `tail` while that is the smaller of the two, so compute the smaller one and take this for the other. */
export function complement(tail: Tail): Tail {
	if (tail.logP >= 0) return { p: 0, logP: -Infinity };
	return { p: atLeastSmallest(1 - tail.p), logP: tail.p < 0.5 ? Math.log1p(-Math.exp(tail.logP)) || 0 : Math.log(-Math.expm1(tail.logP)) };
}

/** A multiple of a probability, such as twice one side; at most 1. */
export function times(tail: Tail, factor: number): Tail {
	const p = tail.p * factor;
	if (p >= 1) return { p: 1, logP: 0 };
	return { p: tail.logP === -Infinity ? 0 : tail.logP < -700 ? tailFromLog(tail.logP + Math.log(factor)).p : p, logP: tail.logP + Math.log(factor) };
}
