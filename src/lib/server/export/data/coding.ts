/** Variables as programs with numbers for everything take them: a number for each category, and for each kind of missing. */
import { firstMissing, missingAt } from '#lib/domain/dataset/column.ts';
import { MISSING, type Dataset, type DatasetColumn, type DatasetVariable } from '#lib/domain/dataset/types.ts';

/** Up to nine digits, as a number is written or with zeros before: `3`, `-1`, `0301`. */
const NUMBER = /^-?\d{1,9}$/;

/**
 * A number for each category: the one that its value is, when all are and differ (`"3"` is 3, `"0301"` is 301), else 1, 2, 3 … in their order.
 * @returns in the order of the categories, and whether they are the values' own
 */
export function categoryNumbers(variable: DatasetVariable): { numbers: number[]; own: boolean } {
	const values = variable.categories.map((c) => c.value);
	const numbers = values.map(Number);
	if (values.every((v) => NUMBER.test(v)) && new Set(numbers).size === numbers.length) return { numbers: numbers.map((n) => n + 0), own: true };
	return { numbers: values.map((_, i) => i + 1), own: false };
}

/** The value in row i as 0 where it is there, else 1 + the index in MISSING. A number that is none counts as not answered, and so does a text that is none. */
export function kindAt(column: DatasetColumn, row: number): number {
	const kind = missingAt(column, row);
	if (kind > 0) return kind;
	if (column.kind === 'numeric') return Number.isFinite(column.values[row]) ? 0 : 2;
	return column.kind === 'text' && (column.values[row] ?? null) === null ? 2 : 0;
}

/** Which kinds of missing a column has, in the order of MISSING. */
export function kindsIn(column: DatasetColumn, rows: number): boolean[] {
	const met = MISSING.map(() => false);
	for (let i = 0; i < rows; i++) {
		const kind = kindAt(column, i);
		if (kind > 0) met[kind - 1] = true;
	}
	return met;
}

/** What each code of a categorical column stands for, the codes of what is missing included. */
export function codeTable(codes: Uint8Array | Uint16Array, categories: readonly number[], missing: readonly number[]): Float64Array {
	const first = firstMissing(codes);
	const table = new Float64Array(first + MISSING.length).fill(missing[1] ?? NaN);
	categories.forEach((n, i) => { table[i] = n; });
	missing.forEach((n, k) => { table[first + k] = n; });
	return table;
}

/** The column of a variable. @throws RangeError where the dataset has none, or one of another kind or length */
export function columnOf(dataset: Dataset, variable: DatasetVariable): DatasetColumn {
	const column = dataset.columns[variable.name];
	if (column?.kind !== variable.type) throw new RangeError(`the dataset has no ${variable.type} column ${variable.name}`);
	const length = column.kind === 'categorical' ? column.codes.length : column.values.length;
	if (length !== dataset.rows) throw new RangeError(`column ${variable.name} has ${length} rows, the dataset ${dataset.rows}`);
	return column;
}

/** Of a text, an empty cell can say one kind of missing and no more; a variable beside it tells them apart where there is anything to tell. */
export function needsCompanion(column: DatasetColumn, rows: number): boolean {
	if (column.kind !== 'text') return false;
	const met = kindsIn(column, rows);
	if (met.some((m, k) => m && k !== 1)) return true;
	return met[1] === true && column.values.some((text, i) => text === '' && kindAt(column, i) === 0);
}
