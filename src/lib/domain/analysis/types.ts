/** A plan is an ordered list of analyses, and a run is one execution of it on one snapshot. Both are plain data. */
import type { Text } from '../questionnaire/schema.ts';

/** A spec of the statistics library: `{"method": "t_test", "x": "samarbeid", "group": "del"}`. */
export interface AnySpec {
	method: string;
	filter?: readonly { column: string; in: readonly string[] }[];
	[field: string]: unknown;
}

export interface PlanEntry {
	/** What text, tables and figures of a report name it by: `[a-z][a-z0-9-]*`, unique in the plan. */
	key: string;
	title: Text;
	/**
	 * Parts of the snapshot, laid below one another when there are several: `["samarbeidsforum", "nettverk"]`; `del` is then a variable. Parts of another snapshot of the
	 * evaluation are named by it (`["nettverk@0123456789abcdef", "nettverk"]`, results/snapshot/reference.ts), and `runde` is a variable.
	 */
	data: readonly string[];
	spec: AnySpec;
}

export const PLAN_FORMAT = 'grunnlag-plan/1';
export interface Plan {
	format: typeof PLAN_FORMAT;
	title: Text;
	entries: readonly PlanEntry[];
	/** Entries whose tests are corrected together, by a method of `p_adjust`. */
	families?: readonly { key: string; method: 'holm' | 'hochberg' | 'bonferroni' | 'BH' | 'BY'; of: readonly { entry: string; path: string }[] }[];
}
