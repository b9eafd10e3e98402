/** The linear model with a random intercept for each group, by maximum or restricted likelihood. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { isViolation, violation, type Violation } from '../assumptions.ts';
import { chisqUpper } from '../distribution/chisq.ts';
import { times as timesTail, type Tail } from '../distribution/tail.ts';
import { qr } from '../numeric/qr.ts';
import { findRoot } from '../numeric/root.ts';
import { exactSum, mean } from '../numeric/sum.ts';
import { dotTwofold } from '../numeric/twofold.ts';
import type { Design } from './design.ts';

export interface RandomIntercept {
	n: number;
	groups: number;
	/** Variance of the groups' intercepts; 0 when the likelihood is highest there. */
	between: number;
	/** Residual variance. */
	within: number;
	/** between / (between + within). */
	icc: number;
	names: readonly string[];
	fixed: Float64Array;
	/** From (X'V^-1X)^-1. */
	se: Float64Array;
	/** Restricted log-likelihood under REML. */
	logLik: number;
	/** Twice the gain in log-likelihood over no random intercept, and half the chi-square(1) tail. */
	lrt: number;
	p: Tail;
	/** 1 + (m - 1) ICC, m = sum n_g^2 / n: how many times the variance of a mean grows. */
	designEffect: number;
}

/** Sums of one group about the group's own means are in `within`; means of the centred columns (y last) in `means`. */
interface Pieces {
	n: number;
	k: number;
	sizes: Float64Array;
	means: Float64Array[];
	within: number[][];
}

interface Solution {
	b: Float64Array;
	inverse: Matrix;
	rss: number;
	logDet: number;
	/** d RSS / d ratio and, for REML, d log det / d ratio. */
	rssSlope: number;
	logDetSlope: number;
	/** sum log(1 + n_g ratio) and its derivative. */
	logSizes: number;
	logSizesSlope: number;
}

function pieces(columns: readonly Float64Array[], y: Float64Array, codes: Int32Array, groups: number): Pieces {
	const all = [...columns, y];
	const sizes = new Float64Array(groups);
	for (const code of codes) sizes[code]! += 1;
	const rows = Array.from({ length: groups }, () => [] as number[]);
	codes.forEach((code, i) => rows[code]!.push(i));
	const means = rows.map((own) => Float64Array.from(all, (c) => exactSum(own.map((i) => c[i]!)) / own.length));
	const deviations = all.map((c, j) => c.map((x, i) => x - means[codes[i]!]![j]!));
	const within = all.map((_, a) => all.map((__, b) => (b <= a ? dotTwofold(deviations[a]!, deviations[b]!) : 0)));
	within.forEach((row, a) => row.forEach((_, b) => (b > a ? (row[b] = within[b]![a]!) : 0)));
	return { n: y.length, k: columns.length, sizes, means, within };
}

/** Generalised least squares at a given ratio of the variances; V_g^-1 splits into what is within groups and n_g/(1 + n_g ratio) times the group mean. */
function solve({ k, sizes, means, within }: Pieces, ratio: number): Solution | null {
	const cross = within.map((row) => [...row]);
	let logSizes = 0;
	let logSizesSlope = 0;
	const weights = sizes.map((m) => m / (1 + m * ratio));
	sizes.forEach((m, g) => {
		const w = weights[g]!;
		logSizes += Math.log1p(m * ratio);
		logSizesSlope += w;
		for (let a = 0; a <= k; a++) for (let b = 0; b <= a; b++) cross[a]![b]! += w * means[g]![a]! * means[g]![b]!;
	});
	cross.forEach((row, a) => row.forEach((_, b) => (b > a ? (row[b] = cross[b]![a]!) : 0)));
	const cholesky = new CholeskyDecomposition(new Matrix(cross.slice(0, k).map((row) => row.slice(0, k))));
	if (!cholesky.isPositiveDefinite()) return null;
	const inverse = cholesky.solve(Matrix.eye(k));
	const b = Float64Array.from({ length: k }, (_, a) => cross.slice(0, k).reduce((s, row, c) => s + inverse.get(a, c) * row[k]!, 0));
	// the residual sum of squares from residuals, not as a difference of sums
	let rss = within[k]![k]!;
	for (let a = 0; a < k; a++) {
		rss -= 2 * b[a]! * within[a]![k]!;
		for (let c = 0; c < k; c++) rss += b[a]! * within[a]![c]! * b[c]!;
	}
	let rssSlope = 0;
	let logDetSlope = 0;
	means.forEach((mean, g) => {
		let residual = mean[k]!;
		let reach = 0;
		for (let a = 0; a < k; a++) {
			residual -= b[a]! * mean[a]!;
			for (let c = 0; c < k; c++) reach += mean[a]! * inverse.get(a, c) * mean[c]!;
		}
		const w = weights[g]!;
		rss += w * residual * residual;
		rssSlope -= (w * residual) ** 2;
		logDetSlope -= w * w * reach;
	});
	let logDet = 0;
	for (let a = 0; a < k; a++) logDet += 2 * Math.log(cholesky.lowerTriangularMatrix.get(a, a));
	return { b, inverse, rss, logDet, rssSlope, logDetSlope, logSizes, logSizesSlope };
}

/** The profiled log-likelihood at the ratio and its derivative by the ratio. */
function likelihood(p: Pieces, reml: boolean, ratio: number): { value: number; slope: number; solution: Solution } | null {
	const s = solve(p, ratio);
	if (!s) return null;
	const df = reml ? p.n - p.k : p.n;
	const value = -0.5 * (df * (Math.log((2 * Math.PI * s.rss) / df) + 1) + s.logSizes + (reml ? s.logDet : 0));
	const slope = -0.5 * ((df * s.rssSlope) / s.rss + s.logSizesSlope + (reml ? s.logDetSlope : 0));
	return { value, slope, solution: s };
}

/** ICC values between which a change of sign of the score is sought. */
const GRID = [0, 1e-6, 1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.02, 0.05, ...Array.from({ length: 18 }, (_, i) => 0.1 + i * 0.05), 0.98, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

/**
 * y = X b + u_g + e, u_g ~ N(0, between), e ~ N(0, within). The (restricted) likelihood is profiled to the ratio of the two variances and its score equation
 * solved to the last digits; of several maxima the highest is taken, 0 among them. Source: Searle, Casella and McCulloch (1992), Variance Components, ch. 6;
 * the test of no group variance by half of chi-square(1): Self and Liang (1987), J. Am. Stat. Assoc. 82, 605-610. The same as R's `lme4::lmer`.
 * @param codes the group of each row, 0 to groups - 1, each with at least one row
 * @returns `groups` with fewer than two groups, `too_few` when no group has two rows or none are left beside the coefficients, `singular`,
 * `constant` when y does not vary or does not vary within groups
 */
export function randomIntercept(design: Design, y: Float64Array, codes: Int32Array, groups: number, reml: boolean): RandomIntercept | Violation {
	const n = y.length;
	const k = design.columns.length;
	if (n === 0) return violation('no_data');
	if (groups < 2) return violation('groups', { groups, needed: 2 });
	if (n <= k + 1) return violation('too_few', { n, needed: k + 2 });
	if (n === groups) return violation('too_few', { n, needed: groups + 1 });
	const { dependent } = qr(design.columns);
	if (dependent.length > 0) return violation('singular', { columns: dependent.map((j) => design.names[j]!).join(', ') });
	// centred and scaled columns: the likelihood does not change by centring, and by scaling only as log det says
	const centres = design.columns.map((c, j) => (design.intercept && j > 0 ? mean(c)! : 0));
	const scales = design.columns.map((c, j) => (design.intercept && j === 0 ? 1 : Math.sqrt(exactSum(c.map((x) => (x - centres[j]!) ** 2)) / n)));
	// values beyond 1e150 have no squares
	if (!scales.every((s) => s > 0 && Number.isFinite(s))) return violation('not_converged', { iterations: 0 });
	const centreY = design.intercept ? mean(y)! : 0;
	const p = pieces(design.columns.map((c, j) => c.map((x) => (x - centres[j]!) / scales[j]!)), y.map((v) => v - centreY), codes, groups);
	if (!(p.within[k]![k]! > 0)) return violation('constant', { column: 'y' });

	const at = (icc: number) => likelihood(p, reml, icc / (1 - icc));
	const start = at(0);
	if (!start || !(start.solution.rss > 0)) return violation('constant', { column: 'y' });
	let best = { ratio: 0, ...start };
	let low = { icc: 0, slope: start.slope };
	for (const icc of GRID.slice(1)) {
		const here = at(icc);
		if (!here) return violation('not_converged', { iterations: 0 });
		if (low.slope > 0 && here.slope <= 0) {
			const root = findRoot((ratio) => likelihood(p, reml, ratio)?.slope ?? NaN, low.icc / (1 - low.icc), icc / (1 - icc));
			if (isViolation(root)) return root;
			const found = likelihood(p, reml, root);
			if (found && found.value > best.value) best = { ratio: root, ...found };
		}
		low = { icc, slope: here.slope };
	}
	if (low.slope > 0) return violation('not_converged', { iterations: GRID.length });

	const df = reml ? n - k : n;
	const within = best.solution.rss / df;
	const between = best.ratio * within;
	const icc = best.ratio / (1 + best.ratio);
	const { fixed, se } = original(design, best.solution, centres, scales, centreY, within);
	const lrt = best.ratio === 0 ? 0 : 2 * (best.value - start.value);
	const scaling = reml ? scales.reduce((s, x) => s + Math.log(x), 0) : 0;
	const meanSize = p.sizes.reduce((s, m) => s + m * m, 0) / n;
	return {
		n, groups, between, within, icc, names: design.names, fixed, se,
		logLik: best.value - scaling,
		lrt: Math.max(0, lrt),
		p: timesTail(chisqUpper(Math.max(0, lrt), 1), 0.5),
		designEffect: 1 + (meanSize - 1) * icc
	};
}

/** Coefficients and their errors for the columns as they were before centring and scaling. */
function original(design: Design, solution: Solution, centres: readonly number[], scales: readonly number[], centreY: number, within: number): { fixed: Float64Array; se: Float64Array } {
	const fixed = solution.b.map((b, j) => b / scales[j]!);
	const se = Float64Array.from(fixed, (_, j) => Math.sqrt(within * solution.inverse.get(j, j)) / scales[j]!);
	if (design.intercept) {
		const contrast = centres.map((c, j) => (j === 0 ? 1 : -c / scales[j]!));
		fixed[0] = centreY + exactSum(solution.b.map((b, j) => b * contrast[j]!));
		const variance = contrast.reduce((s, a, i) => s + contrast.reduce((t, c, j) => t + a * c * solution.inverse.get(i, j), 0), 0);
		se[0] = Math.sqrt(within * variance);
	}
	return { fixed, se };
}
