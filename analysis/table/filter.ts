import { isViolation, violation, type Violation } from '../assumptions.ts';
import type { Condition } from '../spec/fields.ts';
import { column, groups } from './view.ts';
import type { Column, Table } from './table.ts';

function take(column: Column, rows: Int32Array): Column {
	if (column.kind === 'numeric') {
		return { ...column, values: Float64Array.from(rows, (i) => column.values[i]!), missing: column.missing && Uint8Array.from(rows, (i) => column.missing![i]!) };
	}
	const codes = column.codes instanceof Uint8Array ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
	rows.forEach((row, i) => (codes[i] = column.codes[row]!));
	return { ...column, codes };
}

/** The table with the given rows only, in the given order; levels stay. The table itself when no row is left out. */
export function takeRows(table: Table, rows: Int32Array): Table {
	return { rows: rows.length, columns: Object.fromEntries(Object.entries(table.columns).map(([name, c]) => [name, take(c, rows)])) };
}

/** The rows that meet every condition; a missing value meets none. A level that the column does not have is a violation, not an empty table. */
export function filterTable(table: Table, conditions: readonly Condition[]): Table | Violation {
	if (conditions.length === 0) return table;
	const keep = new Uint8Array(table.rows).fill(1);
	for (const condition of conditions) {
		const found = column(table, condition.column);
		if (isViolation(found)) return found;
		const view = groups(table, condition.column, condition.in);
		if (isViolation(view)) return violation('unknown_level', view.params);
		for (let i = 0; i < table.rows; i++) if (view.codes[i]! < 0) keep[i] = 0;
	}
	return takeRows(table, Int32Array.from(Array.from({ length: table.rows }, (_, i) => i).filter((i) => keep[i] === 1)));
}
