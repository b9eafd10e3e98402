/** Whether the data bear out what least squares takes for granted. */
import { chisqUpper } from '../distribution/chisq.ts';
import type { Tail } from '../distribution/tail.ts';
import type { Design } from './design.ts';
import { determination, type OlsFit } from './ols.ts';

export interface BreuschPagan {
	statistic: number;
	df: number;
	p: Tail;
}

/**
 * Koenker's studentised Breusch-Pagan test of equal variances: n R2 of the regression of e^2 on X, chi-square(k - 1).
 * Source: Koenker (1981), J. Econometrics 17, 107-112; the same as R's `lmtest::bptest`. Null without explanatory variables or when e^2 does not vary.
 */
export function breuschPagan(fit: OlsFit, design: Design): BreuschPagan | null {
	const df = fit.fDf[0];
	if (df === 0 || !fit.intercept) return null;
	let largest = 0;
	for (let i = 0; i < fit.n; i++) largest = Math.max(largest, Math.abs(fit.residuals[i]!));
	if (!(largest > 0)) return null;
	const squares = new Float64Array(fit.n);
	for (let i = 0; i < fit.n; i++) squares[i] = (fit.residuals[i]! / largest) ** 2;
	const r2 = determination(fit, design, squares);
	if (typeof r2 !== 'number') return null;
	const statistic = fit.n * r2;
	return { statistic, df, p: chisqUpper(statistic, df) };
}

/** Variance inflation 1 / (1 - R2_j) of each column but the constant, R2_j from the other columns. Null without an intercept or with one column only. */
export function varianceInflation(fit: OlsFit): Float64Array | null {
	if (!fit.intercept || fit.k < 3) return null;
	return Float64Array.from({ length: fit.k - 1 }, (_, j) => fit.inverse[j + 1]![j + 1]! * fit.ssx[j + 1]!);
}

/** Coefficients of y and x in units of their standard deviations, b_j s_j / s_y, for each column but the constant. */
export function standardised(fit: OlsFit): Float64Array {
	const from = fit.intercept ? 1 : 0;
	return Float64Array.from({ length: fit.k - from }, (_, j) => fit.b[j + from]! * Math.sqrt(fit.ssx[j + from]! / fit.ssy));
}

export interface Influence {
	/** The largest of Cook's distances e_i^2 h_i / (k s^2 (1 - h_i)^2), 0 where there is none. */
	maxCook: number;
	/** Rows whose distance is above 1. */
	influential: number;
	/** Rows with leverage 1, fitted by a coefficient of their own: they have no distance. All rows where the fit is perfect. */
	own: number;
	maxLeverage: number;
	/** Rows with leverage above 3k/n. */
	highLeverage: number;
}

/** What single rows do to the fit. Source: Cook (1977), Technometrics 19, 15-18. */
export function influence(fit: OlsFit, leverage: Float64Array): Influence {
	const scale = fit.k * fit.sigma * fit.sigma;
	const high = (3 * fit.k) / fit.n;
	const found: Influence = { maxCook: 0, influential: 0, own: 0, maxLeverage: 0, highLeverage: 0 };
	for (let i = 0; i < leverage.length; i++) {
		const h = leverage[i]!;
		found.maxLeverage = Math.max(found.maxLeverage, h);
		if (h > high) found.highLeverage += 1;
		if (1 - h < 1e-11 || scale === 0) {
			found.own += 1;
			continue;
		}
		const distance = (fit.residuals[i]! ** 2 * h) / (scale * (1 - h) ** 2);
		found.maxCook = Math.max(found.maxCook, distance);
		if (distance > 1) found.influential += 1;
	}
	return found;
}

export interface IntraClass {
	icc: number;
	/** 1 + (m - 1) ICC, at least 1 - the factor by which the variance of a mean grows; m = sum n_g^2 / n. */
	designEffect: number;
}

/**
 * Intra-class correlation of values in clusters, from the one-way analysis of variance: (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum n_g^2 / n) / (G - 1).
 * Source: Donner (1986), Int. Stat. Rev. 54, 67-82. Null when no cluster has two rows or nothing varies.
 */
export function intraClass(values: Float64Array, codes: Int32Array, clusters: number): IntraClass | null {
	const n = values.length;
	if (clusters < 2 || n <= clusters) return null;
	const size = new Float64Array(clusters);
	const sum = new Float64Array(clusters);
	const centre = values.reduce((s, x) => s + x, 0) / n;
	codes.forEach((c, i) => {
		size[c]! += 1;
		sum[c]! += values[i]! - centre;
	});
	const means = sum.map((s, c) => s / size[c]!);
	const between = means.reduce((s, m, c) => s + size[c]! * m * m, 0) / (clusters - 1);
	const within = values.reduce((s, x, i) => s + (x - centre - means[codes[i]!]!) ** 2, 0) / (n - clusters);
	const squares = size.reduce((s, m) => s + m * m, 0) / n;
	const typical = (n - squares) / (clusters - 1);
	const total = between + (typical - 1) * within;
	if (!(total > 0)) return null;
	const icc = (between - within) / total;
	return { icc, designEffect: 1 + (squares - 1) * icc };
}
