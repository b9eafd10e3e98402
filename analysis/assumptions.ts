/**
 * What a method needs and did not get. A value, never an exception or NaN: the reader is told why there is no number.
 * `params` names the column, field, number or limit concerned, for the sentence made from the code (message key `analysis_violation_<code>`).
 */
export interface Violation {
	violation: ViolationCode;
	params?: Record<string, string | number>;
}

export const VIOLATIONS = [
	/** A share of nothing. */
	'zero_denominator',
	/** A whole number from 0 upwards was expected. `{field}` */
	'not_a_count',
	'numerator_above_denominator',
	/** No row has a valid value on everything the method uses. `{columns}` */
	'no_data',
	/** Fewer valid rows than the method needs. `{n, needed}` */
	'too_few',
	/** No variation where the method divides by it. `{column}` */
	'constant',
	/** The method is for another number of groups. `{groups, needed}` */
	'groups',
	/** Columns that are linear combinations of each other. `{columns}` */
	'singular',
	/** An iteration that did not settle. `{iterations}` */
	'not_converged',
	/** An outcome that the explanatory variables foretell without fail, so that no estimate is finite. */
	'separation',
	/** `{column}` is not in the table. */
	'unknown_column',
	/** `{column}` is not of the kind the method needs. `{needed}` */
	'wrong_kind',
	/** A level that `{column}` does not have. `{level}` */
	'unknown_level',
	/** `{field}` of the spec is missing, of the wrong type or outside its limits. `{field, needed}` */
	'bad_field',
	/** `{field}` is not a field of this method. */
	'unknown_field',
	/** No such method. `{method}` */
	'unknown_method',
	/** The calculation would not end in reasonable time; what to use instead stands in `{instead}`. */
	'too_large',
	/** Figures that contradict each other. `{field}` */
	'inconsistent',
	/** Margins that no weights can meet, as a population category without respondents. `{column, level}` */
	'unreachable_margin',
	/** Made, but on fewer people than may be shown. `{limit}` Not by a method: by what lets results out. */
	'suppressed'
] as const;
export type ViolationCode = (typeof VIOLATIONS)[number];

export function isViolation(result: unknown): result is Violation {
	return typeof result === 'object' && result !== null && 'violation' in result;
}

/** A violation in one line: `return violation('too_few', { n, needed: 2 })`. */
export function violation(code: ViolationCode, params?: Record<string, string | number>): Violation {
	return params ? { violation: code, params } : { violation: code };
}
