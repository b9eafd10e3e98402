/** Correlations of every pair of several variables. */
import { forEachPair } from '../kernel/pairs.ts';
import { kendall, pearson, spearman, type Coefficient } from './coefficient.ts';
import { measuredOrder, measuredProducts, measuredRankProducts } from './measured.ts';
import { margins, orderOf, productsOf, rankProducts } from './scored.ts';
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

function fromTable(cells: Int32Array, x: Variable, y: Variable, { wanted, level }: PairOptions): Coefficients {
	const m = margins(cells, x.scores.length, y.scores.length);
	return {
		...(wanted.includes('pearson') && { pearson: pearson(productsOf(cells, m, x.scores, y.scores), level) }),
		...(wanted.includes('spearman') && { spearman: spearman(rankProducts(cells, m), level) }),
		...(wanted.includes('kendall') && { kendall: kendall(orderOf(cells, m)) })
	};
}

function fromRows(x: Variable, y: Variable, { wanted, level }: PairOptions): Coefficients {
	const [a, b] = [x.measured(), y.measured()];
	return {
		...(wanted.includes('pearson') && { pearson: pearson(measuredProducts(a, b), level) }),
		...(wanted.includes('spearman') && { spearman: spearman(measuredRankProducts(a, b), level) }),
		...(wanted.includes('kendall') && { kendall: kendall(measuredOrder(a, b)) })
	};
}

/**
 * Calls `visit` once for each pair i < j, in no particular order, with the coefficients wanted; rows where either is missing are left out pair by pair.
 * Pairs of variables with few values come from joint counts, the others from their rows.
 */
export function correlatePairs(variables: readonly Variable[], options: PairOptions, visit: (i: number, j: number, found: Coefficients) => void): void {
	const counted = variables.flatMap((v, at) => (v.coded ? [{ at, coded: v.coded }] : []));
	forEachPair(
		counted.map((c) => c.coded),
		options.rows,
		(p, q, cells) => {
			const [i, j] = [counted[p]!.at, counted[q]!.at];
			visit(i, j, fromTable(cells, variables[i]!, variables[j]!, options));
		},
		options.keep
	);
	variables.forEach((x, i) => {
		for (let j = i + 1; j < variables.length; j++) {
			const y = variables[j]!;
			if (!x.coded || !y.coded) visit(i, j, fromRows(x, y, options));
		}
	});
}
