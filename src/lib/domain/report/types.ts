/** A report as it is written: text, tables and figures bound to entries of a plan, so that no number in it can go stale. */
import type { FigureKind } from '../figure/types.ts';

export const REPORT_FORMAT = 'grunnlag-report/1';

/**
 * In a text `{r:crosstab-41.p}` is the value `p` of the entry `crosstab-41`, printed as its kind asks for; `{r:crosstab-41.means.2|2}` with two decimals; `{r:crosstab-41.corrected.benefits.p}` its p as the plan's family `benefits` corrects it;
 * `{s:crosstab-41}` what was found, in words;
 * `{t:crosstab-41}` and `{f:battery-3}` are the number of its table or figure: "Tabell 21"; `{t:crosstab-41.counts}`, `{f:battery-3.bars_2}` of another of the entry's.
 */
export type BoundText = string;

/** Another entry's table set into a table: its rows below, matched by the keys of columns, or its columns beside, matched by the keys of rows. */
export interface TableJoin { entry: string; view?: string; as: 'rows' | 'columns' }

export type Block =
	| { kind: 'heading'; level: 1 | 2 | 3; text: BoundText }
	| { kind: 'text'; text: BoundText }
	/**
	 * `view`: which of the entry's tables, by its key; the first where absent. `number`: where numbering shall go on from. `with`: tables joined to it. `rows`, `columns`: those to show, by key and
	 * in this order, all where absent. `labels`: other words than the table's own for rows and columns, by key, and for groups of them, by their own
	 * words; `row_heading` for what stands above the rows, `columns` for what stands above all the columns that are grouped. A figure's `options` may have `labels` too, by its own words.
	 * `family`: p-values and stars as that family of the plan corrects them, which a note tells.
	 */
	| {
		kind: 'table'; entry: string; view?: string; caption: BoundText; notes?: readonly BoundText[]; number?: number;
		with?: readonly TableJoin[]; rows?: readonly string[]; columns?: readonly string[]; labels?: Readonly<Record<string, string>>; family?: string;
	}
	/** `which`: where the entry has several figures of the kind, the place among them, from 1; the first where absent. */
	| { kind: 'figure'; entry: string; figure: FigureKind; which?: number; caption: BoundText; notes?: readonly BoundText[]; number?: number; options?: Readonly<Record<string, unknown>> }
	| { kind: 'list_of_tables' }
	| { kind: 'page_break' };

export const STYLES = ['afi', 'apa', 'plain'] as const;
export type Style = (typeof STYLES)[number];

export interface Report {
	format: typeof REPORT_FORMAT;
	title: BoundText;
	style: Style;
	locale: 'nb' | 'nn' | 'en';
	blocks: readonly Block[];
}
