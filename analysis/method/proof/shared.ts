/** What the checks on printed numbers have in common: no table is read, the verdict is a value and a sentence. */
import type { Judged } from '../../proof/rounding.ts';
import type { Outcome, Values } from '../../result.ts';

/** @param n what the figures are of: people, cells or parts */
export function judgedOutcome(n: number, { verdict, sure }: Judged, values: Values): Outcome {
	return {
		n,
		missing: [],
		values: { verdict, ...values },
		effects: [],
		assumptions: [{ key: 'proof_rounding', met: null }],
		notes: [{ key: sure, level: verdict === 'inconsistent' ? 'warning' : 'info' }]
	};
}

export const NO_ROWS = 'Reads no table: the printed figures stand in the spec.';
/** Said of every check. */
export const ROUNDING = 'A printed number stands for everything that rounds to it, both ends included (half up and half to even).';

/** R: ends of a printed number. */
export const ENDS_R = 'ends <- function(x, d) (2 * round(x * 10^d) + c(-1, 1)) / (2 * 10^d)';
