/** The comparison as text for a terminal. Rows are called what the population lists call them. */
import { translate } from '#lib/i18n.ts';
import type { Cell, ComparedTable, Comparison } from '../compare/compare.ts';
import { columnLabel, reasonText, rowLabel, tableTitle } from '../compare/words.ts';
import { number } from './context.ts';

const LOCALE = 'en';
const WIDTH = 100;

/** Notes of a table, numbered as they come up; the same words once. */
class Notes {
	readonly texts: string[] = [];
	mark(cell: Cell): string {
		if (cell.verdict !== 'different' && cell.verdict !== 'unexplained') return '';
		const text = reasonText(cell.reason, LOCALE);
		if (!this.texts.includes(text)) this.texts.push(text);
		return `${cell.verdict === 'unexplained' ? '!' : ''}[${this.texts.indexOf(text) + 1}]`;
	}
}

export function wrap(text: string, indent: string, width = WIDTH): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line && indent.length + line.length + word.length + 1 > width) {
			lines.push(indent + line);
			line = word;
		} else line = line ? `${line} ${word}` : word;
	}
	return line ? [...lines, indent + line] : lines;
}

const row = (name: string, cells: string[], first: number, width: number): string => `  ${name.padEnd(first)}${cells.map((cell) => cell.padStart(width)).join('')}`.trimEnd();
const share = (part: number | null | undefined, whole: number | null | undefined): string => (part === null || part === undefined || !whole ? '–' : `${((part / whole) * 100).toFixed(1)} %`);
const shown = (value: number | null): string => (value === null ? '–' : number(value));

function responseLines(table: ComparedTable, notes: Notes): string[] {
	const { definition, rows, columns, cells } = table;
	const alone = definition.source === undefined;
	const name = (code: string) => rowLabel(definition, code, undefined, LOCALE);
	const first = Math.max(...rows.map((code) => name(code).length)) + 1;
	const width = alone ? 16 : 22;
	const heads = [...columns.map((column) => columnLabel(definition, column, undefined, LOCALE)), translate('demo_column_share', {}, LOCALE)];
	const pair = (ours: string, printed: string, mark: string) => (alone ? ours : `${ours} / ${printed}${mark.padEnd(4)}`);
	const body = rows.map((code, r) => {
		const line = cells[r] ?? [];
		const [answered, invited] = [line[columns.indexOf('answered')], line[columns.indexOf('invited')]];
		return row(name(code), [
			...line.map((cell) => pair(number(cell.ours), shown(cell.printed), notes.mark(cell))),
			pair(share(answered?.ours, invited?.ours), share(answered?.printed, invited?.printed), '')
		], first, width);
	});
	return [row('', heads.map((head) => (alone ? head : `${head}    `)), first, width), ...body];
}

function crossedLines(table: ComparedTable, notes: Notes): string[] {
	const { definition, rows, columns, cells } = table;
	const name = (code: string) => rowLabel(definition, code, undefined, LOCALE);
	const first = Math.max(...rows.map((code) => name(code).length)) + 1;
	const legend = columns.map((code, i) => `${i + 1} ${columnLabel(definition, code, undefined, LOCALE)}`).join(', ');
	return [
		row('', columns.map((_, i) => String(i + 1)), first, 4),
		...rows.map((code, r) => row(name(code), (cells[r] ?? []).map((cell) => (cell.verdict === 'empty' ? '' : `${cell.ours}${notes.mark(cell)}`)), first, 4)),
		...wrap(legend, '  ')
	];
}

/** One table: numbers here and in print, a mark at each that differs, and the reasons below. */
export function tableLines(table: ComparedTable): string[] {
	const notes = new Notes();
	const body = table.definition.layout === 'crossed' || table.definition.layout === 'battery' ? crossedLines(table, notes) : responseLines(table, notes);
	const all = table.cells.flat();
	const different = all.filter((cell) => cell.verdict === 'different' || cell.verdict === 'unexplained').length;
	const compared = different + all.filter((cell) => cell.verdict === 'same').length;
	const verdict = compared === 0 ? 'no printed figures to compare with' : `${compared - different} of ${compared} cells the same`;
	return [
		`${tableTitle(table.definition, LOCALE)}  (${verdict})`,
		...body,
		...notes.texts.flatMap((text, i) => wrap(`[${i + 1}] ${text}`, '    '))
	];
}

export function comparisonLines({ tables }: Comparison): string[] {
	return ['Response tables: here / in print', ...tables.flatMap((table) => ['', ...tableLines(table)])];
}
