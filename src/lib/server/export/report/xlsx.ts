import writeXlsxFile, { type Image, type Row as SheetRow, type SheetData } from 'write-excel-file/node';
import { toPng } from '#lib/figures/png.ts';
import { getCellAddress, getOrderOfSiblings, insertElementMarkupAccordingToOrderOfSiblings, sanitizeAttributeValue } from 'write-excel-file/utility';
import type { Table } from '#analysis/report/table.ts';
import { m, type Locale } from '#lib/i18n.ts';
import { bodyRows, headRows, legend, note, sheetName, text, widths } from '../sheet.ts';
import { captionOf, numberOf } from './caption.ts';
import { pictureOf, type DrawnReport, type Picture } from './draw.ts';
import { repack } from './package.ts';
import type { FigureBlock, TableBlock } from './resolved.ts';

const LINK = { textColor: '#0B5FA5', textDecoration: { underline: true } } as const;

interface Link { row: number; column: number; sheet: string }
interface Sheet { name: string; data: SheetData; columns: { width: number }[]; stickyRowsCount: number; links: Link[]; image?: Image }

/** Names that Excel takes, none like another: a second "Tabell 21" becomes "Tabell 21 (2)". */
function uniqueNames(wanted: readonly string[]): string[] {
	const taken = new Set<string>();
	return wanted.map((want) => {
		const legal = sheetName(want) || '–';
		let name = legal;
		for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${legal.slice(0, 31 - ` (${i})`.length)} (${i})`;
		taken.add(name.toLowerCase());
		return name;
	});
}

/** Caption, way back, the table with heads that stay in view, and below it what a reader needs. */
function tableSheet(name: string, caption: string, table: Table, below: readonly string[], contents: string, locale: Locale): Sheet {
	const columns = widths(table);
	const width = columns.reduce((a, b) => a + b, 0);
	const head = headRows(table);
	const notes = [...legend(table, locale), ...table.notes, ...below];
	return {
		name, stickyRowsCount: 3 + head.length, columns: columns.map((w) => ({ width: w })), links: [{ row: 1, column: 0, sheet: contents }],
		data: [
			[text(caption, { fontWeight: 'bold', fontSize: 13 })], [text(m.file_back({}, { locale }), LINK)], [null], ...head, ...bodyRows(table, locale), [null],
			...notes.map((line) => note(line, columns.length, width))
		]
	};
}

function contentsSheet(name: string, report: DrawnReport, blocks: readonly (TableBlock | FigureBlock)[], names: readonly string[]): Sheet {
	const { locale } = report;
	const above: SheetRow[] = [
		[text(report.title, { fontWeight: 'bold', fontSize: 15 })], ...(report.subtitle ? [[text(report.subtitle)]] : []), [null],
		[text(m.file_contents_lead({}, { locale }), { columnSpan: 2, wrap: true, height: 33, alignVertical: 'top' }), null], [null],
		[text(m.file_column_number({}, { locale }), { fontWeight: 'bold', bottomBorderStyle: 'thin' }), text(m.file_column_title({}, { locale }), { fontWeight: 'bold', bottomBorderStyle: 'thin' })]
	];
	const checked = report.blocks.filter((block) => block.kind === 'checked');
	const below = [...report.provenance.map(({ label, value }) => [text(label), text(value, { wrap: true })]), ...checked.map(({ title, sentence }) => [text(title), text(sentence, { wrap: true })])];
	return {
		name, stickyRowsCount: 0, columns: [{ width: 22 }, { width: 95 }],
		links: blocks.flatMap((_, i) => [0, 1].map((column) => ({ row: above.length + i, column, sheet: names[i] ?? '' }))),
		data: [
			...above, ...blocks.map((block): SheetRow => [text(numberOf(block, locale), LINK), text(block.caption, { ...LINK, wrap: true })]), [null],
			...(below.length ? [[text(m.file_provenance({}, { locale }), { fontWeight: 'bold' })], ...below] : [])
		]
	};
}

type Feature = NonNullable<NonNullable<Parameters<typeof writeXlsxFile>[1]>['features']>[number];

/** Links within the workbook, and sheets printed no wider than the paper; the library does neither. A link's place is a quoted sheet name, with its own quotes doubled. */
function linked(sheets: readonly Sheet[]): Feature {
	const file = 'xl/worksheets/sheet{id}.xml';
	const inOrder = (xml: string, element: string) => insertElementMarkupAccordingToOrderOfSiblings(xml, element, getOrderOfSiblings(file, 'worksheet') ?? [], 'worksheet');
	return { files: { transform: { [file]: {
		transformElementAttributes: (tag, attributes) => (tag === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes),
		transform: (plain, _options, { sheetIndex }) => {
			const links = sheets[sheetIndex]?.links ?? [];
			const xml = inOrder(plain, '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
			if (!links.length) return xml;
			const marks = links.map(({ row, column, sheet }) => `<hyperlink ref="${getCellAddress(row, column)}" location="${sanitizeAttributeValue(`'${sheet.replaceAll("'", "''")}'!A1`)}"/>`);
			return inOrder(xml, `<hyperlinks>${marks.join('')}</hyperlinks>`);
		}
	} } } };
}

/** A figure's picture, below its numbers, as wide as in Word. */
async function withPicture(sheet: Sheet, caption: string, { svg, alt, width, height }: Picture): Promise<Sheet> {
	return { ...sheet, image: { content: Buffer.from(await toPng(svg)), contentType: 'image/png', width, height, dpi: 96, anchor: { row: sheet.data.length + 2, column: 1 }, title: caption, description: alt } };
}

/**
 * The report's tables, and its figures with their numbers, as an Excel workbook: a sheet each after a sheet of contents with links. Numbers are numbers in full, shown with the report's
 * decimals; what is missing is a word that the notes explain; text never runs as a formula. The same report gives the same bytes.
 */
export async function toXlsx(report: DrawnReport): Promise<Uint8Array> {
	const { locale } = report;
	const blocks = report.blocks.filter((block) => block.kind === 'table' || block.kind === 'figure');
	const [contents = '', ...names] = uniqueNames([m.file_contents({}, { locale }), ...blocks.map((block) => numberOf(block, locale))]);
	const sheets = [contentsSheet(contents, report, blocks, names), ...await Promise.all(blocks.map(async (block, i): Promise<Sheet> => {
		const caption = captionOf(block, locale);
		const name = names[i] ?? '';
		if (block.kind === 'table') return tableSheet(name, caption, block.table, block.notes, contents, locale);
		const picture = pictureOf(report, block);
		const { table, alt } = picture;
		return withPicture(tableSheet(name, caption, { ...table, notes: [] }, [...table.notes, ...block.notes, alt], contents, locale), caption, picture);
	}))];
	const book = await writeXlsxFile(sheets.map(({ name, data, columns, stickyRowsCount, image }) => ({
		data, sheet: name, columns, orientation: 'landscape' as const, showGridLines: false, ...(image && { images: [image] }), ...(stickyRowsCount ? { stickyRowsCount, stickyColumnsCount: 1 } : {})
	})), { fontFamily: 'Calibri', fontSize: 11, features: [linked(sheets)] }).toBuffer();
	return repack(book, (_, xml) => xml, report.date);
}
