/** The noncentral t distribution: (Z + ncp)/√(χ²/df). */
import { logIntegral } from '../numeric/integrate.ts';
import { logGammaPrefix } from './gamma.ts';
import { noncentralityAt, type NcpInterval } from './noncentral.ts';
import { normalLower, normalUpper } from './normal.ts';
import { tLower, tUpper } from './t.ts';
import { tailFromLog, type Tail } from './tail.ts';

/** log of ∫ tail(t·s − ncp)·f(s) ds over s = √(χ²/df), in the variable log s: nothing is subtracted, so both tails are exact where they are small. */
function mixed(tail: (z: number) => Tail, t: number, df: number, ncp: number): Tail {
	const log = (v: number): number => {
		const s = Math.exp(v);
		return logGammaPrefix(df / 2, (df / 2) * s * s) + tail(t * s - ncp).logP;
	};
	return tailFromLog(Math.LN2 + logIntegral(log, 0, Math.min(1, 1 / Math.sqrt(2 * df))));
}

/** P(T ≤ t). Relative error about 1e-12. Source: Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, 31.2. */
export function nctLower(t: number, df: number, ncp: number): Tail {
	if (ncp === 0) return tLower(t, df);
	if (df === Infinity || t === 0) return normalLower(t - ncp);
	return mixed(normalLower, t, df, ncp);
}

/** P(T ≥ t). See {@link nctLower}. */
export function nctUpper(t: number, df: number, ncp: number): Tail {
	if (ncp === 0) return tUpper(t, df);
	if (df === Infinity || t === 0) return normalUpper(t - ncp);
	return mixed(normalUpper, t, df, ncp);
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
