/** The table of a block: the entry's own, with rows and columns of others set into it, and those that the block asks for. */
import type { Cell, Column, Row, Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import { notedTable } from './corrected.ts';
import type { TableBlock } from './numbering.ts';
import type { FaultCode, RanEntries, RanEntry } from './types.ts';
import { hideMeans } from '../present/hidden-means.ts';
import { printView, printViews } from './views/index.ts';
import { isViolation } from '#analysis/assumptions.ts';

export interface TableFault { code: FaultCode; params: Record<string, string | number> }

const nothing = (): Cell => ({ kind: 'text', value: '' });

/** Names of an entry's tables: the method's own, and those in the form of print. */
export const viewsOf = ({ result, presented }: RanEntry): string[] => [...presented.tables.map((one) => one.key), ...(isViolation(result) ? [] : printViews(result.method))];

/** The table of a result by its key; the first when none is named. */
export function viewOf(ran: RanEntry | undefined, view: string | undefined, locale: Locale): Table | undefined {
	const tables = ran?.presented.tables ?? [];
	if (!ran || view === undefined) return tables[0]?.table;
	return tables.find((one) => one.key === view)?.table ?? printView(ran, view, locale);
}

/** A key that the table does not have yet. */
const fresh = (key: string, entry: string, taken: ReadonlySet<string>): string => (taken.has(key) ? `${entry}.${key}` : key);

function withRows(table: Table, other: Table, entry: string): Table {
	const taken = new Set(table.rows.map((row) => row.key));
	const at = table.columns.map((column) => other.columns.findIndex((one) => one.key === column.key));
	const rows = other.rows.map((row): Row => ({ ...row, key: fresh(row.key, entry, taken), cells: at.map((j) => row.cells[j] ?? nothing()) }));
	return { ...table, rows: [...table.rows, ...hideMeans(table, rows)] };
}

function withColumns(table: Table, other: Table, entry: string): Table {
	const taken = new Set(table.columns.map((column) => column.key));
	const columns = other.columns.map((column): Column => ({ ...column, key: fresh(column.key, entry, taken) }));
	const byKey = new Map(other.rows.map((row) => [row.key, row]));
	return { ...table, columns: [...table.columns, ...columns], rows: table.rows.map((row) => ({ ...row, cells: [...row.cells, ...other.columns.map((_, j) => byKey.get(row.key)?.cells[j] ?? nothing())] })) };
}

const together = (own: readonly string[], others: readonly string[]): string[] => [...own, ...others.filter((note) => !own.includes(note))];

/** Those of `all` that are asked for, in the order asked for. */
function picked<T extends { key: string }>(all: readonly T[], keys: readonly string[] | undefined, unknown: (key: string) => void): number[] {
	if (!keys) return all.map((_, i) => i);
	return keys.flatMap((key) => {
		const at = all.findIndex((one) => one.key === key);
		if (at < 0) unknown(key);
		return at < 0 ? [] : [at];
	});
}

/**
 * @returns the table, or null where the entry or the view is not there; and everything that the block asks for in vain
 */
export function tableOf(block: TableBlock, ran: RanEntries, locale: Locale): { table: Table | null; faults: TableFault[] } {
	const faults: TableFault[] = [];
	const read = (entry: string, view: string | undefined): Table | undefined => {
		const found = ran(entry);
		const own = viewOf(found, view, locale);
		const corrected = block.family === undefined ? undefined : found?.correctedBy?.(block.family);
		const made = viewOf(corrected, view, locale);
		const table = own && made ? notedTable(own, made, corrected?.corrected ?? [], locale, (block.with ?? []).length > 0) : own;
		if (found && !isViolation(found.result) && !table && view !== undefined) faults.push({ code: 'unknown_view', params: { entry, view, views: viewsOf(found).join(', ') } });
		return table;
	};
	let table = read(block.entry, block.view);
	if (!table) return { table: null, faults };
	for (const join of block.with ?? []) {
		const other = read(join.entry, join.view);
		if (!other) continue;
		const [own, others] = join.as === 'rows' ? [table.columns, other.columns] : [table.rows, other.rows];
		if (!others.some(({ key }) => own.some((one) => one.key === key))) faults.push({ code: 'no_shared', params: { entry: join.entry, keys: own.map(({ key }) => key).join(', ') } });
		const joined: Table = join.as === 'rows' ? withRows(table, other, join.entry) : withColumns(table, other, join.entry);
		table = { ...joined, notes: together(table.notes, other.notes) };
	}
	const { rows, columns } = table;
	const across = picked(columns, block.columns, (column) => faults.push({ code: 'unknown_column', params: { column, columns: columns.map(({ key }) => key).join(', ') } }));
	const down = picked(rows, block.rows, (row) => faults.push({ code: 'unknown_row', params: { row, rows: rows.map(({ key }) => key).join(', ') } }));
	const label = (key: string | undefined, own: string): string => block.labels?.[key ?? ''] ?? own;
	const groups = [...new Set(columns.flatMap((column) => column.group ?? []))];
	const grouped = <T extends { group?: string }>(of: T): T => {
		const other = of.group === undefined ? undefined : (block.labels?.[of.group] ?? (groups.length === 1 && of.group === groups[0] ? block.labels?.columns : undefined));
		return other === undefined ? of : { ...of, group: other };
	};
	return {
		faults,
		table: {
			...table,
			rowHeading: label('row_heading', table.rowHeading),
			columns: across.map((j) => grouped({ ...columns[j]!, label: label(columns[j]!.key, columns[j]!.label) })),
			rows: down.map((i) => grouped({ ...rows[i]!, label: label(rows[i]!.key, rows[i]!.label), cells: across.map((j) => rows[i]!.cells[j]!) }))
		}
	};
}
