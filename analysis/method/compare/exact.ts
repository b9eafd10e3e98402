/** The choice of the exact p of rank tests, as the specs have it. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Tail } from '../../distribution/tail.ts';
import type { Note, Values } from '../../result.ts';
import type { Field } from '../../spec/fields.ts';
import { EXACT_AUTO, EXACT_LIMIT } from '../../test/exact-ranks.ts';
import type { ZTest } from '../../test/mann-whitney.ts';
import { finite, pOf } from './values.ts';

/** `auto`: exact where each group (or the number of differences) is below 50. `true`: exact up to 300 rows. */
export type Exact = 'auto' | boolean;
const NEEDED = '"auto" | true | false';
export const EXACT_FIELD: Field = { type: 'other', needed: NEEDED, optional: true };

export function exactOf(given: unknown): Exact | Violation {
	const exact = given ?? 'auto';
	return exact === 'auto' || typeof exact === 'boolean' ? exact : violation('bad_field', { field: 'exact', needed: NEEDED });
}

/** The p-values of a rank test, and `p` the one to read: exact where there is one, else with continuity correction. */
export function rankP(exact: Exact, sizes: readonly number[], compute: () => Tail | Violation, { uncorrected, corrected }: { uncorrected: ZTest; corrected: ZTest }): { values: Values; notes: Note[]; tail: Tail } {
	const rows = sizes.reduce((a, b) => a + b, 0);
	const wanted = exact === true || (exact === 'auto' && sizes.every((n) => n < EXACT_AUTO));
	const found = wanted ? compute() : null;
	const tail = found && !isViolation(found) ? found : null;
	const best = tail ?? corrected.tail;
	return {
		values: {
			z_uncorrected: uncorrected.z,
			p_uncorrected: uncorrected.tail.p,
			log_p_uncorrected: finite(uncorrected.tail.logP),
			z_corrected: corrected.z,
			p_corrected: corrected.tail.p,
			log_p_corrected: finite(corrected.tail.logP),
			p_exact: tail ? tail.p : null,
			log_p_exact: tail ? finite(tail.logP) : null,
			...pOf(best)
		},
		notes: found && isViolation(found) ? [{ key: 'compare_exact_too_large', level: 'info', params: { n: rows, limit: EXACT_LIMIT } }] : [],
		tail: best
	};
}

/** R: `wanted` is whether the exact p is computed, from the sizes in `sizes`. */
export const rWanted = (exact: Exact): string => (exact === false ? 'FALSE' : `${exact === true ? '' : `all(sizes < ${EXACT_AUTO}) && `}sum(sizes) <= ${EXACT_LIMIT}`);

/** R code that shows the p-values from z, `distance`, `sdev` and `p_exact`. */
export const R_P = `z <- distance / sdev
zc <- (distance - 0.5 * sign(distance)) / sdev
log_two <- function(z) log(2) + pnorm(-abs(z), log.p = TRUE)
show("z_uncorrected", z)
p_of <- function(z) pmax(2 * pnorm(-abs(z)), 5e-324)
show("p_uncorrected", p_of(z))
show("log_p_uncorrected", log_two(z))
show("z_corrected", zc)
show("p_corrected", p_of(zc))
show("log_p_corrected", log_two(zc))
show("p_exact", p_exact)
show("log_p_exact", log(p_exact))
show("p", if (is.na(p_exact)) p_of(zc) else p_exact)
show("log_p", if (is.na(p_exact)) log_two(zc) else log(p_exact))`;
