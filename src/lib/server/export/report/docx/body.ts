/** The blocks of a report as Word's paragraphs and tables, on pages upright or turned. */
import { HeadingLevel, ImageRun, Paragraph, TextRun, type FileChild } from 'docx';
import { m } from '#lib/i18n.ts';
import { pictureOf, type DrawnReport } from '../draw.ts';
import { notesBelow } from '../grid.ts';
import { LOOKS, type Look } from '../look.ts';
import { isListed, type CheckedBlock, type FigureBlock, type HeadingBlock, type ResolvedBlock, type TableBlock } from '../resolved.ts';
import { columnWidths, PORTRAIT } from '../widths.ts';
import { list } from './lists.ts';
import { caption, textRuns } from './runs.ts';
import { BULLETS } from './styles.ts';
import { wordTable } from './table.ts';

export interface Section {
	landscape: boolean;
	children: FileChild[];
}

/** 16 cm in pixels: the width of the page's text. */
const FIGURE_WIDTH = Math.floor(PORTRAIT / 15);
const FIGURE_HEIGHT = 830;

const HEADINGS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

interface Writing {
	report: DrawnReport;
	pngs: ReadonlyMap<FigureBlock, Uint8Array>;
	look: Look;
	sections: Section[];
	/** Numbers of the last table and figure. */
	table: number;
	figure: number;
	/** A new page is to begin with what comes next. */
	breaks: boolean;
	/** Headings that wait for what they stand above, so that they come on the same page, whichever way it is turned. */
	waiting: HeadingBlock[];
}

/** Puts what `make` gives on pages that stand as said, below the headings that wait for it. It is told whether it is to begin a new page. */
function place(writing: Writing, landscape: boolean, make: (breaks: boolean) => readonly FileChild[]): void {
	const last = writing.sections.at(-1);
	const section = last?.landscape === landscape ? last : { landscape, children: [] };
	// a section begins on a new page by itself
	let breaks = writing.breaks && section === last;
	for (const { level, text } of writing.waiting) {
		section.children.push(new Paragraph({ heading: HEADINGS[level], text, pageBreakBefore: breaks }));
		breaks = false;
	}
	const made = make(breaks);
	section.children.push(...made);
	if (section !== last && section.children.length) writing.sections.push(section);
	writing.waiting = [];
	writing.breaks = false;
}

function notes(lines: readonly string[], { look, report }: Writing): Paragraph[] {
	return lines.map((line, i) => new Paragraph({
		style: 'TableNote', keepNext: i < lines.length - 1, spacing: i === lines.length - 1 ? { before: 40, after: 280 } : undefined,
		children: [...(i === 0 && look.noteWord ? [new TextRun({ text: `${m.file_note({}, { locale: report.locale })}. `, italics: true })] : []), new TextRun(line)]
	}));
}

/** What keeps a table from what follows; Word joins tables without it. */
const apart = () => new Paragraph({ style: 'TableNote', spacing: { before: 0, after: 200 }, children: [] });

function table(block: TableBlock, writing: Writing): void {
	const { report, look } = writing;
	const widths = columnWidths(block.table, look.tableSize, report.locale);
	const below = notes(notesBelow(block.table, block.notes, report.locale), writing);
	place(writing, widths.landscape, (breaks) => [
		caption(block, writing.table, report, look, { keepNext: true, pageBreakBefore: breaks }),
		wordTable(block.table, look, report.locale, widths, below.length > 0), ...(below.length ? below : [apart()])
	]);
	writing.table = block.number;
}

function figure(block: FigureBlock, writing: Writing): void {
	const { report, look } = writing;
	const picture = pictureOf(report, block);
	const scale = Math.min(FIGURE_WIDTH / picture.width, FIGURE_HEIGHT / picture.height);
	const above = look.figureCaption === 'above';
	const below = notes([...block.figure.notes, ...block.notes], writing);
	const image = new ImageRun({
		type: 'svg', data: new TextEncoder().encode(picture.svg), fallback: { type: 'png', data: writing.pngs.get(block) ?? new Uint8Array() },
		transformation: { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) },
		altText: { id: String(report.blocks.indexOf(block) + 1), name: block.key, title: block.caption, description: picture.alt }
	});
	place(writing, false, (breaks) => {
		const shown = new Paragraph({ style: 'Figure', pageBreakBefore: !above && breaks, keepNext: !above || below.length > 0, children: [image] });
		const named = caption(block, writing.figure, report, look, { keepNext: above || below.length > 0, pageBreakBefore: above && breaks });
		return [...(above ? [named, shown] : [shown, named]), ...(below.length ? below : [apart()])];
	});
	writing.figure = block.number;
}

function provenance(writing: Writing): void {
	const { report } = writing;
	if (!report.provenance.length) return;
	place(writing, false, () => [
		new Paragraph({ heading: HeadingLevel.HEADING_1, text: m.file_provenance({}, { locale: report.locale }), pageBreakBefore: true }),
		...report.provenance.map(({ label, value }) => new Paragraph({ style: 'TableNote', children: [new TextRun({ text: `${label}: `, bold: true }), new TextRun(value)] }))
	]);
}

function checked(block: CheckedBlock, writing: Writing): void {
	const { report, look } = writing;
	place(writing, false, (breaks) => [
		new Paragraph({ heading: HeadingLevel.HEADING_1, text: block.title, pageBreakBefore: breaks }),
		new Paragraph({ border: { left: { style: 'single', size: 24, space: 8, color: block.agrees ? '2F6B4F' : 'B3261E' } }, indent: { left: 170 }, children: [new TextRun(block.sentence)] })
	]);
	const { table: numbers } = block;
	if (!numbers) return;
	const widths = columnWidths(numbers, look.tableSize, report.locale);
	const below = notes(notesBelow(numbers, [], report.locale), writing);
	place(writing, widths.landscape, () => [wordTable(numbers, look, report.locale, widths, below.length > 0), ...below]);
}

function write(block: ResolvedBlock, writing: Writing): void {
	const { report } = writing;
	switch (block.kind) {
		case 'heading': writing.waiting.push(block); return;
		case 'paragraph': return place(writing, false, (breaks) => [new Paragraph({
			children: textRuns(block.runs, report), pageBreakBefore: breaks, style: block.style === 'quote' ? 'Quote' : undefined,
			numbering: block.style === 'bullet' ? { reference: BULLETS, level: 0 } : undefined
		})]);
		case 'table': return table(block, writing);
		case 'figure': return figure(block, writing);
		case 'list': if (isListed(block, report)) place(writing, false, (breaks) => list(block, report, breaks)); return;
		case 'page_break':
			if (writing.waiting.length) place(writing, false, () => []);
			writing.breaks = true;
			return;
		case 'checked': return checked(block, writing);
	}
}

/**
 * The report in sections, one for each stretch of pages that stand the same way. Where the numbers come from stands at the end, before what R said of them.
 * @param pngs of the figures, for programs that cannot show SVG
 */
export function sections(report: DrawnReport, pngs: ReadonlyMap<FigureBlock, Uint8Array>): Section[] {
	const writing: Writing = { report, pngs, look: LOOKS[report.style], sections: [], table: 0, figure: 0, breaks: false, waiting: [] };
	place(writing, false, () => [
		new Paragraph({ heading: HeadingLevel.TITLE, text: report.title }),
		...(report.subtitle ? [new Paragraph({ style: 'Subtitle', text: report.subtitle })] : [])
	]);
	for (const block of report.blocks) if (block.kind !== 'checked') write(block, writing);
	if (writing.waiting.length) place(writing, false, () => []);
	provenance(writing);
	for (const block of report.blocks) if (block.kind === 'checked') write(block, writing);
	return writing.sections;
}
