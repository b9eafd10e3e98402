/** A dataset as the statistics library reads it. */
import type { Column, Table } from '#analysis/table/table.ts';
import type { Dataset, DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';
import { inLocale, type Locale } from '#lib/i18n.ts';

/** The values are shared, not copied; texts have no column there. */
export function engineColumn(variable: DatasetVariable, column: DatasetColumn, locale: Locale): Column | null {
	const label = inLocale(variable.label, locale) || variable.name;
	if (column.kind === 'text') return null;
	if (column.kind === 'numeric') return { kind: 'numeric', label, values: column.values, missing: column.missing };
	const categories = variable.categories.map(({ value, label: said, score }) => ({ value, label: inLocale(said, locale) || value, ...(score !== undefined && { score }) }));
	return { kind: 'categorical', label, codes: column.codes, categories };
}

const made = new WeakMap<Dataset['columns'], Map<Locale, Table>>();

/** Every variable but texts, with labels in the language. The same dataset gives the same table. */
export function engineTable(dataset: Dataset, locale: Locale): Table {
	const known = made.get(dataset.columns) ?? new Map<Locale, Table>();
	made.set(dataset.columns, known);
	const there = known.get(locale);
	if (there) return there;
	const columns: Record<string, Column> = {};
	for (const variable of dataset.variables) {
		const column = dataset.columns[variable.name];
		const read = column && engineColumn(variable, column, locale);
		if (read) columns[variable.name] = read;
	}
	const table: Table = { rows: dataset.rows, columns };
	known.set(locale, table);
	return table;
}
