/** The noncentral t distribution: (Z + ncp)/√(χ²/df). */
import { logIntegral } from '../numeric/integrate.ts';
import { chisqLower, chisqUpper } from './chisq.ts';
import { logGammaPrefix } from './gamma.ts';
import { noncentralityAt, type NcpInterval } from './noncentral.ts';
import { normalLogDensity, normalLower, normalUpper } from './normal.ts';
import { tLower, tUpper } from './t.ts';
import { tailFromLog, type Tail } from './tail.ts';

/**
 * log of ∫ tail(t·s − ncp)·f(s) ds over s = √(χ²/df), in the variable log s: nothing is subtracted, so both tails are exact where they are
 * small. For t within a few √df of 0, where the normal tail changes no faster than f.
 */
function overScale(tail: (z: number) => Tail, t: number, df: number, ncp: number): number {
	const log = (v: number): number => {
		const s = Math.exp(v);
		return logGammaPrefix(df / 2, (df / 2) * s * s) + tail(t * s - ncp).logP;
	};
	return Math.LN2 + logIntegral(log, 0, Math.min(1, 1 / Math.sqrt(2 * df)));
}

/** log of ∫ φ(x − ncp)·tail(χ² at df·(x/t)²) dx over the numerator x > 0, in the variable log x: for larger t > 0. */
function overNumerator(tail: (x: number, df: number) => Tail, t: number, df: number, ncp: number): number {
	const log = (u: number): number => {
		const x = Math.exp(u);
		return normalLogDensity(x - ncp) + u + tail(df * (x / t) ** 2, df).logP;
	};
	return logIntegral(log, Math.log(Math.max(ncp, 1)), 1 / (1 + Math.abs(ncp)));
}

/** log(e^a + e^b). */
const logAdd = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

/** P(T ≤ t). Relative error about 1e-12. Source: Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, 31.2. */
export function nctLower(t: number, df: number, ncp: number): Tail {
	if (ncp === 0) return tLower(t, df);
	if (df === Infinity || t === 0) return normalLower(t - ncp);
	if (t * t < df) return tailFromLog(overScale(normalLower, t, df, ncp));
	return t < 0 ? nctUpper(-t, df, -ncp) : tailFromLog(logAdd(normalLower(-ncp).logP, overNumerator(chisqUpper, t, df, ncp)));
}

/** P(T ≥ t). See {@link nctLower}. */
export function nctUpper(t: number, df: number, ncp: number): Tail {
	if (ncp === 0) return tUpper(t, df);
	if (df === Infinity || t === 0) return normalUpper(t - ncp);
	if (t * t < df) return tailFromLog(overScale(normalUpper, t, df, ncp));
	return t < 0 ? nctLower(-t, df, -ncp) : tailFromLog(overNumerator(chisqLower, t, df, ncp));
}

/**
 * Confidence interval of the noncentrality for an observed t: low where P(T ≥ t) = (1 − level)/2, high where P(T ≤ t) = (1 − level)/2.
 * Source: Steiger and Fouladi (1997). Divided by √n or √(n₁n₂/(n₁ + n₂)) it is the interval of Cohen's d.
 * @param level such as 0.95
 */
export function ncpIntervalT(t: number, df: number, level: number): NcpInterval {
	if (!Number.isFinite(t)) return { low: t, high: t };
	const goal = Math.log((1 - level) / 2);
	const spread = Math.sqrt(1 + (t * t) / (2 * df));
	return {
		low: noncentralityAt((d) => nctUpper(t, df, d).logP, goal, t, -spread),
		high: noncentralityAt((d) => nctLower(t, df, d).logP, goal, t, spread)
	};
}
