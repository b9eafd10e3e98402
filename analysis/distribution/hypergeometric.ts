/** The hypergeometric distribution of a 2 × 2 table's first cell with its margins fixed, central and with an odds ratio. */
import { tailFromLog, type Tail } from './tail.ts';

/** Probabilities of the first cell: `logP[i]` of the count `low + i`. */
export interface CellProbabilities {
	low: number;
	high: number;
	logP: Float64Array;
}

/** Subtracts log Σ e^x, so that the probabilities sum to 1. */
function normalise(log: Float64Array): Float64Array {
	const top = log.reduce((a, b) => Math.max(a, b), -Infinity);
	let sum = 0;
	for (const x of log) sum += Math.exp(x - top);
	const total = top + Math.log(sum);
	return log.map((x) => x - total);
}

/**
 * Every possible count of the first cell, from max(0, column − rowB) to min(rowA, column), with log of
 * C(rowA, x)·C(rowB, column − x)·ψˣ, normalised. Built from ratios of neighbours outwards from the mode, so no factorials cancel.
 * Source: Fisher (1935); McCullagh and Nelder (1989), Generalized Linear Models, 7.3.
 * @param rowA total of the cell's row
 * @param rowB total of the other row
 * @param column total of the cell's column
 * @param logOdds log ψ; 0 is the central distribution
 */
export function cellProbabilities(rowA: number, rowB: number, column: number, logOdds = 0): CellProbabilities {
	const low = Math.max(0, column - rowB);
	const high = Math.min(rowA, column);
	const log = new Float64Array(high - low + 1);
	// log of P(x + 1)/P(x), in one logarithm so that it is 0 where the counts say so
	const ratio = (x: number): number => Math.log(((rowA - x) / (x + 1)) * ((column - x) / (rowB - column + x + 1))) + logOdds;
	let mode = Math.round(((rowA + 1) * (column + 1)) / (rowA + rowB + 2));
	mode = Math.min(high, Math.max(low, mode));
	for (let x = mode; x < high; x++) log[x - low + 1] = log[x - low]! + ratio(x);
	for (let x = mode; x > low; x--) log[x - low - 1] = log[x - low]! - ratio(x - 1);
	return { low, high, logP: normalise(log) };
}

/** The mean of the first cell. */
export function cellMean({ low, logP }: CellProbabilities): number {
	return logP.reduce((sum, l, i) => sum + Math.exp(l) * (low + i), 0);
}

/** log Σ e^x of part of the probabilities, largest first taken out. */
function sumOf(logs: Float64Array): Tail {
	if (logs.length === 0) return { p: 0, logP: -Infinity };
	const top = logs.reduce((a, b) => Math.max(a, b), -Infinity);
	let sum = 0;
	for (const x of logs) sum += Math.exp(x - top);
	return tailFromLog(top + Math.log(sum));
}

/** P(X ≤ x). */
export function cellLower({ low, high, logP }: CellProbabilities, x: number): Tail {
	return x >= high ? { p: 1, logP: 0 } : sumOf(logP.subarray(0, Math.max(0, Math.floor(x) - low + 1)));
}

/** P(X ≥ x). */
export function cellUpper({ low, logP }: CellProbabilities, x: number): Tail {
	return x <= low ? { p: 1, logP: 0 } : sumOf(logP.subarray(Math.min(logP.length, Math.ceil(x) - low)));
}

/**
 * Fisher's two-sided tail: the sum over counts no more probable than the observed one, with R's relative margin of 1e-7 for ties.
 */
export function cellTwoSided({ low, logP }: CellProbabilities, x: number): Tail {
	const limit = logP[x - low]! + Math.log1p(1e-7);
	const kept = logP.filter((l) => l <= limit);
	return kept.length === logP.length ? { p: 1, logP: 0 } : sumOf(kept);
}
