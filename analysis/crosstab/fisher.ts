import { isViolation } from '../assumptions.ts';
import { cellProbabilities, cellTwoSided, type CellProbabilities } from '../distribution/hypergeometric.ts';
import { normalQuantile } from '../distribution/normal.ts';
import type { Tail } from '../distribution/tail.ts';
import { findRoot } from '../numeric/root.ts';
import type { Counts } from './counts.ts';

/** An estimate and its interval; ends may be 0 or Infinity, and NaN never: null is an end that is not defined. */
export interface OddsRatio {
	value: number | null;
	low: number | null;
	high: number | null;
	level: number;
}

/** Weights this far below the largest (natural logarithm) add nothing to a double. */
const NEGLIGIBLE = 45;

/** Mean and both tails at x of the first cell when the odds ratio is e^t: the central distribution tilted, from its mode outwards. */
function tilted({ low, logP }: CellProbabilities, x: number, t: number): { mean: number; upper: number; lower: number } {
	const log = (i: number): number => logP[i]! + t * (low + i);
	let [a, b] = [0, logP.length - 1];
	while (a < b) {
		const middle = (a + b) >> 1;
		if (log(middle + 1) > log(middle)) a = middle + 1;
		else b = middle;
	}
	const top = log(a);
	let [sum, moment, upper, lower] = [0, 0, 0, 0];
	const add = (i: number): boolean => {
		const below = log(i) - top;
		if (below < -NEGLIGIBLE) return false;
		const w = Math.exp(below);
		sum += w;
		moment += w * (low + i - x);
		if (low + i >= x) upper += w;
		if (low + i <= x) lower += w;
		return true;
	};
	for (let i = a; i < logP.length && add(i); i++);
	for (let i = a - 1; i >= 0 && add(i); i--);
	return { mean: x + moment / sum, upper: upper / sum, lower: lower / sum };
}

/** The log odds ratio where a rising function of it is 0, sought from `start` outwards by steps of about the size of its standard error. */
function logOddsAt(f: (t: number) => number, start: number, se: number): number | null {
	let [a, b] = [start - se, start + se];
	for (let step = 2 * se; f(a) > 0 && step < 1e4; step *= 2) [a, b] = [a - step, a];
	for (let step = 2 * se; f(b) < 0 && step < 1e4; step *= 2) [a, b] = [b, b + step];
	const root = findRoot(f, a, b);
	return isViolation(root) ? null : root;
}

export interface Fisher {
	/** Two-sided. */
	tail: Tail;
	/** Conditional maximum likelihood, with the exact interval (equal tails). */
	odds: OddsRatio;
}

/**
 * Fisher's exact test of a 2 x 2 table without empty rows or columns, two-sided: the sum over tables no more probable than the observed
 * (relative 1e-7 for ties). The odds ratio ψ is the one for which the mean of the first cell, given the margins, is the observed count; 0 and
 * Infinity at the ends of its range. Interval: P_low(X ≥ x) = P_high(X ≤ x) = (1 − level)/2.
 * Source: Fisher (1935); Cornfield (1956), Proc. 3rd Berkeley Symp. 4, 135–148. R: `fisher.test(x)`.
 */
export function fisher({ cells, rows, columns }: Counts, level = 0.95): Fisher {
	const x = cells[0]![0]!;
	const central = cellProbabilities(rows[0]!, rows[1]!, columns[0]!);
	const [b, c, d] = [cells[0]![1]!, cells[1]![0]!, cells[1]![1]!];
	const start = Math.log(((x + 0.5) * (d + 0.5)) / ((b + 0.5) * (c + 0.5)));
	const se = Math.sqrt(1 / (x + 0.5) + 1 / (b + 0.5) + 1 / (c + 0.5) + 1 / (d + 0.5));
	const tail = (1 - level) / 2;
	const ratio = (f: (t: number) => number): number | null => {
		const root = logOddsAt(f, start, se);
		return root === null ? null : Math.exp(root);
	};
	const [atLow, atHigh] = [x === central.low, x === central.high];
	const odds: OddsRatio = {
		value: atLow ? 0 : atHigh ? Infinity : ratio((t) => tilted(central, x, t).mean - x),
		low: atLow ? 0 : ratio((t) => tilted(central, x, t).upper - tail),
		high: atHigh ? Infinity : ratio((t) => tail - tilted(central, x, t).lower),
		level
	};
	return { tail: cellTwoSided(central, x), odds };
}

/**
 * The sample odds ratio ad/(bc) of a 2 x 2 table with Wald's interval exp(ln OR ± z √(1/a + 1/b + 1/c + 1/d)). With an empty cell the ratio is
 * 0 or Infinity, that end of the interval is not defined and the other is the ratio itself; null throughout where both ad and bc are 0.
 * Source: Woolf (1955), Ann. Hum. Genet. 19, 251–253.
 */
export function oddsRatio({ cells }: Counts, level = 0.95): OddsRatio {
	const [a, b, c, d] = [cells[0]![0]!, cells[0]![1]!, cells[1]![0]!, cells[1]![1]!];
	if (a * d === 0 && b * c === 0) return { value: null, low: null, high: null, level };
	if (a * d === 0) return { value: 0, low: 0, high: null, level };
	if (b * c === 0) return { value: Infinity, low: null, high: Infinity, level };
	const half = normalQuantile(0.5 + level / 2) * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
	const log = Math.log(a / b) - Math.log(c / d);
	return { value: (a * d) / (b * c), low: Math.exp(log - half), high: Math.exp(log + half), level };
}
