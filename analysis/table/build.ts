import { MISSING_KINDS, type Category, type Column, type MissingKind, type Table } from './table.ts';

/** A cell: a number, a text, null for not answered, or one of the four kinds of missing by name. */
export type Cell = number | string | null | { missing: MissingKind };

const asMissing = (cell: Cell): MissingKind | null =>
	cell === null || (typeof cell === 'number' && !Number.isFinite(cell)) ? 'not_answered' : typeof cell === 'object' ? cell.missing : null;

/**
 * A numeric column from numbers. Null and non-finite numbers become not answered.
 * @throws RangeError when a cell is a text: that is the caller's mistake, not the data's
 */
export function numericColumn(cells: readonly Cell[], label = ''): Column {
	const values = new Float64Array(cells.length);
	const missing = new Uint8Array(cells.length);
	cells.forEach((cell, i) => {
		const kind = asMissing(cell);
		if (kind) missing[i] = 1 + MISSING_KINDS.indexOf(kind);
		else if (typeof cell === 'number') values[i] = cell;
		else throw new RangeError(`row ${i + 1}: a number was expected`);
	});
	return { kind: 'numeric', label, values, missing: missing.some((m) => m > 0) ? missing : null };
}

/** Texts that are all numbers in the order of the numbers, otherwise in the order of their UTF-16 units, which is the same on every machine. */
export function sortedValues(values: Iterable<string>): string[] {
	const distinct = [...new Set(values)];
	const numeric = distinct.every((v) => v.trim() !== '' && Number.isFinite(Number(v)));
	return numeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort((a, b) => (a < b ? -1 : 1));
}

/**
 * A categorical column. Without `categories` they are the values met, sorted by `sortedValues`, each its own label, with a score where
 * the value is a number. Cells are matched with `category.value`.
 * @throws RangeError when a cell is not among the given categories, or when there are more than 65,532
 */
export function categoricalColumn(cells: readonly Cell[], label = '', categories?: readonly Category[]): Column {
	const texts = cells.map((cell) => (asMissing(cell) ? null : String(cell)));
	const found = categories ?? sortedValues(texts.filter((t) => t !== null)).map((value) => (Number.isFinite(Number(value)) && value.trim() !== '' ? { value, label: value, score: Number(value) } : { value, label: value }));
	if (found.length > 65536 - MISSING_KINDS.length) throw new RangeError('more than 65,532 categories');
	const wide = found.length > 256 - MISSING_KINDS.length;
	const codes = wide ? new Uint16Array(cells.length) : new Uint8Array(cells.length);
	const first = (wide ? 65536 : 256) - MISSING_KINDS.length;
	const index = new Map(found.map((c, i) => [c.value, i]));
	texts.forEach((text, i) => {
		const code = text === null ? first + MISSING_KINDS.indexOf(asMissing(cells[i]!)!) : index.get(text);
		if (code === undefined) throw new RangeError(`row ${i + 1}: "${text}" is not among the categories`);
		codes[i] = code;
	});
	return { kind: 'categorical', label, codes, categories: found };
}

/** A table of columns of equal length. @throws RangeError when their lengths differ */
export function tableOf(columns: Record<string, Column>): Table {
	const lengths = Object.values(columns).map((c) => (c.kind === 'numeric' ? c.values.length : c.codes.length));
	if (lengths.some((n) => n !== lengths[0])) throw new RangeError('columns of different lengths');
	return { rows: lengths[0] ?? 0, columns };
}
