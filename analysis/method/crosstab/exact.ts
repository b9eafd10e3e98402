/** Which exact p a table gets beside the asymptotic one, and what the reader is told of it. */
import { isViolation } from '../../assumptions.ts';
import type { Counts } from '../../crosstab/counts.ts';
import { freemanHalton } from '../../crosstab/freeman-halton.ts';
import { monteCarlo, type MonteCarlo } from '../../crosstab/monte-carlo.ts';
import { logTables } from '../../crosstab/table-number.ts';
import type { Tail } from '../../distribution/tail.ts';
import type { Note } from '../../result.ts';

export const EXACT = ['auto', 'exact', 'monte_carlo', 'none'] as const;
export interface ExactChoice {
	/**
	 * `auto` (default): exact where a cell is expected to hold fewer than 5 and at most 10^7 tables have these margins, Monte Carlo where more have.
	 * `exact`: exact whatever the counts, Monte Carlo only when it would not end.
	 */
	exact?: (typeof EXACT)[number] | null;
	/** Of the random numbers of Monte Carlo; 1 when absent. */
	seed?: number | null;
	/** Tables drawn by Monte Carlo; 10,000 when absent. */
	replicates?: number | null;
}

/** Decimal logarithm of the number of tables up to which `auto` is exact: a tenth of a second. */
export const AUTO_TABLES = 7;
const REPLICATES = 10_000;

export interface Exact {
	tail: Tail | null;
	drawn: MonteCarlo | null;
	notes: Note[];
}

/** @param small whether a cell is expected to hold fewer than 5 */
export function exactFor(counts: Counts, choice: ExactChoice, small: boolean): Exact {
	const how = choice.exact ?? 'auto';
	const none: Exact = { tail: null, drawn: null, notes: [] };
	if (how === 'none' || (how === 'auto' && !small)) return none;
	const draw = (): MonteCarlo => monteCarlo(counts, choice.replicates ?? REPLICATES, choice.seed ?? 1);
	const drawnNote = (drawn: MonteCarlo): Note => ({ key: 'crosstab_monte_carlo', level: 'info', params: { p: drawn.p, se: drawn.se, replicates: drawn.replicates, seed: drawn.seed } });
	if (how === 'monte_carlo') {
		const drawn = draw();
		return { ...none, drawn, notes: [drawnNote(drawn)] };
	}
	const found = how === 'auto' && logTables(counts) > AUTO_TABLES ? null : freemanHalton(counts);
	if (found && !isViolation(found)) return { ...none, tail: { p: found.p, logP: found.logP } };
	const drawn = draw();
	return { ...none, drawn, notes: [{ key: 'crosstab_too_large', level: 'warning' }, drawnNote(drawn)] };
}
