/** The engine's table as the CSV file that R code reads: UTF-8, comma, decimal point, the kinds of missing by name. */
import { stringify } from 'csv-stringify/sync';
import { CSV_MISSING } from '#analysis/table/csv.ts';
import { firstMissingCode, MISSING_KINDS, type Column, type Table } from '#analysis/table/table.ts';

function cell(column: Column, i: number): string {
	if (column.kind === 'numeric') {
		const kind = column.missing?.[i] ?? 0;
		return kind > 0 ? CSV_MISSING[MISSING_KINDS[kind - 1]!] : String(column.values[i]!);
	}
	const first = firstMissingCode(column.codes);
	const code = column.codes[i]!;
	return code >= first ? CSV_MISSING[MISSING_KINDS[code - first]!] : column.categories[code]!.value;
}

/** @param names columns to write, in this order; all where absent */
export function toCsv(table: Table, names: readonly string[] = Object.keys(table.columns)): string {
	// a line of nothing is no row to R
	return stringify([names, ...Array.from({ length: table.rows }, (_, i) => names.map((n) => cell(table.columns[n]!, i)))], { quoted_empty: names.length === 1 });
}
