/** Does a printed mark of significance agree with the counts of its table? */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { chiSquare } from '../crosstab/chi-square.ts';
import { countsOf, tested } from '../crosstab/counts.ts';
import { freemanHalton } from '../crosstab/freeman-halton.ts';
import type { Judged } from './rounding.ts';

export interface FlagCheck extends Judged {
	chi2: number;
	df: number;
	/** Pearson's asymptotic p. */
	p: number;
	logP: number;
	/** Freeman and Halton's exact p; null where it would take too long. */
	exactP: number | null;
	/** Least and greatest of both over all tables of counts that are possible. */
	low: number;
	high: number;
}

/**
 * A table marked as significant at a level (or not marked) against Pearson's chi-square and the exact test. Where they fall on different sides of the level, or different possible tables of counts do,
 * nobody can say: `undecidable`.
 * @param tables the table of counts, or all those that its printed percentages allow
 * @param level of the mark; where nothing is marked, the level that a mark would have stood for
 */
export function checkFlag(tables: readonly (readonly (readonly number[])[])[], flagged: boolean, level: number): FlagCheck | Violation {
	if (!(level > 0 && level < 1)) return violation('bad_field', { field: 'level', needed: 'number > 0 < 1' });
	if (tables.length === 0) return violation('no_data', { columns: 'counts' });
	const all: { chi2: number; df: number; p: number; logP: number; exactP: number | null }[] = [];
	for (const cells of tables) {
		const counts = countsOf(cells);
		const full = isViolation(counts) ? counts : tested(counts);
		if (isViolation(full)) return full;
		const { chi2, df, tail } = chiSquare(full.counts);
		const exact = freemanHalton(full.counts);
		all.push({ chi2, df, p: tail.p, logP: tail.logP, exactP: isViolation(exact) ? null : exact.p });
	}
	const ps = all.flatMap((t) => (t.exactP === null ? [t.p] : [t.p, t.exactP]));
	const [low, high] = [Math.min(...ps), Math.max(...ps)];
	const shown = ps.map((p) => p < level);
	const verdict = shown.every((s) => s === flagged) ? 'consistent' : shown.every((s) => s !== flagged) ? 'inconsistent' : 'undecidable';
	const sure = verdict === 'undecidable' ? 'proof_sure_flag_divided' : verdict === 'consistent' ? 'proof_sure_flag_agrees' : flagged ? 'proof_sure_flag_not_borne_out' : 'proof_sure_flag_missing';
	return { verdict, sure, ...all[0]!, low, high };
}
