/** Taking numbers out of a result: `suppressed` stands where one was, so that nobody takes it for zero or for undefined. */
import type { Value, Values } from '#analysis/result.ts';
import { SUPPRESSED } from '../cells.ts';

export type Flags = readonly boolean[];

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Every number, however deep; names and words stay. */
export function hideAll(value: Value): Value {
	if (typeof value === 'number' || typeof value === 'boolean') return SUPPRESSED;
	if (isList(value)) return value.map(hideAll);
	if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value as Values).map(([name, v]) => [name, hideAll(v)]));
	return value;
}

/** Places of a list that are flagged; a list of another length stays as it is. */
export const hideAt = (value: Value | undefined, flags: Flags): Value => (isList(value) && value.length === flags.length ? value.map((v, k) => (flags[k] ? hideAll(v) : v)) : (value ?? null));

/** Cells of a list of rows that are flagged. */
export const hideCells = (value: Value | undefined, flags: readonly Flags[]): Value => (isList(value) ? value.map((row, i) => (isList(row) ? row.map((v, j) => (flags[i]?.[j] ? hideAll(v) : v)) : row)) : (value ?? null));

export const numbersOf = (value: Value | undefined): number[] => (isList(value) ? value.map((v) => (typeof v === 'number' ? v : 0)) : []);
export const rowsOf = (value: Value | undefined): number[][] => (isList(value) ? value.map((row) => numbersOf(row)) : []);

/** Values with the named ones changed; a name that is not there stays away. */
export function changed(values: Values, names: readonly string[], change: (value: Value) => Value): Values {
	return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, names.includes(name) ? change(v) : v]));
}
