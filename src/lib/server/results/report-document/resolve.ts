/** A report with its numbers filled in: what is read on the page and written to files. */
import type { Figure } from '#lib/domain/figure/types.ts';
import type { Block, Report } from '#lib/domain/report/types.ts';
import type { ResolvedBlock, ResolvedReport } from '#lib/server/export/report/resolved.ts';
import { m } from '#lib/i18n.ts';
import type { FigureBlock, TableBlock } from './numbering.ts';
import { chosenFigure } from './figures.ts';
import { numberingOf, tableKey } from './numbering.ts';
import { tableOf } from './tables.ts';
import { paragraphsOf, plainOf, type Gap, type TextContext } from './text.ts';
import type { RanEntries, Warning } from './types.ts';

export interface ResolveInput {
	/** Every entry of the run that the report is bound to, in the report's language. */
	ran: RanEntries;
	subtitle?: string;
	provenance: ResolvedReport['provenance'];
	/** The run's day. */
	date: string;
}

const WARNED = ['suppressed', 'violation', 'undefined'] as const;
const isWarned = (reason: Gap['reason']): reason is (typeof WARNED)[number] => (WARNED as readonly string[]).includes(reason);

/** What of a figure a report may choose; the rest is the data's. */
function withOptions(figure: Figure, options: FigureBlock['options'] = {}): Figure {
	const flag = (name: string): Record<string, boolean> => (typeof options[name] === 'boolean' ? { [name]: options[name] } : {});
	const words = typeof options.labels === 'object' && options.labels !== null ? (options.labels as Readonly<Record<string, unknown>>) : {};
	const word = (own: string): string => (typeof words[own] === 'string' ? words[own] : own);
	const renamed = figure.kind === 'bars' || figure.kind === 'dots' ? { labels: figure.labels.map(word), series: figure.series.map((one) => ({ ...one, label: word(one.label) })) } : figure.kind === 'likert' ? { labels: figure.labels.map(word) } : {};
	return { ...figure, ...renamed, ...flag('patterns'), ...(figure.kind === 'likert' && flag('centred')), ...((figure.kind === 'bars' || figure.kind === 'dots') && flag('horizontal')) } as Figure;
}

const caption = (text: string): string => text.trim().replace(/\.$/, '');

/**
 * @returns the report, and a warning for each number that stands as a marked gap in it; a table or figure that cannot be made is a marked paragraph in its place
 */
export function resolve(report: Report, { ran, subtitle, provenance, date }: ResolveInput): { resolved: ResolvedReport; warnings: Warning[] } {
	const { locale } = report;
	const numbering = numberingOf(report);
	const warnings: Warning[] = [];
	const contextOf = (block: number): TextContext => ({
		locale, ran, numbering,
		gap: ({ source, reason }) => {
			if (isWarned(reason)) warnings.push({ block, code: reason, params: { source } });
		}
	});
	const absent = (block: number, code: 'no_table' | 'no_figure', entry: string): ResolvedBlock => {
		warnings.push({ block, code, params: { entry } });
		return { kind: 'paragraph', runs: [{ text: code === 'no_table' ? m.report_gap_no_table({ entry }, { locale }) : m.report_gap_no_figure({ entry }, { locale }), gap: true }] };
	};
	const tableBlock = (block: TableBlock, at: number, context: TextContext): ResolvedBlock => {
		const { table } = tableOf(block, ran, locale);
		if (!table) return absent(at, 'no_table', block.entry);
		return { kind: 'table', key: tableKey(block), number: numbering.ofBlock[at - 1]!, caption: caption(plainOf(block.caption, context)), table, notes: (block.notes ?? []).map((note) => plainOf(note, context)) };
	};
	const figureBlock = (block: FigureBlock, at: number, context: TextContext): ResolvedBlock => {
		const figure = chosenFigure(ran(block.entry)?.presented, block);
		if (!figure) return absent(at, 'no_figure', block.entry);
		return {
			kind: 'figure', key: numbering.keyOf[at - 1]!, number: numbering.ofBlock[at - 1]!, caption: caption(plainOf(block.caption, context)), figure: withOptions(figure, block.options),
			notes: (block.notes ?? []).map((note) => plainOf(note, context))
		};
	};
	const resolveBlock = (block: Block, i: number): ResolvedBlock[] => {
		const context = contextOf(i + 1);
		switch (block.kind) {
			case 'heading': return [{ kind: 'heading', level: block.level, text: plainOf(block.text, context) }];
			case 'text': return paragraphsOf(block.text, context);
			case 'table': return [tableBlock(block, i + 1, context)];
			case 'figure': return [figureBlock(block, i + 1, context)];
			case 'list_of_tables': return [
				{ kind: 'list', of: 'tables', title: m.report_list_of_tables({}, { locale }) },
				...(report.blocks.some((one) => one.kind === 'figure') ? [{ kind: 'list', of: 'figures', title: m.report_list_of_figures({}, { locale }) } as const] : [])
			];
			case 'page_break': return [{ kind: 'page_break' }];
		}
	};
	const blocks = report.blocks.flatMap(resolveBlock);
	const title = plainOf(report.title, contextOf(0));
	return { resolved: { title, ...(subtitle !== undefined && { subtitle }), style: report.style, locale, blocks, provenance, date }, warnings };
}
