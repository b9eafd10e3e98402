/** The comparison as a page shows it: words and numbers in the reader's language, notes lettered table by table. */
import { m, translate, type Locale } from '#lib/i18n.ts';
import { formatNumber, formatPercent } from '#lib/ui/format.ts';
import type { Cell, ComparedTable, Comparison } from './compare.ts';
import { columnLabel, reasonText, rowLabel, tableTitle } from './words.ts';

export interface CellView {
	ours: string;
	/** null where the report prints nothing. */
	printed: string | null;
	mark: Cell['verdict'];
	/** Letter of the note that says why, for a cell that differs. */
	note: string | null;
}
export interface NoteView {
	letter: string;
	text: string;
	explained: boolean;
	/** What it explains, cell by cell. */
	cells: string[];
}
export interface TableView {
	id: string;
	number: number;
	title: string;
	/** Single numbers in the cells, not pairs of ours and the printed. */
	crossed: boolean;
	/** So many columns that their headings are read upwards. */
	upright: boolean;
	/** What the numbers are, where the headings do not say it. */
	lead: string | null;
	/** Heading above the notes. */
	differences: string;
	/** Without printed figures. */
	alone: boolean;
	/** How many cells are the same, in words. */
	verdict: string;
	rowHeading: string;
	columns: string[];
	rows: { label: string; cells: CellView[]; share: { ours: string | null; printed: string | null } | null }[];
	notes: NoteView[];
}

const shareOf = (answered: number | null | undefined, invited: number | null | undefined, locale: Locale): string | null =>
	answered === null || answered === undefined || !invited ? null : formatPercent(answered / invited, locale);

function verdictOf(table: ComparedTable, locale: Locale): string {
	const all = table.cells.flat();
	const count = (verdict: Cell['verdict']) => all.filter((cell) => cell.verdict === verdict).length;
	const [same, different, unexplained] = [count('same'), count('different'), count('unexplained')];
	const numbers = { same: formatNumber(same, locale), count: formatNumber(same + different + unexplained, locale), different: formatNumber(different, locale), unexplained: formatNumber(unexplained, locale) };
	if (table.definition.source === undefined) return m.demo_alone({}, { locale });
	if (unexplained > 0) return m.demo_some_unexplained(numbers, { locale });
	return different > 0 ? m.demo_some_different(numbers, { locale }) : m.demo_all_same(numbers, { locale });
}

function tableView(table: ComparedTable, locale: Locale): TableView {
	const { definition, rows, columns, cells, labels } = table;
	const names = columns.map((column) => columnLabel(definition, column, labels?.columns, locale));
	const notes: NoteView[] = [];
	const noteOf = (cell: Cell, row: string, column: string): string | null => {
		if (cell.verdict !== 'different' && cell.verdict !== 'unexplained') return null;
		const text = reasonText(cell.reason, locale);
		let note = notes.find((one) => one.text === text);
		if (!note) notes.push(note = { letter: String.fromCharCode(97 + notes.length), text, explained: cell.verdict === 'different', cells: [] });
		const where = { row, column, ours: formatNumber(cell.ours, locale) };
		const difference = cell.printed === null ? m.demo_difference_not_printed(where, { locale }) : m.demo_difference({ ...where, printed: formatNumber(cell.printed, locale) }, { locale });
		note.cells.push(difference);
		return note.letter;
	};
	const [answered, invited] = [columns.indexOf('answered'), columns.indexOf('invited')];
	const battery = definition.layout === 'battery';
	const crossed = definition.layout === 'crossed' || battery;
	const title = tableTitle(definition, locale);
	/** With its share of the column: of everyone who answered the item, "vet ikke" too. */
	const shown = (count: number, c: number): string => (battery
		? m.demo_count_share({ count: formatNumber(count, locale), share: shareOf(count, cells.reduce((sum, line) => sum + (line[c]?.ours ?? 0), 0), locale) ?? '–' }, { locale })
		: formatNumber(count, locale));
	return {
		id: `tabell-${definition.number}`, number: definition.number, title, crossed, upright: definition.layout === 'crossed',
		lead: battery ? m.demo_battery_lead({}, { locale }) : crossed ? m.demo_crossed_lead({}, { locale }) : null,
		differences: battery ? m.demo_differences_in({ table: title }, { locale }) : m.demo_differences({ number: definition.number }, { locale }),
		alone: definition.source === undefined, verdict: verdictOf(table, locale), columns: names,
		rowHeading: battery ? m.demo_row_answer({}, { locale }) : definition.layout === 'totals' ? m.demo_row_survey({}, { locale }) : m.demo_row({}, { locale }),
		rows: rows.map((row, r) => {
			const line = cells[r] ?? [];
			const label = rowLabel(definition, row, labels?.rows, locale);
			return {
				label,
				cells: line.map((cell, c) => ({
					ours: shown(cell.ours, c), printed: cell.printed === null ? null : formatNumber(cell.printed, locale),
					mark: cell.verdict, note: noteOf(cell, label, names[c] ?? '')
				})),
				share: crossed ? null : { ours: shareOf(line[answered]?.ours, line[invited]?.ours, locale), printed: shareOf(line[answered]?.printed, line[invited]?.printed, locale) }
			};
		}),
		notes
	};
}

/** A column of numbers of seats, or a level of the yearly reports. */
const inconsistentColumn = (column: string, locale: Locale): string => translate(column.startsWith('level_') ? `demo_${column}` : `demo_column_${column}`, {}, locale);

export function comparisonView({ tables, summary, inconsistent }: Comparison, locale: Locale) {
	const number = (n: number): string => formatNumber(n, locale);
	return {
		holds: summary.unexplained === 0 && inconsistent.length === 0,
		summary: { compared: number(summary.compared), same: number(summary.same), different: number(summary.different), unexplained: number(summary.unexplained) },
		inconsistent: inconsistent.map((one) => m.demo_inconsistent({
			table: one.table, column: inconsistentColumn(one.column, locale), sum: number(one.sum), total: number(one.total)
		}, { locale })),
		tables: tables.map((table) => tableView(table, locale))
	};
}
