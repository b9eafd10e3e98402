/** How a table block is put together, as its form has it: tables joined to it, rows and columns shown and in what order, other words. */
import type { Table } from '#analysis/report/table.ts';
import type { Locale } from '#lib/domain/questionnaire/schema.ts';
import type { TableJoin } from '#lib/domain/report/types.ts';
import type { TableBlock } from './numbering.ts';
import { tableOf } from './tables.ts';
import type { RanEntries } from './types.ts';

/** What a block says of its composition. */
export type Composition = Pick<TableBlock, 'with' | 'rows' | 'columns' | 'labels'>;

/** A row or column as the form has it: shown or not, and its place among those shown, from 1. */
export interface TypedPick { key: string; shown: boolean; place: string }
export interface TypedJoin { entry: string; view: string; as: string }
export interface TypedComposition { joins: TypedJoin[]; rows: TypedPick[]; columns: TypedPick[]; labels: { key: string; text: string }[] }
export const NOTHING_COMPOSED: TypedComposition = { joins: [], rows: [], columns: [], labels: [] };

interface Part { key: string; own: string }
/** What a table can be composed of: its rows and columns with its own words for them, and everything that other words can be given for. */
export interface Parts { rows: Part[]; columns: Part[]; words: Part[] }

function wordsOf(table: Table, labels: TableBlock['labels']): Part[] {
	const groups = [...new Set(table.columns.flatMap(({ group }) => group ?? []))];
	const rowGroups = [...new Set(table.rows.flatMap(({ group }) => group ?? []))];
	const headings = groups.map((own) => ({ key: groups.length === 1 && labels?.[own] === undefined ? 'columns' : own, own }));
	const all = [{ key: 'row_heading', own: table.rowHeading }, ...headings, ...table.columns.map(({ key, label }) => ({ key, own: label })), ...rowGroups.map((own) => ({ key: own, own })), ...table.rows.map(({ key, label }) => ({ key, own: label }))];
	return all.filter(({ key }, i) => all.findIndex((one) => one.key === key) === i);
}

/** @returns null where the block's table is not there, as with no run */
export function partsOf(block: TableBlock, ran: RanEntries, locale: Locale): Parts | null {
	const { rows: _rows, columns: _columns, labels, ...whole } = block;
	const { table } = tableOf(whole, ran, locale);
	if (!table) return null;
	const named = ({ key, label, group }: { key: string; label: string; group?: string }): Part => ({ key, own: group === undefined ? label : `${group}: ${label}` });
	return { rows: table.rows.map(named), columns: table.columns.map(named), words: wordsOf(table, labels) };
}

const picks = (parts: readonly Part[], chosen: readonly string[] | undefined): TypedPick[] => parts.map(({ key }, i) => {
	const at = chosen ? chosen.indexOf(key) : i;
	return { key, shown: at >= 0, place: at >= 0 ? String(at + 1) : '' };
});

/** The form of what a block says. */
export function typedComposition(composition: Composition, parts: Parts | null): TypedComposition {
	return {
		joins: (composition.with ?? []).map(({ entry, view, as }) => ({ entry, view: view ?? '', as })),
		rows: parts ? picks(parts.rows, composition.rows) : [], columns: parts ? picks(parts.columns, composition.columns) : [],
		labels: (parts?.words ?? []).map(({ key }) => ({ key, text: composition.labels?.[key] ?? '' }))
	};
}

/** Keys shown, by place; those that the form did not know yet come last. Undefined where the whole table is shown in its own order. */
function chosen(typed: readonly TypedPick[], parts: readonly Part[]): string[] | undefined {
	const own = parts.map(({ key }) => key);
	const place = ({ place: text }: TypedPick): number => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : Infinity);
	const shown = typed.filter((one) => one.shown && own.includes(one.key)).toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b))).map(({ key }) => key);
	const keys = [...shown, ...own.filter((key) => !typed.some((one) => one.key === key))];
	return keys.length === own.length && keys.every((key, i) => key === own[i]) ? undefined : keys;
}

export const joinsOf = ({ joins }: TypedComposition): TableJoin[] => joins.filter(({ entry }) => entry !== '').map(({ entry, view, as }) => ({ entry, ...(view !== '' && { view }), as: as === 'columns' ? 'columns' : 'rows' }));

/**
 * What a form says of the composition. @param kept what the block says where the form had no table to show
 * @param parts of the table as it is joined now; null where there is none, and rows, columns and words then stay as they are
 */
export function compositionOf(typed: TypedComposition, kept: Composition, parts: Parts | null): Composition {
	const joins = joinsOf(typed);
	const rows = parts && typed.rows.length > 0 ? chosen(typed.rows, parts.rows) : kept.rows;
	const columns = parts && typed.columns.length > 0 ? chosen(typed.columns, parts.columns) : kept.columns;
	const inForm = new Set(typed.labels.map(({ key }) => key));
	const labels = { ...Object.fromEntries(Object.entries(kept.labels ?? {}).filter(([key]) => !inForm.has(key))), ...Object.fromEntries(typed.labels.flatMap(({ key, text }) => (text.trim() === '' ? [] : [[key, text.trim()]]))) };
	return { ...(joins.length > 0 && { with: joins }), ...(rows && { rows }), ...(columns && { columns }), ...(Object.keys(labels).length > 0 && { labels }) };
}
