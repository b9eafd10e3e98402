/** Printed tables come as plain data from outside: is this one, field by field? */
import type { PrintedTable } from './printed.ts';

type Test = (v: unknown) => boolean;
const number: Test = (v) => typeof v === 'number' && Number.isFinite(v);
const text: Test = (v) => typeof v === 'string';
const flag: Test = (v) => typeof v === 'boolean';
const list = (of: Test): Test => (v) => Array.isArray(v) && v.every(of);
const named = (of: Test): Test => (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && Object.values(v).every(of);
const optional = (of: Test): Test => (v) => v === undefined || v === null || of(v);
const pair: Test = (v) => list(number)(v) && (v as unknown[]).length === 2;
const record = (fields: Record<string, Test>): Test => (v) => typeof v === 'object' && v !== null && Object.entries(fields).every(([k, test]) => test((v as Record<string, unknown>)[k]));

const FIELDS: Record<PrintedTable['kind'], Record<string, Test>> = {
	crosstab: {
		table: text, row_labels: list(text), column_labels: list(text), n_columns: list(number),
		percent: optional(list(list(optional(number)))), percent_decimals: optional(number), n_rows: optional(list(number)), most_columns: optional(list(number)),
		counts: optional(list(list(number))), flag: optional(record({ flagged: flag, level: number })),
		means: optional(list(number)), mean_total: optional(number), mean_decimals: optional(number), items: optional(number), scale: optional(pair), cuts: optional(list(number))
	},
	correlations: {
		table: text, row_labels: list(text), column_labels: list(text), decimals: number,
		r: list(list(number)), p: list(list(number)), n: list(list((v) => v === null || number(v) || pair(v)))
	},
	parts: { table: text, what: text, parts: named(number), total: number, overlapping: flag },
	response: { table: text, rows: named(record({ population: number, invited: number, answered: number })) }
};

/** The first field that is missing or of the wrong type; null when the table is well formed. */
export function malformed(table: unknown): string | null {
	if (typeof table !== 'object' || table === null) return 'tables';
	const given = table as Record<string, unknown>;
	const kind = given.kind;
	if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) return 'kind';
	return Object.entries(FIELDS[kind as PrintedTable['kind']]).find(([field, test]) => !test(given[field]))?.[0] ?? null;
}
