import { isViolation, violation, type Violation } from '../assumptions.ts';
import { codedColumn } from '../kernel/codes.ts';
import { codeCounts } from '../kernel/counts.ts';
import type { Table } from '../table/table.ts';
import { numbers } from '../table/view.ts';
import { momentsOf, momentsOfCounts, type Moments } from './moments.ts';

/** The valid values of a column in rising order, each with how often it occurs (once, when `counts` is null). */
export interface Ordered {
	n: number;
	values: Float64Array;
	counts: Float64Array | null;
}

/** From values in any order, which are not changed. */
export function orderedValues(values: Float64Array): Ordered {
	return { n: values.length, values: values.toSorted(), counts: null };
}

/** From a histogram in any order; values that nobody has are dropped. */
export function orderedCounts(values: Float64Array, counts: Float64Array): Ordered {
	const order = Array.from(values.keys()).filter((i) => counts[i]! > 0);
	order.sort((a, b) => values[a]! - values[b]!);
	return { n: counts.reduce((a, b) => a + b, 0), values: Float64Array.from(order, (i) => values[i]!), counts: Float64Array.from(order, (i) => counts[i]!) };
}

/** A column's valid numbers: counted where they are few, sorted otherwise. `wrong_kind` for categories without numbers. */
export function orderedColumn(table: Table, name: string): Ordered | Violation {
	const coded = codedColumn(table.columns[name]!);
	if (coded) return coded.scores ? orderedCounts(coded.scores, codeCounts(coded.codes, coded.categories.length)) : violation('wrong_kind', { column: name, needed: 'numeric' });
	const view = numbers(table, name);
	return isViolation(view) ? view : orderedValues(view.values.filter((_, i) => view.valid[i] === 1));
}

export function momentsOfOrdered(x: Ordered): Moments {
	return x.counts ? momentsOfCounts(x.values, x.counts) : momentsOf(x.values);
}

/** The k-th smallest value, k from 1 to n. */
function orderStatistic(x: Ordered, k: number): number {
	if (!x.counts) return x.values[k - 1]!;
	let before = 0;
	for (let i = 0; i < x.values.length; i++) {
		before += x.counts[i]!;
		if (before >= k) return x.values[i]!;
	}
	return x.values.at(-1)!;
}

export type QuantileType = 2 | 6 | 7;

/** R's guard against n·p that should be whole and is a rounding error below. */
const FUZZ = 4 * Number.EPSILON;

/**
 * The quantile of probability p, by the definitions of Hyndman and Fan (1996), The American Statistician 50, 361–365, as R's `quantile(x, p, type)`:
 * type 2 the inverse of the empirical distribution, halfway at steps; type 6 between order statistics at p(n + 1), as SPSS; type 7 at
 * 1 + p(n − 1), R's default.
 * @param x at least one value
 * @param p from 0 to 1
 */
export function quantile(x: Ordered, p: number, type: QuantileType): number {
	const place = type === 7 ? 1 + (x.n - 1) * p : type === 6 ? (x.n + 1) * p : x.n * p;
	const below = Math.floor(place + FUZZ);
	const over = place - below;
	const share = type === 2 ? (over > FUZZ ? 1 : 0.5) : Math.abs(over) < FUZZ ? 0 : over;
	const at = (k: number) => orderStatistic(x, Math.min(x.n, Math.max(1, k)));
	const low = at(below);
	return share === 0 ? low : low + share * (at(below + 1) - low);
}
