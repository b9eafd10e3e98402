/** A result as a reader meets it: tables, sentences, reservations and figures in one language. Page, report and terminal get the same. */
import type { Violation } from '#analysis/assumptions.ts';
import type { Table } from '#analysis/report/table.ts';
import type { Result } from '#analysis/result.ts';
import type { Figure } from '#lib/domain/figure/types.ts';

export interface Presented {
	/** The first is the table of the method; the others are named by their keys, the same in every language. */
	tables: readonly { key: string; table: Table }[];
	/** What was found, in one or two plain sentences; what went wrong where there is no result. */
	sentences: readonly string[];
	/** What a reader must know before trusting it, with what to use instead. */
	warnings: readonly string[];
	/** What is worth knowing and calls for no care. */
	notes: readonly string[];
	/** `met` null: cannot be seen from the data. */
	assumptions: readonly { text: string; met: boolean | null }[];
	/** Rows, valid, and each kind of missing, by variable; null where the method read no table. */
	missing: Table | null;
	/** "n = 284", as it stands beside a result. */
	n: string;
	/** Kinds that fit, the best first; empty where none does. */
	figures: readonly Figure[];
}

/** A spec that has been run: the suppressed result that everything is made from, and how it is read. */
export interface Ran {
	result: Result | Violation;
	presented: Presented;
}
