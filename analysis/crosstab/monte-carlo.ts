import { isViolation } from '../assumptions.ts';
import { proportion } from '../estimate/proportion.ts';
import { seededRandom } from '../numeric/random.ts';
import type { Counts } from './counts.ts';
import { tieMargin } from './freeman-halton.ts';
import { logFactorials } from './log-factorials.ts';

export interface MonteCarlo {
	/** (tables no more probable than the observed + 1) / (replicates + 1): never 0. */
	p: number;
	/** √(p (1 − p) / replicates) */
	se: number;
	/** Wilson's 95 % interval of the exact p. */
	low: number;
	high: number;
	replicates: number;
	seed: number;
}

/** One draw of a table's cell given its row's, its column's and the whole remaining total: inversion outwards from the mode. */
function drawCell(row: number, column: number, total: number, u: number, logs: Float64Array): number {
	const others = total - row - column;
	const [least, most] = [Math.max(0, -others), Math.min(row, column)];
	const mode = Math.min(most, Math.max(least, Math.floor(((row + 1) * (column + 1)) / (total + 2))));
	const atMode = Math.exp(logs[row]! + logs[total - row]! + logs[column]! + logs[total - column]! - logs[total]! - logs[mode]! - logs[row - mode]! - logs[column - mode]! - logs[others + mode]!);
	let left = u - atMode;
	let [up, down] = [mode, mode];
	let [pUp, pDown] = [atMode, atMode];
	while (left > 0 && (up < most || down > least)) {
		if (up < most) {
			pUp *= ((row - up) * (column - up)) / ((up + 1) * (others + up + 1));
			up += 1;
			left -= pUp;
			if (left <= 0) return up;
		}
		if (down > least) {
			pDown *= (down * (others + down)) / ((row - down + 1) * (column - down + 1));
			down -= 1;
			left -= pDown;
			if (left <= 0) return down;
		}
	}
	// rounding may leave a hair of probability to no one
	return mode;
}

/** Σ ln x_ij! of a random table with these margins (independent rows and columns). Patefield (1981), Algorithm AS 159, Appl. Stat. 30, 91–97. */
function drawSum({ rows, columns, n }: Counts, random: () => number, logs: Float64Array, left: Float64Array): number {
	left.set(columns);
	let sum = 0;
	let below = n;
	for (let i = 0; i < rows.length - 1; i++) {
		let row = rows[i]!;
		let total = below;
		below -= row;
		for (let j = 0; j < columns.length - 1; j++) {
			const column = left[j]!;
			const x = row === 0 ? 0 : total === row ? column : drawCell(row, column, total, random(), logs);
			left[j] = column - x;
			total -= column;
			row -= x;
			sum += logs[x]!;
		}
		left[columns.length - 1]! -= row;
		sum += logs[row]!;
	}
	for (const x of left) sum += logs[x]!;
	return sum;
}

/**
 * Freeman and Halton's p by simulation, for tables too large for `freemanHalton`: tables with the observed margins are drawn at random, and
 * those no more probable than the observed one (with the margin of `tieMargin`) counted. The same seed gives the same p.
 * Sources: Agresti, Wackerly and Boyett (1979), Psychometrika 44, 75–83; Hope (1968), J. R. Stat. Soc. B 30, 582–598 (for the + 1).
 * R: `fisher.test(x, simulate.p.value = TRUE)`, with another stream of random numbers.
 * @param counts no empty row or column (see `tested`)
 * @param replicates at least 1
 */
export function monteCarlo(counts: Counts, replicates: number, seed: number): MonteCarlo {
	const logs = logFactorials(counts.n);
	const random = seededRandom(seed);
	const observed = counts.cells.reduce((s, row) => row.reduce((t, x) => t + logs[x]!, s), 0);
	// what addition in another order may change
	const cut = observed - Math.log1p(tieMargin(counts)) - 1e-12 * observed;
	const left = new Float64Array(counts.columns.length);
	let hits = 0;
	for (let k = 0; k < replicates; k++) if (drawSum(counts, random, logs, left) >= cut) hits += 1;
	const p = (hits + 1) / (replicates + 1);
	const interval = proportion(hits, replicates);
	const [low, high] = isViolation(interval) ? [0, 1] : [interval.low, interval.high];
	return { p, se: Math.sqrt((p * (1 - p)) / replicates), low, high, replicates, seed };
}
