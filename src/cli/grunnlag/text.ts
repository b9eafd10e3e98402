/** Results as text for a terminal. */
import type { Table } from '#analysis/report/table.ts';
import { m, type Locale } from '#lib/i18n.ts';
import type { Presented } from '#lib/server/results/present/types.ts';
import { cellText } from '#lib/ui/cell.ts';

/** Columns as wide as their longest cell, numbers to the right. */
export function tableText(table: Table, locale: Locale): string {
	const head = ['', ...table.columns.map((c) => (c.group ? `${c.group}: ${c.label}` : c.label))];
	head[0] = table.rowHeading;
	const body = table.rows.map((row) => [row.group ? `${row.group}: ${row.label}` : row.label, ...row.cells.map((cell) => cellText(cell, locale))]);
	const widths = head.map((_, i) => Math.max(...[head, ...body].map((line) => (line[i] ?? '').length)));
	const line = (cells: readonly string[]): string => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd();
	return [table.title, line(head), ...body.map(line), ...table.notes].join('\n');
}

/** What a reader of the page is told, in the same order. */
export function presentedText({ sentences, n, tables, assumptions, warnings, notes, missing }: Presented, locale: Locale): string {
	const l = { locale };
	const met = (value: boolean | null): string => (value === null ? m.workbench_assumption_unknown({}, l) : value ? m.workbench_assumption_met({}, l) : m.workbench_assumption_broken({}, l));
	return [
		[...sentences, n].filter(Boolean).join('\n'), ...tables.map(({ table }) => tableText(table, locale)),
		...(assumptions.length > 0 ? [assumptions.map((a) => `${a.text}: ${met(a.met)}`).join('\n')] : []), ...(warnings.length > 0 ? [warnings.map((w) => `! ${w}`).join('\n')] : []),
		...(notes.length > 0 ? [notes.join('\n')] : []), ...(missing ? [tableText(missing, locale)] : [])
	].join('\n\n');
}
