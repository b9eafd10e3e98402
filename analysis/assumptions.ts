/** What a method needs and did not get. A value, never an exception or NaN: the reader is told why there is no number. */
export interface Violation {
	violation: 'zero_denominator' | 'not_a_count' | 'numerator_above_denominator';
}

export function isViolation(result: object): result is Violation {
	return 'violation' in result;
}
