/** Least squares by QR, sharpened by iterative refinement. */
import { violation, type Violation } from '../assumptions.ts';
import { applyQ, applyQt, conditionNumber, inverseCrossProduct, qr, solveR, solveRt, type Qr } from '../numeric/qr.ts';
import { dotTwofold, TwofoldSum } from '../numeric/twofold.ts';

export interface LeastSquares {
	b: Float64Array;
	residuals: Float64Array;
	/** Sum of squared residuals. */
	rss: number;
	/** (X'X)^-1 as rows. */
	inverse: number[][];
	qr: Qr;
}

/** Beyond this condition number of the scaled columns the plain inverse has lost more than a refinement costs. */
const ILL = 100;
const REFINEMENTS = 12;

/** f - r - X b, each element in twice the working precision. */
function remainder(columns: readonly Float64Array[], b: Float64Array, r: Float64Array, f: Float64Array | null): Float64Array {
	return r.map((ri, i) => {
		const sum = new TwofoldSum(f ? f[i]! : 0);
		sum.add(-ri);
		for (let j = 0; j < b.length; j++) sum.addProduct(-columns[j]![i]!, b[j]!);
		return sum.total;
	});
}

/**
 * Solves the augmented system r + X b = f, X'r = g, by the QR factors, and corrects the solution until the corrections stop shrinking.
 * With g = 0 it is the least-squares problem; with f = 0, g = -e_j, b is the j-th column of (X'X)^-1. Source: Björck (1967), BIT 7, 257-278.
 */
function augmented(columns: readonly Float64Array[], f: Qr, rhs: Float64Array | null, g: Float64Array | null): { b: Float64Array; r: Float64Array } {
	const b = new Float64Array(f.k);
	const r = new Float64Array(f.n);
	let before = Infinity;
	for (let round = 0; round <= REFINEMENTS; round++) {
		const top = remainder(columns, b, r, rhs);
		const bottom = Float64Array.from(columns, (c, j) => ((g ? g[j]! : 0) - dotTwofold(c, r)) / f.scale[j]!);
		const h = solveRt(f, bottom);
		const d = applyQt(f, top);
		const db = solveR(f, d.map((x, i) => (i < f.k ? x - h[i]! : x)));
		d.set(h);
		const dr = applyQ(f, d);
		let size = 0;
		let total = 0;
		for (let j = 0; j < f.k; j++) {
			size = Math.max(size, Math.abs(db[j]!));
			total = Math.max(total, Math.abs(b[j]! * f.scale[j]!));
		}
		if (size >= before / 2 && round > 1) break;
		before = size;
		for (let j = 0; j < f.k; j++) b[j]! += db[j]! / f.scale[j]!;
		for (let i = 0; i < f.n; i++) r[i]! += dr[i]!;
		if (size <= Number.EPSILON * total) break;
	}
	return { b, r };
}

/**
 * b minimising ||y - X b||, its residuals, and (X'X)^-1. QR with column scaling, then refinement with residuals in twice the working precision,
 * so that the result is right to the last digits as long as the scaled columns' condition number is well below 1/eps.
 * @param columns the columns of X, with the column of ones among them where there is an intercept; not changed
 * @param names of the columns, for the violation
 * @returns `too_few` when there are not more rows than columns, `singular` naming the dependent columns,
 * `not_converged` for values too large to multiply
 */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array, names: readonly string[]): LeastSquares | Violation {
	if (y.length < columns.length) return violation('too_few', { n: y.length, needed: columns.length });
	const factors = qr(columns);
	if (factors.dependent.length > 0) return violation('singular', { columns: factors.dependent.map((j) => names[j] ?? String(j + 1)).join(', ') });
	const { b, r } = augmented(columns, factors, y, null);
	// values beyond 1e300 have no exact products
	if (!b.every(Number.isFinite)) return violation('not_converged', { iterations: REFINEMENTS });
	const k = columns.length;
	const plain = conditionNumber(factors) < ILL;
	const inverse = plain ? inverseCrossProduct(factors) : columns.map((_, j) => Array.from(augmented(columns, factors, null, Float64Array.from({ length: k }, (__, i) => (i === j ? -1 : 0))).b));
	return { b, residuals: r, rss: dotTwofold(r, r), inverse, qr: factors };
}
