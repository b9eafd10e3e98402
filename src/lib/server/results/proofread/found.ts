/** What proof-reading finds, and how sure it is. */
import type { Check, Instead } from '#analysis/proof/printed.ts';

export interface Found {
	/** The table's number; empty in running text. */
	table: string;
	/** Where in the table, by its labels; empty for the whole of it. */
	cell: string;
	check: Check | 'test_p' | 'ratio' | 'interval' | 'r_squared' | 'eigenvalue' | 'loading' | 'communality' | 'text_share' | 'text_test' | 'text_table';
	verdict: 'inconsistent' | 'undecidable';
	/** What is printed there: a number, or the stretch of text. */
	printed: string;
	/** In a long text, the number that is meant. */
	number?: string;
	/** `what`: p, where that is what should have been another. */
	instead: Instead & { what?: 'p' };
	/** Message key: of the checks' own with `analysis_note_` in front. */
	sure: string;
}

/** `certain` whatever else is right; `given` that what it rests on, such as the number of people, is right; `likely`; `open`: it cannot be decided. */
export const SURENESS = ['certain', 'given', 'likely', 'open'] as const;
export type Sureness = (typeof SURENESS)[number];

const CERTAIN = new Set(['proof_sure_counts', 'proof_sure_margin_sums', 'proof_sure_outside_scale', 'proof_sure_more_than_all', 'proof_sure_other_n', 'proofread_sure_turned', 'proofread_sure_part']);
const LIKELY = new Set(['proof_sure_total_and_group', 'proof_sure_other_base', 'proof_sure_margins', 'proof_sure_copied', 'proof_sure_group_for_total']);

export function surenessOf({ sure, verdict }: Pick<Found, 'sure' | 'verdict'>): Sureness {
	if (LIKELY.has(sure)) return 'likely';
	if (verdict === 'undecidable') return 'open';
	return CERTAIN.has(sure) ? 'certain' : 'given';
}
