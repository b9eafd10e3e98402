import { Document, Footer, PageNumber, PageOrientation, Packer, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { estimatePageNumbers } from 'docx/layout';
import { toPng } from '#lib/figures/png.ts';
import { sections, type Section } from './docx/body.ts';
import { numbering, styles } from './docx/styles.ts';
import { pictureOf, type DrawnReport } from './draw.ts';
import { LOOKS } from './look.ts';
import { repack } from './package.ts';
import { figuresOf, type FigureBlock } from './resolved.ts';
import { LANDSCAPE, PORTRAIT } from './widths.ts';

/** A4 in twentieths of a point, 2.5 cm around the text. */
const A4 = { width: 11906, height: 16838 };
const MARGIN = 1418;

function footer(title: string, landscape: boolean): Footer {
	return new Footer({
		children: [new Paragraph({
			style: 'Footer', tabStops: [{ type: TabStopType.RIGHT, position: landscape ? LANDSCAPE : PORTRAIT }],
			children: [new TextRun(title), new TextRun({ children: [new Tab(), PageNumber.CURRENT] })]
		})]
	});
}

/** The library counts bookmarks on through all documents of a process, and dates them now. */
function settled(path: string, xml: string, date: string): string {
	if (path === 'docProps/core.xml') return xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`);
	if (path !== 'word/document.xml') return xml;
	const seen = new Map<string, number>();
	const settle = (id: string) => seen.get(id) ?? seen.set(id, seen.size + 1).size;
	return xml.replace(/(<w:bookmark(?:Start|End)\b[^>]*w:id=")(\d+)"/g, (_, before: string, id: string) => `${before}${settle(id)}"`)
		.replace(/\b_Toc(\d+)\b/g, (_, id: string) => `_Toc${settle(id)}`);
}

/**
 * The report as a Word document (OOXML): tables, captions, headings and lists are Word's own, with styles by Word's names, page numbers in the footer, the document's language
 * set and no person named. The pages in its lists are worked out by laying it out as Word does; a page that cannot be is left blank and comes with Word's "update field".
 * The same report gives the same bytes.
 */
export async function toDocx(report: DrawnReport): Promise<Uint8Array> {
	const section = ({ landscape, children }: Section) => ({
		properties: { page: {
			size: { ...A4, orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
			margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, header: 709, footer: 709 }
		} },
		footers: { default: footer(report.title, landscape) }, children
	});
	const pngs = new Map<FigureBlock, Uint8Array>();
	for (const block of figuresOf(report)) pngs.set(block, await toPng(pictureOf(report, block).svg));
	const document = new Document({
		title: report.title, subject: report.subtitle, creator: 'Grunnlag', lastModifiedBy: 'Grunnlag', revision: 1,
		styles: styles(LOOKS[report.style], report.locale), numbering, pageNumbers: estimatePageNumbers, sections: sections(report, pngs).map(section)
	});
	return repack(await Packer.toBuffer(document), (path, xml) => settled(path, xml, report.date), report.date);
}
