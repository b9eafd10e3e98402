/**
 * A report as it goes to paper: every binding is filled in, every table and figure has its number, all text is in the reader's language.
 * Plain data; what Word, Excel, HTML and the archive are written from. Says what, the writers say how it looks.
 */
import type { Table } from '#analysis/report/table.ts';
import type { Figure } from '#lib/domain/figure/types.ts';
import type { Style } from '#lib/domain/report/types.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';

/** A stretch of text. `gap`: a number was to stand here and could not (suppressed, not defined, binding broken); the text says so and is marked. */
export interface Run {
	text: string;
	bold?: boolean;
	italic?: boolean;
	gap?: boolean;
	/** "Tabell 21": the table or figure that it names, by its key; a link where the file can have one. */
	to?: { of: 'table' | 'figure'; key: string };
}

/** A heading, with its own number in the text if it has one. */
export interface HeadingBlock { kind: 'heading'; level: 1 | 2 | 3; text: string }
/** `style`: one point of a list, or a quotation; else running text. */
export interface ParagraphBlock { kind: 'paragraph'; runs: readonly Run[]; style?: 'bullet' | 'quote' }
/**
 * `key` names it in the report: the plan's entry, `crosstab-41`, and `crosstab-41.means` for another of its tables; unique among tables. `caption` is what follows "Tabell 21.", without
 * a full stop at its end, and stands in the place of `table.title`. The table's own notes come below it, then `notes`. `table.provenance` is not printed below each table: see `provenance` of the report.
 */
export interface TableBlock { kind: 'table'; key: string; number: number; caption: string; table: Table; notes: readonly string[] }
/** `key` as for tables; unique among figures. `figure.title` is not drawn where the caption says it; `figure.notes` come below the caption, then `notes`. */
export interface FigureBlock { kind: 'figure'; key: string; number: number; caption: string; figure: Figure; notes: readonly string[] }
/** Contents are the headings of level 1 and 2. `title` stands above it. Empty lists are left out by the writers. */
export interface ListBlock { kind: 'list'; of: 'contents' | 'tables' | 'figures'; title: string }
export interface PageBreakBlock { kind: 'page_break' }
/** What real R said of the report's numbers: the sentence, and a table of it where wanted. Comes last. */
export interface CheckedBlock { kind: 'checked'; title: string; sentence: string; agrees: boolean; table: Table | null }

export type ResolvedBlock = HeadingBlock | ParagraphBlock | TableBlock | FigureBlock | ListBlock | PageBreakBlock | CheckedBlock;

export interface ResolvedReport {
	title: string;
	/** Below the title: what evaluation, which wave. */
	subtitle?: string;
	style: Style;
	locale: Locale;
	blocks: readonly ResolvedBlock[];
	/** Where the numbers come from, as label and value: snapshot and its hash, plan, run, engine. Printed once, at the end, and in the archive's manifest. */
	provenance: readonly { label: string; value: string }[];
	/** The day that files carry as their date, `2021-06-01`: that of the run, never today, so that the same report gives the same bytes. */
	date: string;
}

/** The report's tables, in order. */
export function tablesOf(report: ResolvedReport): TableBlock[] {
	return report.blocks.filter((block) => block.kind === 'table');
}

/** The report's figures, in order. */
export function figuresOf(report: ResolvedReport): FigureBlock[] {
	return report.blocks.filter((block) => block.kind === 'figure');
}

/** Whether the list has anything to list. */
export function isListed(block: ListBlock, report: ResolvedReport): boolean {
	if (block.of === 'contents') return report.blocks.some((other) => other.kind === 'heading' && other.level < 3);
	return report.blocks.some((other) => other.kind === (block.of === 'tables' ? 'table' : 'figure'));
}
