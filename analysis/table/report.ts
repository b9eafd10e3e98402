import type { MissingReport } from '../result.ts';
import { countMissing, type Table } from './table.ts';

/** What was missing and why, for each column a method reads, where `n` rows went into the calculation. */
export function missingReport(table: Table, columns: readonly string[], n: number): MissingReport[] {
	return columns.map((name) => {
		const missing = countMissing(table.columns[name]!);
		const valid = table.rows - Object.values(missing).reduce((a, b) => a + b, 0);
		return { column: name, rows: table.rows, valid, missing, left_out: valid - n };
	});
}
