import { violation, type Violation } from '../assumptions.ts';
import { principalComponents } from './components.ts';
import { squaredMultipleCorrelations, type Rows } from './matrix.ts';

export interface PrincipalAxis {
	loadings: number[][];
	/** Communalities. */
	h2: number[];
	iterations: number;
	converged: boolean;
	/** A communality of 1 or more: an improper solution. */
	heywood: boolean;
}

export interface Stop {
	/** Largest change of a communality that ends the iteration. */
	change: number;
	iterations: number;
}

/** To the fixed point; the rule of SPSS, which ends far from it. */
export const CONVERGED: Stop = { change: 1e-12, iterations: 10_000 };
export const SPSS_STOP: Stop = { change: 1e-3, iterations: 25 };

/**
 * Iterated principal axis: communalities h² start as squared multiple correlations; R with h² on its diagonal gives loadings
 * vₘ√θₘ of the m largest eigenvalues (negative ones count as 0), their row sums of squares the next h², until no h² changes by
 * `stop.change` or more.
 * Source: Harman (1976), Modern Factor Analysis, 3rd ed., ch. 8; Gorsuch (1983), Factor Analysis, ch. 6.
 * @returns `singular` when R has no inverse; `converged` false when the iterations ran out
 */
export function principalAxis(correlation: Rows, factors: number, stop: Stop = CONVERGED): PrincipalAxis | Violation {
	let h2 = squaredMultipleCorrelations(correlation);
	if (!h2) return violation('singular');
	let loadings: number[][] = [];
	let iterations = 0;
	let change = Infinity;
	while (iterations < stop.iterations && change >= stop.change) {
		const reduced = correlation.map((row, i) => row.map((r, j) => (i === j ? h2![i]! : r)));
		loadings = principalComponents(reduced, factors).loadings;
		const next = loadings.map((row) => row.reduce((s, l) => s + l * l, 0));
		change = Math.max(...next.map((h, i) => Math.abs(h - h2![i]!)));
		h2 = next;
		iterations += 1;
	}
	return { loadings, h2, iterations, converged: change < stop.change, heywood: h2.some((h) => h >= 1) };
}
