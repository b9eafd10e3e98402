/** How a method's values are laid out, as data. A column is written `name[low,high]:format=label`; all but one of name and interval may be left out. */
export type Section =
	/**
	 * A row for each of the axis, a column for each list. `total`: the sum line's values, in the order of `columns`, `-` for none, `+name` for the sum of a list.
	 * `each`: an object with the same lists for every variable, one group of rows a variable.
	 */
	| { kind: 'grid'; key: string; axis: string; columns: string; total?: string; each?: string }
	/** A row for each variable that an object at `of` has values of. */
	| { kind: 'keyed'; key: string; of: string; columns: string }
	/** One row. */
	| { kind: 'line'; key: string; columns: string }
	/** Name and value, a row each. */
	| { kind: 'list'; key: string; columns: string }
	| { kind: 'matrix'; key: string; rows: string; columns: string; cell: string };

/**
 * Axis: `path@field` values at a path that are categories of the variable that the field of the spec names; `path@@` variables; `path@~` terms of a model;
 * `path@*` categories of the variable that the group of rows is of; `path@#` as they stand; `path@$path` categories of variables named at another path;
 * `path@!` words of the library; `path@+` places from 1.
 */
export type Layout = readonly Section[];

export const grid = (key: string, axis: string, columns: string, more: { total?: string; each?: string } = {}): Section => ({ kind: 'grid', key, axis, columns, ...more });
export const keyed = (key: string, of: string, columns: string): Section => ({ kind: 'keyed', key, of, columns });
export const line = (key: string, columns: string): Section => ({ kind: 'line', key, columns });
export const list = (key: string, columns: string): Section => ({ kind: 'list', key, columns });
export const matrix = (key: string, rows: string, columns: string, cell: string): Section => ({ kind: 'matrix', key, rows, columns, cell });
