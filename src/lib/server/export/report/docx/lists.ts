/** Contents, and lists of tables and figures: fields that Word can make anew, filled in from the start with links and the pages that they are on. */
import { BuilderElement, InternalHyperlink, PageReference, Paragraph, Run, StringContainer, Tab, TableOfContents, TabStopType, TextRun, type FileChild } from 'docx';
import { captionOf, numberedWord } from '../caption.ts';
import { figuresOf, tablesOf, type ListBlock, type ResolvedReport } from '../resolved.ts';
import { PORTRAIT } from '../widths.ts';
import { bookmarkOf } from './runs.ts';

const fieldPart = (kind: 'begin' | 'separate' | 'end') => new BuilderElement({ name: 'w:fldChar', attributes: { type: { key: 'w:fldCharType', value: kind } } });

function captions(of: 'table' | 'figure', report: ResolvedReport): Paragraph[] {
	const blocks = of === 'table' ? tablesOf(report) : figuresOf(report);
	return blocks.map((block, i) => {
		const anchor = bookmarkOf(report, of, block.key) ?? '';
		const begin = new Run({
			children: [fieldPart('begin'), new StringContainer('w:instrText', `TOC \\h \\z \\c "${numberedWord(of, report.locale)}"`), fieldPart('separate')]
		});
		const link = new InternalHyperlink({ anchor, children: [new TextRun(captionOf(block, report.locale)), new TextRun({ children: [new Tab()] }), new PageReference(anchor, { hyperlink: true })] });
		return new Paragraph({
			style: 'TableofFigures', tabStops: [{ type: TabStopType.RIGHT, position: PORTRAIT, leader: 'dot' }],
			children: [...(i === 0 ? [begin] : []), link, ...(i === blocks.length - 1 ? [new Run({ children: [fieldPart('end')] })] : [])]
		});
	});
}

/** The list with its title. */
export function list(block: ListBlock, report: ResolvedReport, pageBreakBefore: boolean): FileChild[] {
	const title = new Paragraph({ style: 'ListTitle', text: block.title, pageBreakBefore });
	if (block.of === 'contents') return [title, new TableOfContents(block.title, { hyperlink: true, headingStyleRange: '1-2' })];
	return [title, ...captions(block.of === 'tables' ? 'table' : 'figure', report)];
}
