/** `run(spec, table)`: the one door from a spec to its result. */
import { isViolation, violation, type Violation } from './assumptions.ts';
import { findMethod } from './registry.ts';
import type { Result } from './result.ts';
import { checkSpec, type BaseSpec, type Field } from './spec/fields.ts';
import { filterTable } from './table/filter.ts';
import { tableOf } from './table/build.ts';
import type { Table } from './table/table.ts';
import { column } from './table/view.ts';

export const ENGINE_VERSION = '1.0.0';

const EMPTY = tableOf({});

function namedColumns(field: Field, value: unknown): string[] {
	if (value === undefined || value === null) return [];
	return field.type === 'column' ? [value as string] : field.type === 'columns' ? (value as string[]) : [];
}

/**
 * Runs a spec on a table. The same spec, table and engine version give the same bytes.
 * @param spec plain data, as stored in a plan
 * @param table not needed by methods that work on printed figures or on a design
 * @returns the result, or a violation that says what the method needed and did not get. Neither spec nor table is changed.
 */
export function run(spec: BaseSpec, table: Table = EMPTY): Result | Violation {
	const method = findMethod(spec.method);
	if (!method) return violation('unknown_method', { method: String(spec.method) });
	const given = spec as unknown as Record<string, unknown>;
	const wrong = checkSpec(given, method.fields);
	if (wrong) return wrong;
	for (const [key, field] of Object.entries(method.fields)) {
		for (const name of namedColumns(field, given[key])) {
			const found = column(table, name);
			if (isViolation(found)) return found;
		}
	}
	const rows = filterTable(table, spec.filter ?? []);
	if (isViolation(rows)) return rows;
	const outcome = method.run(spec, rows);
	if (isViolation(outcome)) return outcome;
	return { method: spec.method, engine: ENGINE_VERSION, spec, ...outcome };
}
