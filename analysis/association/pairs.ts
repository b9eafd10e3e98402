/** Correlations of every pair of several variables. */
import { normalQuantile } from '../distribution/normal.ts';
import { forEachPair } from '../kernel/pairs.ts';
import { kendall, pearson, spearman, type Coefficient } from './coefficient.ts';
import { spreadOfRows, spreadOfTable } from './kendall-spread.ts';
import { measuredOrder, measuredProducts, measuredRankProducts, shared } from './measured.ts';
import { emptyMargins, margins, orderOf, productsOf, rankProducts, type Margins } from './scored.ts';
import type { Variable } from './variable.ts';

export const COEFFICIENTS = ['pearson', 'spearman', 'kendall'] as const;
export type CoefficientName = (typeof COEFFICIENTS)[number];
export type Coefficients = Partial<Record<CoefficientName, Coefficient>>;

export interface PairOptions {
	wanted: readonly CoefficientName[];
	/** Confidence level. */
	level: number;
	/** Rows to use (1); all when null. */
	keep: Uint8Array | null;
	rows: number;
}

function fromTable(cells: Int32Array, x: Variable, y: Variable, room: Margins, wanted: readonly CoefficientName[], z: number): Coefficients {
	const m = margins(cells, room);
	const found: Coefficients = {};
	for (const name of wanted) {
		if (name === 'pearson') found.pearson = pearson(productsOf(cells, m, x.scores, y.scores), z);
		else if (name === 'spearman') found.spearman = spearman(rankProducts(cells, m), z);
		else found.kendall = kendall(orderOf(cells, m), z, (tau) => spreadOfTable(cells, m, tau));
	}
	return found;
}

function fromRows(x: Variable, y: Variable, wanted: readonly CoefficientName[], z: number): Coefficients {
	const both = shared(x.measured(), y.measured());
	const found: Coefficients = {};
	for (const name of wanted) {
		if (name === 'pearson') found.pearson = pearson(measuredProducts(both), z);
		else if (name === 'spearman') found.spearman = spearman(measuredRankProducts(both), z);
		else found.kendall = kendall(measuredOrder(both), z, (tau) => spreadOfRows(both, tau));
	}
	return found;
}

/**
 * Calls `visit` once for each pair i < j, in no particular order, with the coefficients wanted; rows where either is missing are left out pair by pair.
 * Pairs of variables with few values come from joint counts, the others from their rows.
 */
export function correlatePairs(variables: readonly Variable[], options: PairOptions, visit: (i: number, j: number, found: Coefficients) => void): void {
	const z = normalQuantile((1 + options.level) / 2);
	const rooms = new Map<number, Margins>();
	const counted = variables.flatMap((v, at) => (v.coded ? [{ at, coded: v.coded }] : []));
	forEachPair(
		counted.map((c) => c.coded),
		options.rows,
		(p, q, cells) => {
			const [i, j] = [counted[p]!.at, counted[q]!.at];
			const [x, y] = [variables[i]!, variables[j]!];
			const size = x.scores.length * 256 + y.scores.length;
			let room = rooms.get(size);
			if (!room) rooms.set(size, (room = emptyMargins(x.scores.length, y.scores.length)));
			visit(i, j, fromTable(cells, x, y, room, options.wanted, z));
		},
		options.keep
	);
	variables.forEach((x, i) => {
		for (let j = i + 1; j < variables.length; j++) {
			const y = variables[j]!;
			if (!x.coded || !y.coded) visit(i, j, fromRows(x, y, options.wanted, z));
		}
	});
}
