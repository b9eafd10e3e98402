/** Ordinary least squares with its classical statistics. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { thinQ, type Qr } from '../numeric/qr.ts';
import { TwofoldSum } from '../numeric/twofold.ts';
import type { Design } from './design.ts';
import { leastSquares, type LeastSquares } from './least-squares.ts';

export interface OlsFit extends LeastSquares {
	n: number;
	/** Coefficients. */
	k: number;
	names: readonly string[];
	intercept: boolean;
	/** Orthonormal basis of the column space, by column. */
	q: Float64Array[];
	/** Standard errors sigma sqrt((X'X)^-1_jj). */
	se: Float64Array;
	dfResid: number;
	/** Residual standard deviation, sqrt(RSS / (n - k)). */
	sigma: number;
	/** Sum of squares of the model, about the mean where there is an intercept. */
	mss: number;
	/** mss / (mss + rss). */
	r2: number;
	adjR2: number;
	/** Null for a model with a constant only. */
	f: number | null;
	fDf: readonly [number, number];
	/** Of the normal model at the maximum-likelihood variance RSS / n. */
	logLik: number;
	/** -2 log L + 2 (k + 1). */
	aic: number;
	/** -2 log L + (k + 1) log n. */
	bic: number;
	/** Sums of squares of the columns about their means (about 0 without an intercept). */
	ssx: Float64Array;
	/** Sum of squares of y about its mean (about 0 without an intercept). */
	ssy: number;
}

function mean(x: Float64Array): number {
	const sum = new TwofoldSum();
	for (let i = 0; i < x.length; i++) sum.add(x[i]!);
	return sum.total / x.length;
}

function isConstant(x: Float64Array): boolean {
	for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return false;
	return true;
}

function squaresAbout(x: Float64Array, centre: number): number {
	const sum = new TwofoldSum();
	const rest = new TwofoldSum();
	for (let i = 0; i < x.length; i++) {
		const d = x[i]! - centre;
		sum.addProduct(d, d);
		rest.add(d);
	}
	return sum.total - rest.total ** 2 / x.length;
}

interface Explained {
	fit: LeastSquares;
	ssy: number;
	mss: number;
	r2: number;
}

/** The fit and how much of y it explains; the rest of what `ols` tells is left out. `known` are the factors of the design, where they have been made before. */
function explained(design: Design, y: Float64Array, known?: Qr): Explained | Violation {
	const n = y.length;
	const k = design.columns.length;
	if (n === 0) return violation('no_data');
	if (n <= k) return violation('too_few', { n, needed: k + 1 });
	const fit = leastSquares(design.columns, y, design.names, known);
	if (isViolation(fit)) return fit;
	const centre = design.intercept ? mean(y) : 0;
	const ssy = design.intercept && isConstant(y) ? 0 : squaresAbout(y, centre);
	if (ssy === 0) return violation('constant', { column: 'y' });
	const mss = squaresOfFitted(y, fit.residuals, centre);
	return { fit, ssy, mss, r2: (design.intercept ? k - 1 : k) === 0 ? 0 : mss / (mss + fit.rss) };
}

/** R2 of another y on the columns that a fit is of, as `ols` gives it. Violations as there. */
export function determination(fit: OlsFit, design: Design, y: Float64Array): number | Violation {
	const found = explained(design, y, fit.qr);
	return isViolation(found) ? found : found.r2;
}

/**
 * y = X b + e by least squares: b = argmin ||y - X b||, se_j = sigma sqrt((X'X)^-1_jj), R2 = MSS / (MSS + RSS),
 * F = (MSS / (k - 1)) / (RSS / (n - k)); without an intercept MSS is about 0 and has k degrees of freedom.
 * Source: Seber and Lee (2003), Linear Regression Analysis, 2nd ed., ch. 3-4; the same as R's `lm`.
 * @returns `too_few` when no residual degree of freedom is left, `singular` naming dependent columns, `constant` when y does not vary
 */
export function ols(design: Design, y: Float64Array): OlsFit | Violation {
	const n = y.length;
	const k = design.columns.length;
	const found = explained(design, y);
	if (isViolation(found)) return found;
	const { fit, ssy, mss, r2 } = found;
	const dfResid = n - k;
	const dfModel = design.intercept ? k - 1 : k;
	const sigma = Math.sqrt(fit.rss / dfResid);
	const logLik = (-n / 2) * (Math.log((2 * Math.PI * fit.rss) / n) + 1);
	return {
		...fit, n, k, names: design.names, intercept: design.intercept, q: thinQ(fit.qr), dfResid, sigma, mss, r2, logLik, ssy,
		se: Float64Array.from(fit.inverse, (row, j) => sigma * Math.sqrt(row[j]!)),
		adjR2: 1 - (1 - r2) * ((n - (design.intercept ? 1 : 0)) / dfResid),
		f: dfModel === 0 ? null : mss / dfModel / (fit.rss / dfResid),
		fDf: [dfModel, dfResid],
		aic: -2 * logLik + 2 * (k + 1),
		bic: -2 * logLik + Math.log(n) * (k + 1),
		ssx: Float64Array.from(design.columns, (c) => squaresAbout(c, design.intercept ? mean(c) : 0))
	};
}

/** Sum of squares of y - e about a centre. */
function squaresOfFitted(y: Float64Array, residuals: Float64Array, centre: number): number {
	const sum = new TwofoldSum();
	for (let i = 0; i < y.length; i++) {
		const d = y[i]! - residuals[i]! - centre;
		sum.addProduct(d, d);
	}
	return sum.total;
}
