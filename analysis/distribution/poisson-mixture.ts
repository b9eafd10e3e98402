/** Sums of tails weighted by Poisson probabilities: what noncentral chi-square and F are made of. */
import { logSeries } from '../numeric/integrate.ts';
import { logPoisson } from './gamma.ts';

/** Tails of a family indexed by j, each from its neighbour by adding a density. */
export interface Ladder {
	/** log of the j-th tail, computed for itself. */
	logTail: (j: number) => number;
	/** log of what tail j + 1 differs from tail j by. */
	logStep: (j: number) => number;
	/** That difference for j + 1 over the one for j. */
	ratio: (j: number) => number;
	/** Whether the tails grow with j, as upper ones do. */
	rising: boolean;
}

const NEGLIGIBLE = 42;
const SAFE = 600;

/** The first j from `at` in the direction of `sign` whose term is NEGLIGIBLE below the top; 0 where there is none. */
function edge(term: (j: number) => number, at: number, top: number, sign: 1 | -1): number {
	let inside = at;
	let step = 1;
	while (inside + sign * step >= 0 && term(inside + sign * step) > top - NEGLIGIBLE) {
		inside += sign * step;
		step *= 2;
	}
	let outside = Math.max(0, inside + sign * step);
	while (Math.abs(outside - inside) > 1) {
		const middle = Math.floor((inside + outside) / 2);
		if (term(middle) > top - NEGLIGIBLE) inside = middle;
		else outside = middle;
	}
	return outside;
}

/** The j with the largest term, from a guess by steps that halve. */
function topOf(term: (j: number) => number, guess: number): number {
	let at = Math.max(0, Math.round(guess));
	let best = term(at);
	for (let step = 2 ** Math.ceil(Math.log2(1 + at / 4)); step >= 1; step /= 2) {
		for (const move of [step, -step]) {
			while (at + move >= 0) {
				const next = term(at + move);
				if (!(next > best)) break;
				at += move;
				best = next;
			}
		}
	}
	return at;
}

/**
 * log Σ Poisson(j; mean)·tail(j). The terms that matter are found by the tails themselves; between them each tail follows from its neighbour
 * by an addition (from the smaller to the larger, so nothing cancels), in one pass.
 * @param guess where the largest term may be
 */
export function logPoissonMixture(mean: number, ladder: Ladder, guess: number): number {
	const term = (j: number): number => (j < 0 ? -Infinity : logPoisson(j, mean) + ladder.logTail(j));
	const at = topOf(term, guess);
	const top = term(at);
	if (top === -Infinity) return -Infinity;
	const low = edge(term, at, top, -1);
	const high = edge(term, at, top, 1);
	const [logWeight, logTail] = [logPoisson(at, mean), ladder.logTail(at)];
	const start = ladder.rising ? low : high;
	const logs = [logPoisson(start, mean) - logWeight, ladder.logTail(start) - logTail, ladder.logStep(ladder.rising ? low : Math.max(0, high - 1)) - logTail];
	// too steep for one scale: term by term
	if (high - low < 8 || !logs.every((l) => Math.abs(l) < SAFE)) return logSeries(term, at);
	let [weight, tail, step] = logs.map(Math.exp) as [number, number, number];
	let sum = weight * tail;
	for (let j = start; ladder.rising ? j < high : j > low; ) {
		tail += step;
		if (ladder.rising) {
			step *= ladder.ratio(j);
			j += 1;
			weight *= mean / j;
		} else {
			weight *= j / mean;
			j -= 1;
			if (j > 0) step /= ladder.ratio(j - 1);
		}
		sum += weight * tail;
	}
	return logWeight + logTail + Math.log(sum);
}
