/** Representativeness of response: how much the propensities vary, and which strata they vary by. */
import { exactSum } from '../numeric/sum.ts';
import { columnSums, crossProduct } from './main-effects.ts';
import { crossing, type Propensity, type StratumFactor } from './propensity.ts';

export interface PartialIndicators {
	/** Unconditional: √(Σ_k N_k/N (rho_k - rho)²), rho_k the mean propensity of level k. */
	P_u: number;
	categories: readonly string[];
	/** √(N_k/N) (rho_k - rho): negative where a level answers too little. */
	P_uk: number[];
	/** Conditional on the other strata: √(1/(N-1) Σ_u Σ_{i in u} (rho_i - rho_u)²), u the cells of all other strata crossed. */
	P_c: number;
	/** The part of it that falls on the seats of each level. */
	P_ck: number[];
}

export interface RIndicator {
	N: number;
	mean: number;
	/** √(Σ (rho_i - rho)² / (N - 1)) */
	S: number;
	/** 1 - 2 S */
	R: number;
	/** S / rho, which is also the largest bias of a mean, in standard deviations: (1 - R)/(2 rho). */
	CV: number;
	maxAbsBias: number;
	/** S² less what chance alone makes of it, at least 0; the interval of R at 95 % from that of S², which holds also where R is near 1. */
	adjusted: { S: number; R: number; low: number; high: number };
	/** Standard error of R; null when S is 0. */
	se: number | null;
	partial: Record<string, PartialIndicators>;
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/** Σ_ij a_i V_ij b_j */
const form = (a: readonly number[], V: readonly (readonly number[])[], b: readonly number[]): number => exactSum(V.map((row, i) => a[i]! * exactSum(row.map((v, j) => v * b[j]!))));

function product(A: readonly (readonly number[])[], B: readonly (readonly number[])[]): number[][] {
	return A.map((row) => B[0]!.map((_, j) => exactSum(row.map((a, k) => a * B[k]![j]!))));
}

/**
 * z_i = rho_i (1 - rho_i) x_i is how rho_i moves with the coefficients, whose covariance is V. Of these are made the bias of S²,
 * (1/N) Σ z_i'V z_i, and its variance, 4 A'VA + 2 tr(BVBV), with A = Σ (rho_i - rho)(z_i - z)/(N-1) and B = Σ (z_i - z)(z_i - z)'/(N-1).
 */
function chance({ rho, fit }: Propensity, mean: number): { bias: number; variance: number } {
	// seats whose response is certain have z = 0
	if (!fit) return { bias: 0, variance: 0 };
	const N = rho.length;
	const { seats, design, vcov } = fit;
	const { at, width } = design;
	const d = fit.rho.map((r) => r * (1 - r));
	const quadratic = seats.map((n, c) => {
		let q = 0;
		for (let a = c * width; a < (c + 1) * width; a++) {
			if (at[a]! < 0) continue;
			const row = vcov[at[a]!]!;
			for (let b = c * width; b < (c + 1) * width; b++) if (at[b]! >= 0) q += row[at[b]!]!;
		}
		return n * d[c]! * d[c]! * q;
	});
	const zMean = columnSums(design, seats.map((n, c) => n * d[c]!)).map((sum) => sum / N);
	const A = [...columnSums(design, seats.map((n, c) => n * (fit.rho[c]! - mean) * d[c]!))].map((sum) => sum / (N - 1));
	const B = crossProduct(design, seats.map((n, c) => n * d[c]! * d[c]!)).map((row, a) => [...row].map((sum, b) => (sum - N * zMean[a]! * zMean[b]!) / (N - 1)));
	const BV = product(B, fit.vcov);
	const trace = exactSum(product(BV, BV).map((row, i) => row[i]!));
	return { bias: exactSum(quadratic) / N, variance: 4 * form(A, fit.vcov, A) + 2 * trace };
}

/** Cells of all strata crossed: the strata's levels, how many seats there are, and their propensity less the mean, so that no digits are lost in sums. */
interface Cells {
	N: number;
	seats: Float64Array;
	centred: Float64Array;
}

function groupMeans({ seats, centred }: Cells, of: ArrayLike<number>, groups: number): { n: Float64Array; mean: Float64Array } {
	const n = new Float64Array(groups);
	const total = new Float64Array(groups);
	for (let c = 0; c < seats.length; c++) {
		n[of[c]!]! += seats[c]!;
		total[of[c]!]! += seats[c]! * centred[c]!;
	}
	return { n, mean: total.map((t, k) => t / n[k]!) };
}

function partialOf(factor: StratumFactor, others: readonly StratumFactor[], cells: Cells): PartialIndicators {
	const { N, seats, centred } = cells;
	const own = groupMeans(cells, factor.codes, factor.levels.length);
	const seen = [...factor.levels.keys()].filter((k) => own.n[k]! > 0);
	const P_uk = seen.map((k) => Math.sqrt(own.n[k]! / N) * own.mean[k]!);
	const { of, count } = crossing(others, seats.length);
	const within = groupMeans(cells, of, count).mean;
	const squares = new Float64Array(factor.levels.length);
	for (let c = 0; c < seats.length; c++) squares[factor.codes[c]!]! += (seats[c]! * (centred[c]! - within[of[c]!]!) ** 2) / (N - 1);
	return {
		P_u: Math.hypot(...P_uk),
		categories: seen.map((k) => factor.levels[k]!),
		P_uk,
		P_c: Math.sqrt(exactSum(squares)),
		P_ck: seen.map((k) => Math.sqrt(squares[k]!))
	};
}

/**
 * R = 1 - 2 S(rho) of the propensities of everyone on the list (a census of seats), from 0 to 1, where 1 is a response that the strata have nothing to do with.
 * Sources: Schouten, Cobben and Bethlehem (2009), Survey Methodology 35, 101-113; Schouten, Shlomo and Skinner (2011), J. Off. Stat. 27, 231-253
 * (partials); Shlomo, Skinner and Schouten (2012), J. Stat. Plan. Inference 142, 201-211 (bias, standard error).
 */
export function rIndicator(fitted: Propensity, factors: readonly StratumFactor[]): RIndicator {
	const { rho } = fitted;
	const N = rho.length;
	const { of, cells: inCells, count } = crossing(factors, N);
	const seats = new Float64Array(count);
	const own = new Float64Array(count);
	for (let i = 0; i < N; i++) {
		seats[of[i]!]! += 1;
		own[of[i]!] = rho[i]!;
	}
	const mean = exactSum(own.map((r, c) => seats[c]! * r)) / N;
	const cells = { N, seats, centred: own.map((r) => r - mean) };
	const S2 = exactSum(cells.centred.map((r, c) => seats[c]! * r * r)) / (N - 1);
	const S = Math.sqrt(S2);
	const { bias, variance } = chance(fitted, mean);
	const ofS2 = (x: number): number => 1 - 2 * Math.sqrt(Math.min(0.25, Math.max(0, x)));
	const S2adjusted = Math.max(0, S2 - bias);
	const half = Z * Math.sqrt(variance);
	return {
		N, mean, S,
		R: 1 - 2 * S,
		CV: S / mean,
		maxAbsBias: S / mean,
		adjusted: { S: Math.sqrt(S2adjusted), R: 1 - 2 * Math.sqrt(S2adjusted), low: ofS2(S2 - bias + half), high: ofS2(S2 - bias - half) },
		se: S > 1e-12 ? Math.sqrt(variance) / S : null,
		partial: Object.fromEntries(inCells.map((f) => [f.name, partialOf(f, inCells.filter((o) => o !== f), cells)]))
	};
}
