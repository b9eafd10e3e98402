/** An answer of StatBank: cells along named dimensions, the last of which varies fastest. And the same answer in several pieces. */
import { Problem } from '../problem.ts';
import { NO_ROW, type Column } from './table.ts';

export type Role = 'time' | 'geo' | 'metric';
export interface Category { code: string; label: string; unit: string | null; decimals: number | null }
export interface Dimension { id: string; label: string; role: Role | null; categories: readonly Category[] }
export interface Cube { title: string; updated: string | null; dimensions: readonly Dimension[]; cells: Column }

/** What is asked for: of each dimension the codes, in the table's own order. A dimension that is left out is summed by the table. */
export type Selection = readonly { id: string; codes: readonly string[] }[];

export const cellCount = (selection: Selection): number => selection.reduce((n, { codes }) => n * codes.length, 1);

/** `items` in `parts` runs as even as can be, none empty. */
function runs<T>(items: readonly T[], parts: number): T[][] {
	return Array.from({ length: parts }, (_, i) => items.slice(Math.floor((i * items.length) / parts), Math.floor(((i + 1) * items.length) / parts)));
}

/**
 * The selection as several, each of at most `max` cells, that hold each of its cells once. The longest dimension is cut first.
 * @throws RangeError when `max` is below 1
 */
export function splitSelection(selection: Selection, max: number): Selection[] {
	if (max < 1) throw new RangeError('a query holds at least one cell');
	const cells = cellCount(selection);
	if (cells <= max) return [selection];
	const longest = selection.reduce((best, one) => (one.codes.length > best.codes.length ? one : best));
	const parts = Math.min(longest.codes.length, Math.ceil(cells / max));
	return runs(longest.codes, parts).flatMap((codes) => splitSelection(selection.map((one) => (one === longest ? { ...one, codes } : one)), max));
}

/** Whether a cube holds what was asked for and nothing else, in that order. */
export function answers(cube: Cube, selection: Selection): boolean {
	const asked = new Map(selection.map(({ id, codes }) => [id, codes]));
	return cube.dimensions.length === selection.length && cube.dimensions.every(({ id, categories }) => {
		const codes = asked.get(id);
		return codes?.length === categories.length && categories.every((c, i) => c.code === codes[i]);
	});
}

/** Steps in `cells` from one category of each dimension to the next. */
export function stridesOf(dimensions: readonly { categories: readonly unknown[] }[]): number[] {
	const strides: number[] = [];
	dimensions.reduceRight((step, { categories }, i) => {
		strides[i] = step;
		return step * categories.length;
	}, 1);
	return strides;
}

/** Copies a part's cells to their places in the whole. */
function place(part: Cube, whole: Cube, positions: readonly Map<string, number>[]): void {
	const [from, to] = [stridesOf(part.dimensions), stridesOf(whole.dimensions)];
	const walk = (depth: number, source: number, target: number): void => {
		const dimension = part.dimensions[depth];
		if (!dimension) {
			if (whole.cells.states[target] !== NO_ROW) throw new Problem('statbank_problem_pieces', 502);
			whole.cells.values[target] = part.cells.values[source] ?? 0;
			whole.cells.states[target] = part.cells.states[source] ?? NO_ROW;
			return;
		}
		dimension.categories.forEach(({ code }, i) => {
			const at = positions[depth]?.get(code);
			if (at === undefined) throw new Problem('statbank_problem_pieces', 502);
			walk(depth + 1, source + i * (from[depth] ?? 0), target + at * (to[depth] ?? 0));
		});
	};
	walk(0, 0, 0);
}

/**
 * The answers to the pieces of `selection` (splitSelection) as the one answer to all of it.
 * @throws Problem when the pieces do not fit: other dimensions, the table changed between them, a cell twice or not at all
 */
export function joinCubes(parts: readonly Cube[], selection: Selection): Cube {
	const [first] = parts;
	if (!first) throw new Problem('statbank_problem_pieces', 502);
	if (parts.some((p) => p.updated !== first.updated)) throw new Problem('statbank_problem_changed_meanwhile', 502);
	if (parts.length === 1 && answers(first, selection)) return first;
	const asked = new Map(selection.map(({ id, codes }) => [id, codes]));
	const dimensions = first.dimensions.map((dimension, d): Dimension => {
		const known = new Map(parts.flatMap((p) => (p.dimensions[d]?.id === dimension.id ? p.dimensions[d].categories.map((c) => [c.code, c] as const) : [])));
		return { ...dimension, categories: (asked.get(dimension.id) ?? []).flatMap((code) => known.get(code) ?? []) };
	});
	const size = dimensions.reduce((n, { categories }) => n * categories.length, 1);
	const whole: Cube = { ...first, dimensions, cells: { values: new Float64Array(size), states: new Uint8Array(size).fill(NO_ROW) } };
	if (!answers(whole, selection)) throw new Problem('statbank_problem_pieces', 502);
	const positions = dimensions.map(({ categories }) => new Map(categories.map((c, i) => [c.code, i])));
	for (const part of parts) {
		if (part.dimensions.length !== dimensions.length || part.dimensions.some((p, d) => p.id !== dimensions[d]?.id)) throw new Problem('statbank_problem_pieces', 502);
		place(part, whole, positions);
	}
	if (whole.cells.states.includes(NO_ROW)) throw new Problem('statbank_problem_pieces', 502);
	return whole;
}
