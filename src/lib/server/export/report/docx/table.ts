/** A table as Word's own: heads that repeat on every page, rows that never part, rules as the style sheet has them. */
import { AlignmentType, BorderStyle, Paragraph, SoftHyphen, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlign, VerticalMergeType, WidthType, type ITableCellOptions } from 'docx';
import type { Cell, Table as TableModel } from '#analysis/report/table.ts';
import type { Locale } from '#lib/i18n.ts';
import { bodyRows, headRows, isWords, shortText, type BodyRow, type HeadCell } from '../grid.ts';
import type { Look } from '../look.ts';
import { divided, ems, type Widths } from '../widths.ts';

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const MARGIN = 85;
/** Tables of so many rows stay on one page; longer ones run on, with their heads. */
const KEEP_TOGETHER = 24;

type Borders = { -readonly [Side in keyof NonNullable<ITableCellOptions['borders']>]: NonNullable<ITableCellOptions['borders']>[Side] };
interface Setting { table: TableModel; look: Look; locale: Locale; widths: Widths }

const rule = (look: Look, size: number) => ({ style: BorderStyle.SINGLE, size, color: look.ink });
const hair = { style: BorderStyle.SINGLE, size: 2, color: 'C3CBD0' };

/** Half points, where the table's text is smaller than its style has it. */
const sized = ({ look, widths }: Setting) => (widths.size < look.tableSize ? widths.size * 2 : undefined);

/** A smaller text has smaller lines and less room about it. */
const fitted = (setting: Setting) => (sized(setting) ? { run: { size: sized(setting) }, spacing: { before: 10, after: 10 } } : {});

function width(widths: Widths, at: number, columns: number) {
	return { size: widths.columns.slice(at, at + columns).reduce((a, b) => a + b, 0), type: WidthType.DXA };
}

/** A head with soft hyphens where its words are wider than its column. */
function headText(cell: HeadCell, setting: Setting): TextRun[] {
	const pieces = divided(cell.text, width(setting.widths, cell.at, cell.columns).size, setting.widths.size);
	return [new TextRun({ size: sized(setting), children: pieces.flatMap((piece) => (piece.endsWith('\u00ad') ? [piece.slice(0, -1), new SoftHyphen()] : [piece])) })];
}

/** A cell of the head. One over two rows is two cells of Word, the second empty, each with the rule that is at its own edge. */
function headCell(cell: HeadCell, row: number, rows: number, setting: Setting): TableCell {
	const { look, widths } = setting;
	const merged = cell.rows > 1 ? (row === 0 ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE) : undefined;
	const borders: Borders = {};
	if (row === 0) borders.top = rule(look, 8);
	if (row === rows - 1) borders.bottom = rule(look, 6);
	if (cell.group) borders.bottom = rule(look, 2);
	const alignment = cell.group ? AlignmentType.CENTER : cell.at === 0 || isWords(setting.table, cell.at - 1) ? AlignmentType.LEFT : AlignmentType.RIGHT;
	return new TableCell({
		width: width(widths, cell.at, cell.columns), columnSpan: cell.columns, verticalMerge: merged, borders, verticalAlign: VerticalAlign.BOTTOM,
		shading: look.headFill ? { type: 'clear', fill: look.headFill, color: 'auto' } : undefined,
		children: [new Paragraph({ style: 'TableHead', ...fitted(setting), keepNext: true, alignment, children: merged === VerticalMergeType.CONTINUE ? [] : headText(cell, setting) })]
	});
}

function headRow(heads: readonly HeadCell[][], row: number, setting: Setting): TableRow {
	const above = row === 0 ? [] : (heads[0] ?? []).filter((cell) => cell.rows > 1);
	const cells = [...(heads[row] ?? []), ...above].sort((a, b) => a.at - b.at);
	return new TableRow({ tableHeader: true, cantSplit: true, children: cells.map((cell) => headCell(cell, row, heads.length, setting)) });
}

/** The mark stands outside the column of digits: cells without it are moved in by its width. */
function valueParagraph(cell: Cell | undefined, words: boolean, markEms: number, row: BodyRow, keepNext: boolean, setting: Setting): Paragraph {
	const { widths, locale } = setting;
	const color = cell && (cell.faint || cell.kind === 'missing') ? '5B6870' : undefined;
	const text = cell ? shortText(cell, locale) : '';
	const mark = cell?.mark ?? '';
	const raised = /^\p{L}$/u.test(mark);
	const indent = Math.round((markEms - ems(mark)) * widths.size * 20);
	return new Paragraph({
		style: 'TableText', ...fitted(setting), keepNext, alignment: words ? AlignmentType.LEFT : AlignmentType.RIGHT, indent: !words && indent > 0 ? { right: indent } : undefined,
		children: [new TextRun({ text, color, bold: row.kind === 'total', size: sized(setting) }), ...(mark ? [new TextRun({ text: mark, color, superScript: raised, size: sized(setting) })] : [])]
	});
}

function bodyCells(row: BodyRow, borders: Borders, keepNext: boolean, marks: readonly number[], setting: Setting): TableCell[] {
	const { table, widths } = setting;
	const label = new Paragraph({
		style: 'TableText', ...fitted(setting), keepNext: keepNext || row.kind === 'group', children: [new TextRun({ text: row.label, bold: row.kind !== 'row', size: sized(setting) })],
		indent: row.kind === 'row' && setting.table.rows.some(({ group }) => group) ? { left: 140 } : undefined
	});
	if (row.kind === 'group') return [new TableCell({ width: width(widths, 0, table.columns.length + 1), columnSpan: table.columns.length + 1, borders, children: [label] })];
	// numbers stand beside the last line of their label, but sentences and what is beside them begin at the top
	const verticalAlign = table.columns.some((_, i) => isWords(table, i)) ? VerticalAlign.TOP : VerticalAlign.BOTTOM;
	const values = table.columns.map((_, i) => new TableCell({
		width: width(widths, i + 1, 1), borders, verticalAlign,
		children: [valueParagraph(row.cells[i], isWords(table, i), marks[i] ?? 0, row, keepNext, setting)]
	}));
	return [new TableCell({ width: width(widths, 0, 1), borders, children: [label] }), ...values];
}

/**
 * The table without its caption and notes.
 * @param notes whether notes follow, so that the last row stays with them
 */
export function wordTable(table: TableModel, look: Look, locale: Locale, widths: Widths, notes: boolean): Table {
	const setting: Setting = { table, look, locale, widths };
	const heads = headRows(table);
	const rows = bodyRows(table);
	const marks = table.columns.map((_, i) => Math.max(0, ...rows.map((row) => ems(row.cells[i]?.mark ?? ''))));
	const together = rows.length <= KEEP_TOGETHER;
	const body = rows.map((row, r) => {
		const last = r === rows.length - 1;
		const borders: Borders = {};
		if (r === 0) borders.top = rule(look, 6);
		else if (row.kind === 'total') borders.top = rule(look, 4);
		else if (look.rowLines) borders.top = hair;
		if (last) borders.bottom = rule(look, 8);
		return new TableRow({ cantSplit: true, children: bodyCells(row, borders, last ? notes : together || r === 0 || r === rows.length - 2, marks, setting) });
	});
	return new Table({
		width: { size: widths.columns.reduce((a, b) => a + b, 0), type: WidthType.DXA }, columnWidths: [...widths.columns], layout: TableLayoutType.FIXED,
		margins: { left: MARGIN, right: MARGIN, top: 0, bottom: 0, marginUnitType: WidthType.DXA },
		borders: { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE },
		tableLook: { firstRow: true, firstColumn: true },
		rows: [...heads.map((_, r) => headRow(heads, r, setting)), ...body]
	});
}
