/** Reading and writing the columns of a dataset: codes for what is missing, counts, rows taken in an order. */
import { MISSING, type DatasetColumn, type MissingKind } from './types.ts';

export type Codes = Uint8Array | Uint16Array;

/** The first code that means missing: 252 in a column of bytes, 65532 in one of two bytes a row. */
export const firstMissing = (codes: Codes): number => (codes instanceof Uint8Array ? 252 : 65532);

/** Most categories that a column can hold. */
export const MOST_CATEGORIES = 65532;

/** Codes for so many rows, as narrow as the categories allow, every row missing in the way given. */
export function emptyCodes(rows: number, categories: number, kind: MissingKind = 'not_asked'): Codes {
	const codes = categories > 252 ? new Uint16Array(rows) : new Uint8Array(rows);
	return codes.fill(firstMissing(codes) + MISSING.indexOf(kind));
}

/** 0 for a valid value, else 1 + the index in MISSING. */
export function missingAt(column: DatasetColumn, row: number): number {
	if (column.kind !== 'categorical') return column.missing?.[row] ?? 0;
	const first = firstMissing(column.codes);
	return Math.max(0, (column.codes[row] ?? first) - first + 1);
}

export const rowsOf = (column: DatasetColumn): number => (column.kind === 'categorical' ? column.codes.length : column.values.length);

/** The column with row `order[i]` in place i. */
export function inOrder(column: DatasetColumn, order: Uint32Array): DatasetColumn {
	const missing = (of: Uint8Array | null): Uint8Array | null => of && Uint8Array.from(order, (row) => of[row] ?? 0);
	switch (column.kind) {
		case 'categorical': {
			const { codes } = column;
			const out = codes instanceof Uint8Array ? new Uint8Array(order.length) : new Uint16Array(order.length);
			for (let i = 0; i < order.length; i++) out[i] = codes[order[i] ?? 0] ?? 0;
			return { kind: 'categorical', codes: out };
		}
		case 'numeric': return { kind: 'numeric', values: Float64Array.from(order, (row) => column.values[row] ?? 0), missing: missing(column.missing) };
		case 'text': return { kind: 'text', values: Array.from(order, (row) => column.values[row] ?? null), missing: missing(column.missing) };
	}
}

export type Missings = Record<MissingKind, number>;
export interface Distribution {
	rows: number;
	valid: number;
	missing: Missings;
	/** Of a categorical column: rows of each category, in their order. */
	counts: number[] | null;
	/** Of a numeric column with valid values; standard deviation with n − 1, null for one value. */
	numbers: { mean: number; sd: number | null; min: number; max: number } | null;
}

/** How often each value and each kind of missing occurs. @param categories how many the variable has */
export function distributionOf(column: DatasetColumn, categories: number): Distribution {
	const rows = rowsOf(column);
	const kinds = [0, 0, 0, 0, 0];
	const counts = column.kind === 'categorical' ? new Array<number>(categories).fill(0) : null;
	let [n, mean, squares, min, max] = [0, 0, 0, Infinity, -Infinity];
	for (let i = 0; i < rows; i++) {
		const kind = missingAt(column, i);
		kinds[kind] = (kinds[kind] ?? 0) + 1;
		if (kind > 0) continue;
		if (column.kind === 'categorical' && counts) {
			const code = column.codes[i] ?? 0;
			counts[code] = (counts[code] ?? 0) + 1;
		} else if (column.kind === 'numeric') {
			const x = column.values[i] ?? 0;
			n += 1;
			const step = x - mean;
			mean += step / n;
			squares += step * (x - mean);
			min = Math.min(min, x);
			max = Math.max(max, x);
		}
	}
	const [valid = 0, ...missing] = kinds;
	return {
		rows, valid, counts, missing: Object.fromEntries(MISSING.map((kind, k) => [kind, missing[k] ?? 0])) as Missings,
		numbers: n > 0 ? { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null, min, max } : null
	};
}
