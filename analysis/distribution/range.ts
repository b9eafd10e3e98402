/** The studentized range, for Tukey's comparisons. */
import { chebyshevAt, chebyshevFit } from '../numeric/chebyshev.ts';
import { logIntegral } from '../numeric/integrate.ts';
import { logGammaPrefix } from './gamma.ts';
import { normalLogDensity, normalLower } from './normal.ts';
import { quantileByLog } from './quantile.ts';
import { tUpper } from './t.ts';
import { complement, tailFromLog, times, type Tail } from './tail.ts';

const STEP = 0.2;
const logLower: number[] = [];

/** log Φ at the i-th point of the grid, kept once computed; the grid is the same for every range. */
function gridLogLower(i: number): number {
	const at = i >= 0 ? 2 * i : -2 * i - 1;
	return (logLower[at] ??= normalLower(i * STEP).logP);
}

/**
 * log P(R > w), R the range of k standard normal deviates: with the largest at z,
 * P(R > w) = ∫ k·φ(z)·{Φ(z)^(k−1) − [Φ(z) − Φ(z − w)]^(k−1)} dz, the difference written so that nothing cancels.
 * Trapezoidal rule on a fixed grid (exponentially exact here), from the top outwards.
 */
function rangeTail(w: number, k: number): number {
	const term = (i: number): number => {
		const z = i * STEP;
		const own = gridLogLower(i);
		const logR = normalLower(z - w).logP - own;
		const inside = logR < -40 ? Math.log(k - 1) + logR : Math.log(-Math.expm1((k - 1) * (logR > -1e-3 ? Math.log(-Math.expm1(logR)) : Math.log1p(-Math.exp(logR)))));
		return normalLogDensity(z) + (k - 1) * own + inside;
	};
	let top = Math.round(w / 2 / STEP);
	let best = term(top);
	for (const direction of [1, -1]) {
		for (let next = term(top + direction); next > best; next = term(top + direction)) {
			top += direction;
			best = next;
		}
	}
	let sum = 1;
	for (const direction of [1, -1]) {
		for (let i = top + direction; ; i += direction) {
			const part = Math.exp(term(i) - best);
			sum += part;
			if (part < 1e-17 * sum) break;
		}
	}
	return Math.log(k * STEP * sum) + best;
}

const PANEL_POINTS = 18;
const LAST_PANEL = 100;
const panels = new Map<number, Float64Array[]>();

/** The same by interpolation between whole w, each panel computed the first time it is needed: a family of comparisons shares them. */
function logRangeUpper(w: number, k: number): number {
	const at = Math.floor(w);
	if (at >= LAST_PANEL) return rangeTail(w, k);
	let own = panels.get(k);
	if (!own) panels.set(k, (own = []));
	const fit = (own[at] ??= chebyshevFit((x) => rangeTail(x, k), at, at + 1, PANEL_POINTS));
	return chebyshevAt(fit, 2 * (w - at) - 1);
}

/**
 * P(Q ≥ q), Q the range of `groups` normal means over an independent standard deviation with `df` degrees of freedom: the p-value of
 * Tukey's test. Integrated over the logarithm of the standard deviation; relative error about 1e-11 however small it is.
 * R's ptukey takes 1 − P(Q < q) with 16-point rules and is wrong from about 1e-10 on.
 * Source: Copenhaver and Holland (1988), J. Stat. Comput. Simul. 30, 1–15; the tail's form is ours.
 * @param groups 2 or more
 */
export function studentizedRangeUpper(q: number, groups: number, df: number): Tail {
	if (!(q > 0)) return { p: 1, logP: 0 };
	if (q === Infinity) return { p: 0, logP: -Infinity };
	if (groups === 2) return times(tUpper(q / Math.SQRT2, df), 2);
	if (df === Infinity) return tailFromLog(rangeTail(q, groups));
	const log = (v: number): number => {
		const s = Math.exp(v);
		return logGammaPrefix(df / 2, (df / 2) * s * s) + logRangeUpper(q * s, groups);
	};
	const guess = 0.5 * Math.log(df / (df + (q * q) / 2));
	return tailFromLog(Math.LN2 + logIntegral(log, guess, Math.min(1, 1 / Math.sqrt(2 * df))));
}

/** P(Q ≤ q). */
export function studentizedRangeLower(q: number, groups: number, df: number): Tail {
	return complement(studentizedRangeUpper(q, groups, df));
}

/** q with P(Q ≤ q) = p, as R's qtukey; its tail is solved for by secants in log q. */
export function studentizedRangeQuantile(p: number, groups: number, df: number): number {
	if (!(p >= 0 && p <= 1)) return NaN;
	if (p === 0) return 0;
	if (p === 1) return Infinity;
	return studentizedRangeQuantileUpper(1 - p, groups, df);
}

/** q with P(Q ≥ q) = p, for a p that 1 − p would lose. */
export function studentizedRangeQuantileUpper(p: number, groups: number, df: number): number {
	const tail = (q: number): number => studentizedRangeUpper(q, groups, df).logP;
	const slope = (q: number): number => (tail(q * 1.0001) - tail(q / 1.0001)) / (2 * Math.log(1.0001));
	return quantileByLog(Math.log(p), tail, slope, 3.5);
}
