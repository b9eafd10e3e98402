/** Weighted shares of categories and the Rao-Scott test of a weighted table. */
import { violation, type Violation } from '../assumptions.ts';
import { fUpper } from '../distribution/f.ts';
import type { Tail } from '../distribution/tail.ts';
import { exactSum } from '../numeric/sum.ts';
import { inverseCrossProduct, qr } from '../numeric/qr.ts';
import { totalsCovariance, type SurveyDesign } from './design.ts';

export interface Shares {
	/** Rows by category. */
	counts: Float64Array;
	/** Sum of the weights by category. */
	weighted: Float64Array;
	/** From 0 to 1. */
	share: Float64Array;
	se: Float64Array;
	covariance: number[][];
}

/**
 * Weighted shares sum w [category] / sum w over a domain, errors by linearisation.
 * @param codes category of each row from 0, or -1 for rows outside the domain
 */
export function weightedShares(design: SurveyDesign, codes: Int32Array, categories: number): Shares | Violation {
	const counts = new Float64Array(categories);
	const own: number[][] = Array.from({ length: categories }, () => []);
	codes.forEach((c, i) => {
		if (c < 0) return;
		counts[c]! += 1;
		own[c]!.push(design.weights[i]!);
	});
	const weighted = Float64Array.from(own, (w) => exactSum(w));
	const sum = exactSum(weighted);
	if (!(sum > 0)) return violation('no_data');
	const share = weighted.map((w) => w / sum);
	const scores = Array.from({ length: categories }, (_, c) => {
		const z = new Float64Array(design.n);
		const p = share[c]!;
		for (let i = 0; i < z.length; i++) if (codes[i]! >= 0) z[i] = (design.weights[i]! * (codes[i] === c ? 1 - p : -p)) / sum;
		return z;
	});
	const covariance = totalsCovariance(design, scores);
	return { counts, weighted, share, covariance, se: Float64Array.from(covariance, (row, c) => Math.sqrt(row[c]!)) };
}

/**
 * Interval for a share by the logit of it, on t quantiles; null where the share is 0 or 1. Source: Korn and Graubard (1998), Survey Methodology 24, 193-201;
 * R's `svyciprop(method = "logit")`.
 */
export function logitInterval(share: number, se: number, quantile: number): [number, number] | null {
	if (!(share > 0 && share < 1)) return null;
	const logit = Math.log(share / (1 - share));
	const half = (quantile * se) / (share * (1 - share));
	return [1 / (1 + Math.exp(half - logit)), 1 / (1 + Math.exp(-half - logit))];
}

export interface RaoScott {
	/** Pearson's chi-square of the weighted table scaled to n rows. */
	pearson: number;
	f: number;
	ndf: number;
	ddf: number;
	p: Tail;
	/** Eigenvalues' mean: the average design effect of the interaction. */
	meanEffect: number;
}

/**
 * Rao and Scott's second-order correction of Pearson's chi-square: with V the covariance of the cell shares and C a basis of the interaction,
 * Delta = (C'D^-1 C / n)^-1 C'D^-1 V D^-1 C, D = diag(shares); F = X2 / tr Delta on d = (tr Delta)^2 / tr Delta^2 and d nu degrees of freedom,
 * nu = units less strata. Source: Rao and Scott (1984), Ann. Stat. 12, 46-60; Thomas and Rao (1987); R's `svychisq(statistic = "F")`.
 * Cells with no rows have no part in Delta, as in R.
 * @param shares of the cells, rows running fastest
 */
export function raoScott(shares: Shares, rows: number, columns: number, design: SurveyDesign): RaoScott | Violation {
	const n = exactSum(shares.counts);
	const cells = rows * columns;
	const at = (r: number, c: number): number => shares.share[c * rows + r]!;
	const rowShare = Array.from({ length: rows }, (_, r) => exactSum(Array.from({ length: columns }, (__, c) => at(r, c))));
	const columnShare = Array.from({ length: columns }, (_, c) => exactSum(Array.from({ length: rows }, (__, r) => at(r, c))));
	if (rows < 2 || columns < 2) return violation('groups', { groups: Math.min(rows, columns), needed: 2 });
	let pearson = 0;
	for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) pearson += (n * (at(r, c) - rowShare[r]! * columnShare[c]!) ** 2) / (rowShare[r]! * columnShare[c]!);
	// contrasts that sum to 0 over rows and over columns span the interaction, orthogonal to the main effects
	const basis: Float64Array[] = [];
	for (let r = 1; r < rows; r++) {
		for (let c = 1; c < columns; c++) {
			const column = new Float64Array(cells);
			for (let i = 0; i < cells; i++) column[i] = ((i % rows === r ? 1 : 0) - 1 / rows) * ((Math.floor(i / rows) === c ? 1 : 0) - 1 / columns);
			basis.push(column);
		}
	}
	const root = shares.share.map((p) => (p > 0 ? 1 / Math.sqrt(p) : 0));
	const factors = qr(basis.map((column) => column.map((x, i) => x * root[i]!)));
	if (factors.dependent.length > 0 || design.df < 1) return violation('too_few', { n, needed: cells });
	const inverse = inverseCrossProduct(factors).map((row) => row.map((x) => x * n));
	const scaled = basis.map((column) => column.map((x, i) => x * root[i]! ** 2));
	const half = scaled.map((a) => shares.covariance.map((row) => row.reduce((s, v, i) => s + v * a[i]!, 0)));
	const numerator = half.map((a) => scaled.map((b) => a.reduce((s, x, i) => s + x * b[i]!, 0)));
	const delta = inverse.map((row) => basis.map((_, j) => row.reduce((s, x, m) => s + x * numerator[m]![j]!, 0)));
	const trace = delta.reduce((s, row, i) => s + row[i]!, 0);
	const squared = delta.reduce((s, row, i) => s + row.reduce((t, x, j) => t + x * delta[j]![i]!, 0), 0);
	if (!(trace > 0 && squared > 0)) return violation('too_few', { n, needed: cells });
	const ndf = (trace * trace) / squared;
	const ddf = ndf * design.df;
	const f = pearson / trace;
	return { pearson, f, ndf, ddf, p: fUpper(f, ndf, ddf), meanEffect: trace / basis.length };
}
