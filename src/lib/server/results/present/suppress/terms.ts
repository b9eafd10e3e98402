/** Categories of a model: a coefficient says how the people in one differ from those in another, so that neither may be few. */
import { isViolation } from '#analysis/assumptions.ts';
import type { Result } from '#analysis/result.ts';
import { filterTable } from '#analysis/table/filter.ts';
import { firstMissingCode, type Column, type Table } from '#analysis/table/table.ts';

const MODELS = new Set(['ols', 'logistic', 'mixed', 'survey_ols']);
/** Fields that a row must have a value on to be in the model. */
const NEEDED = ['y', 'group', 'cluster', 'weights', 'strata', 'psu'];

const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []);
const valid = (column: Column, i: number): boolean => (column.kind === 'categorical' ? column.codes[i]! < firstMissingCode(column.codes) : !column.missing || column.missing[i] === 0);

/** People behind each combination of the categories, of rows that are in the model. */
function counts(table: Table, factors: readonly string[], rows: readonly number[]): number[] {
	const found = new Map<string, number>();
	for (const i of rows) {
		const key = factors.map((name) => { const column = table.columns[name]; return column?.kind === 'categorical' ? column.codes[i]! : column?.values[i]; }).join(' ');
		found.set(key, (found.get(key) ?? 0) + 1);
	}
	return [...found.values()];
}

/** @param table the one that the result was made on; @returns whether some category that the model has a coefficient of, or compares with, or an outcome, has people fewer than the limit */
export function fewInTerms({ method, spec, values, n }: Result, limit: number, table: Table): boolean {
	if (!MODELS.has(method)) return false;
	if (typeof values.events === 'number' && Math.min(values.events, n - values.events) < limit) return true;
	const own = spec as unknown as Record<string, unknown>;
	const parts = (Array.isArray(values.terms) ? values.terms.map(String) : []).flatMap((term) => term.split(':'));
	const asked = texts(own.x).map((term) => (table.columns[term] ? [term] : term.split(':')));
	const picked = filterTable(table, spec.filter ?? []);
	if (isViolation(picked)) return false;
	const needed = [...asked.flat(), ...NEEDED.flatMap((field) => texts(own[field]))].flatMap((name) => picked.columns[name] ?? []);
	const rows = Array.from({ length: picked.rows }, (_, i) => i).filter((i) => needed.every((column) => valid(column, i)));
	// a variable whose points are numbers has one coefficient, under its own name
	return asked.map((term) => term.filter((name) => !parts.includes(name))).some((factors) => factors.length > 0 && counts(picked, factors, rows).some((count) => count < limit));
}
