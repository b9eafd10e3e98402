/** What must be known of a variable to say which methods it fits: its kind, and what of it is there in the rows that are asked for. */
import { firstMissingCode } from '#analysis/table/table.ts';
import type { Condition } from '#analysis/spec/fields.ts';
import type { Dataset, DatasetColumn, DatasetVariable } from '#lib/domain/dataset/types.ts';

/** More different values than this are not counted one by one. */
const MOST = 1000;

export interface Facts {
	variable: DatasetVariable;
	/** Rows with a valid value. */
	valid: number;
	/** Different valid values, at most 1,000 of a numeric variable. */
	met: number;
}

/** 1 for each row that the filter keeps; null keeps all. A variable or level that is not there keeps none: the check of the spec says so. */
export function rowsKept(dataset: Dataset, filter: readonly Condition[]): Uint8Array | null {
	if (filter.length === 0) return null;
	const keep = new Uint8Array(dataset.rows).fill(1);
	for (const { column, in: levels } of filter) {
		const data = dataset.columns[column];
		const categories = dataset.variables.find((v) => v.name === column)?.categories ?? [];
		if (data?.kind === 'categorical') {
			const wanted = new Uint8Array(65536);
			categories.forEach((c, i) => (wanted[i] = levels.includes(c.value) ? 1 : 0));
			for (let i = 0; i < keep.length; i++) if (wanted[data.codes[i]!] !== 1) keep[i] = 0;
		} else if (data?.kind === 'numeric') {
			for (let i = 0; i < keep.length; i++) if (data.missing?.[i] || !levels.includes(String(data.values[i]))) keep[i] = 0;
		} else keep.fill(0);
	}
	return keep;
}

export const countKept = (rows: number, keep: Uint8Array | null): number => (keep ? keep.reduce((a, b) => a + b, 0) : rows);

function count(column: DatasetColumn | undefined, categories: number, keep: Uint8Array | null): { valid: number; met: number } {
	let valid = 0;
	if (column?.kind === 'categorical') {
		const seen = new Uint8Array(categories);
		const first = firstMissingCode(column.codes);
		for (let i = 0; i < column.codes.length; i++) {
			const code = column.codes[i]!;
			if (code >= first || keep?.[i] === 0) continue;
			valid++;
			seen[code] = 1;
		}
		return { valid, met: seen.reduce((a, b) => a + b, 0) };
	}
	const seen = new Set<number | string>();
	const length = column?.values.length ?? 0;
	for (let i = 0; i < length; i++) {
		if (keep?.[i] === 0 || column!.missing?.[i]) continue;
		const value = column!.values[i];
		if (value === null || value === undefined) continue;
		valid++;
		if (seen.size < MOST) seen.add(value);
	}
	return { valid, met: seen.size };
}

/** Facts of the named variables, in the order named; names that are not there are left out. */
export function factsOf(dataset: Dataset, names: readonly string[], keep: Uint8Array | null): Facts[] {
	return names.flatMap((name) => {
		const variable = dataset.variables.find((v) => v.name === name);
		return variable ? [{ variable, ...count(dataset.columns[name], variable.categories.length, keep) }] : [];
	});
}

/** As far as the codebook alone tells: every category may be met. */
export const factsOfVariable = (variable: DatasetVariable): Facts => ({ variable, valid: Infinity, met: variable.type === 'categorical' ? variable.categories.length : MOST });
