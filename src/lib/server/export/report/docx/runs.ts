/** Text in Word: what is stressed, what is missing, links to tables and figures, captions that Word counts and lists. */
import { Bookmark, InternalHyperlink, Paragraph, SequentialIdentifier, TextRun, type ParagraphChild } from 'docx';
import { numberedWord } from '../caption.ts';
import type { Look } from '../look.ts';
import type { FigureBlock, ResolvedReport, Run, TableBlock } from '../resolved.ts';

/** The bookmark of a table's or figure's caption; Word takes letters, digits and underscores. */
export function bookmarkOf(report: ResolvedReport, of: 'table' | 'figure', key: string): string | null {
	const at = report.blocks.findIndex((block) => block.kind === of && block.key === key);
	return at < 0 ? null : `${of}_${at}`;
}

/** Running text as Word's runs. A number that could not be printed stands on yellow. */
export function textRuns(runs: readonly Run[], report: ResolvedReport): ParagraphChild[] {
	return runs.map((run) => {
		const text = new TextRun({ text: run.text, bold: run.bold, italics: run.italic, shading: run.gap ? { type: 'clear', fill: 'FFE9A8', color: 'auto' } : undefined });
		const anchor = run.to ? bookmarkOf(report, run.to.of, run.to.key) : null;
		return anchor ? new InternalHyperlink({ anchor, children: [text] }) : text;
	});
}

/**
 * "Tabell 21. Title": the number is a field that Word counts by, set anew where the report's numbering leaps.
 * @param previous number of the same kind, 0 for the first
 */
export function caption(block: TableBlock | FigureBlock, previous: number, report: ResolvedReport, look: Look, options: { keepNext: boolean; pageBreakBefore: boolean }): Paragraph {
	const word = numberedWord(block.kind, report.locale);
	const restart = block.number === previous + 1 ? '' : ` \\r ${block.number}`;
	const two = look.caption === 'two_lines';
	return new Paragraph({
		style: 'Caption', ...options,
		children: [new Bookmark({
			id: bookmarkOf(report, block.kind, block.key) ?? '',
			children: [
				// the style is bold, since the library leaves the field's run without a look of its own
				new TextRun(`${word} `), new SequentialIdentifier(`${word} \\* ARABIC${restart}`), ...(two ? [] : [new TextRun('.')]),
				new TextRun({ text: two ? block.caption : ` ${block.caption}`, bold: false, italics: two, break: two ? 1 : undefined })
			]
		})]
	});
}
