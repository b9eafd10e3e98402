/** Standard errors that hold under unequal variances (HC) and within clusters (CR). */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { weightedCrossProduct } from '../numeric/cross-product.ts';
import { inverseFactor, leverage } from '../numeric/qr.ts';
import type { OlsFit } from './ols.ts';

export const HC = ['HC0', 'HC1', 'HC2', 'HC3', 'HC4'] as const;
export type Hc = (typeof HC)[number];

/** A row with leverage 1 is fitted by a coefficient of its own; 1 - h below this is taken for that. */
const FULL = 1e-11;

/** A coefficient that only rows with leverage 1 carry has no residual to be judged by: what is left of its variance is rounding, below this share of what it could be. */
const ROUNDING = 1e-12;

/** diag(B M B')^1/2, B = D^-1 R^-1, M the k x k meat in the coordinates of Q. With `full`, NaN for coefficients that fit their rows exactly. */
function spread(factor: readonly Float64Array[], meat: readonly Float64Array[], full = false): Float64Array {
	const trace = meat.reduce((sum, row, a) => sum + row[a]!, 0);
	return Float64Array.from(factor, (row) => {
		let sum = 0;
		for (let a = 0; a < row.length; a++) for (let b = 0; b < row.length; b++) sum += row[a]! * meat[a]![b]! * row[b]!;
		return full && !(sum > ROUNDING * trace * row.reduce((s, x) => s + x * x, 0)) ? Number.NaN : Math.sqrt(sum);
	});
}

function squareMatrix(k: number): Float64Array[] {
	return Array.from({ length: k }, () => new Float64Array(k));
}

export interface Robust {
	/**
	 * Standard errors by type, coefficient by coefficient; null where a row with leverage 1 leaves HC2-HC4 undefined. Then HC0 and HC1 are NaN for
	 * the coefficients that such rows alone carry, null in a result.
	 */
	se: Readonly<Record<Hc, Float64Array | null>>;
	/** Leverages h_i. */
	leverage: Float64Array;
}

/**
 * Sandwich errors (X'X)^-1 X' diag(w_i) X (X'X)^-1 with w_i = e_i^2 (HC0), e_i^2 n/(n - k) (HC1), e_i^2/(1 - h_i) (HC2), e_i^2/(1 - h_i)^2 (HC3),
 * e_i^2/(1 - h_i)^min(4, n h_i/k) (HC4). Source: MacKinnon and White (1985), J. Econometrics 29, 305-325; Cribari-Neto (2004), Comput. Stat. Data Anal.
 * 45, 215-233; the same as R's `sandwich::vcovHC`.
 */
export function heteroskedasticErrors(fit: OlsFit): Robust {
	const { n, k, q, residuals } = fit;
	const h = leverage(q);
	const factor = inverseFactor(fit.qr);
	const full = h.some((x) => 1 - x < FULL);
	const squared = residuals.map((e) => e * e);
	const by = (weight: (h: number) => number): Float64Array => {
		const omega = new Float64Array(n);
		for (let i = 0; i < n; i++) omega[i] = squared[i]! * weight(h[i]!);
		return spread(factor, weightedCrossProduct(q, omega), full);
	};
	return {
		leverage: h,
		se: {
			HC0: spread(factor, weightedCrossProduct(q, squared), full),
			HC1: by(() => n / (n - k)),
			HC2: full ? null : by((x) => 1 / (1 - x)),
			HC3: full ? null : by((x) => 1 / (1 - x) ** 2),
			HC4: full ? null : by((x) => 1 / (1 - x) ** Math.min(4, (n * x) / k))
		}
	};
}

export interface ClusterErrors {
	clusters: number;
	/** Without correction. */
	cr0: Float64Array;
	/** CR0 times G/(G - 1). */
	cr1: Float64Array;
	/** CR0 times G/(G - 1) (n - 1)/(n - k), as Stata. */
	cr1s: Float64Array;
	/** Bias-reduced linearisation. */
	cr2: Float64Array;
	/** Satterthwaite degrees of freedom of CR2, coefficient by coefficient; null where CR2 is 0. */
	df: (number | null)[];
}

/** (I - G)^-1/2 and (I - G)^-1 for a symmetric k x k G with eigenvalues in [0, 1], as generalised inverses: directions with eigenvalue 1 give 0. */
function corrections(g: readonly Float64Array[]): { root: number[][]; inverse: number[][] } {
	const k = g.length;
	const eigen = new EigenvalueDecomposition(new Matrix(g.map((row) => Array.from(row))), { assumeSymmetric: true });
	const vectors = eigen.eigenvectorMatrix;
	const left = eigen.realEigenvalues.map((x) => 1 - x);
	const power = (p: number): number[][] =>
		Array.from({ length: k }, (_, a) => Array.from({ length: k }, (__, b) => left.reduce((s, x, m) => s + (x > 1e-12 ? vectors.get(a, m) * x ** p * vectors.get(b, m) : 0), 0)));
	return { root: power(-0.5), inverse: power(-1) };
}

const times = (m: readonly (readonly number[] | Float64Array)[], v: Float64Array): Float64Array => Float64Array.from(m, (row) => v.reduce((s, x, j) => s + row[j]! * x, 0));

/**
 * Cluster-robust errors (X'X)^-1 (sum_g X_g' A_g e_g e_g' A_g X_g) (X'X)^-1: A_g = I (CR0, CR1, CR1S) or (I - H_gg)^-1/2 (CR2, exactly unbiased under
 * equal variances), with Satterthwaite degrees of freedom (tr W)^2 / tr(W^2) of each coefficient, W_gh = p_g'p_h, p_g = (I - H)_g' A_g X_g (X'X)^-1 c.
 * In the coordinates of the thin Q all of it takes k x k matrices only: Q_g'A_g = (I - Q_g'Q_g)^-1/2 Q_g'.
 * Source: Bell and McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky and Tipton (2018), J. Bus. Econ. Stat. 36, 672-683.
 * @param codes the cluster of each row, 0 to clusters - 1, each with at least one row, at least two clusters
 */
export function clusterErrors(fit: OlsFit, codes: Int32Array, clusters: number): ClusterErrors {
	const { n, k, q, residuals } = fit;
	const cross = Array.from({ length: clusters }, () => squareMatrix(k));
	const score = Array.from({ length: clusters }, () => new Float64Array(k));
	for (let i = 0; i < n; i++) {
		const g = cross[codes[i]!]!;
		const s = score[codes[i]!]!;
		for (let a = 0; a < k; a++) {
			const qa = q[a]![i]!;
			s[a]! += qa * residuals[i]!;
			for (let b = 0; b < k; b++) g[a]![b]! += qa * q[b]![i]!;
		}
	}
	const factor = inverseFactor(fit.qr);
	const fixes = cross.map(corrections);
	const meatOf = (scores: readonly Float64Array[]): Float64Array[] => {
		const meat = squareMatrix(k);
		for (const s of scores) for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) meat[a]![b]! += s[a]! * s[b]!;
		return meat;
	};
	const cr0 = spread(factor, meatOf(score));
	const scaled = (c: number): Float64Array => cr0.map((x) => x * Math.sqrt(c));
	const correction = clusters / (clusters - 1);
	return {
		clusters,
		cr0,
		cr1: scaled(correction),
		cr1s: scaled((correction * (n - 1)) / (n - k)),
		cr2: spread(factor, meatOf(score.map((s, g) => times(fixes[g]!.root, s)))),
		df: factor.map((direction) => satterthwaite(direction, cross, fixes))
	};
}

/** W = diag(a_g'a_g) - B'B with columns b_g = Q_g'a_g, a_g = A_g Q_g w: its trace squared over the sum of its squares. */
function satterthwaite(w: Float64Array, cross: readonly (readonly Float64Array[])[], fixes: readonly { root: number[][]; inverse: number[][] }[]): number | null {
	const k = w.length;
	const outer = squareMatrix(k);
	let trace = 0;
	let squares = 0;
	for (const [g, fix] of fixes.entries()) {
		const gw = times(cross[g]!, w);
		const b = times(fix.root, gw);
		const inner = times(fix.inverse, gw);
		let length = 0;
		let left = 0;
		for (let a = 0; a < k; a++) {
			length += w[a]! * inner[a]!;
			left += b[a]! * b[a]!;
			for (let c = 0; c < k; c++) outer[a]![c]! += b[a]! * b[c]!;
		}
		trace += length - left;
		squares += length * length - 2 * length * left;
	}
	for (const row of outer) for (const x of row) squares += x * x;
	return trace > 0 && squares > 0 ? (trace * trace) / squares : null;
}
