/** Least squares by QR, sharpened by iterative refinement. */
import { violation, type Violation } from '../assumptions.ts';
import { applyQ, applyQt, conditionNumber, inverseCrossProduct, qr, solveR, solveRt, type Qr } from '../numeric/qr.ts';
import { dotsTwofold, dotTwofold, productError } from '../numeric/twofold.ts';

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

/** Rows at a time, so that what is summed of them stays near the processor. */
const BLOCK = 1024;

/** f - r - X b, each element in twice the working precision. */
function remainder(columns: readonly Float64Array[], b: Float64Array, r: Float64Array, f: Float64Array | null): Float64Array {
	const n = r.length;
	const out = new Float64Array(n);
	const sum = new Float64Array(BLOCK);
	const rest = new Float64Array(BLOCK);
	for (let from = 0; from < n; from += BLOCK) {
		const size = Math.min(BLOCK, n - from);
		for (let i = 0; i < size; i++) {
			const start = f ? f[from + i]! : 0;
			const x = -r[from + i]!;
			const total = start + x;
			const back = total - start;
			rest[i] = start - (total - back) + (x - back);
			sum[i] = total;
		}
		for (let j = 0; j < b.length; j++) {
			const column = columns[j]!;
			const by = b[j]!;
			for (let i = 0; i < size; i++) {
				const x = -column[from + i]!;
				const product = x * by;
				const before = sum[i]!;
				const total = before + product;
				const back = total - before;
				rest[i] = rest[i]! + (before - (total - back) + (product - back)) + productError(x, by, product);
				sum[i] = total;
			}
		}
		for (let i = 0; i < size; i++) out[from + i] = sum[i]! + rest[i]!;
	}
	return out;
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
		// at first b and r are 0
		const top = round > 0 ? remainder(columns, b, r, rhs) : (rhs ?? new Float64Array(f.n));
		const dots = round > 0 ? dotsTwofold(columns, r) : new Float64Array(f.k);
		const bottom = dots.map((dot, j) => ((g ? g[j]! : 0) - dot) / f.scale[j]!);
		const h = solveRt(f, bottom);
		const d = applyQt(f, top);
		const db = solveR(f, h.map((x, j) => d[j]! - x));
		let size = 0;
		let total = 0;
		for (let j = 0; j < f.k; j++) {
			size = Math.max(size, Math.abs(db[j]!));
			total = Math.max(total, Math.abs(b[j]! * f.scale[j]!));
		}
		if (size >= before / 2 && round > 1) break;
		before = size;
		d.set(h);
		const dr = applyQ(f, d);
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
 * @param known the factors of the columns, where they have been made before
 * @returns `too_few` when there are not more rows than columns, `singular` naming the dependent columns,
 * `not_converged` for values too large to multiply
 */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array, names: readonly string[], known?: Qr): LeastSquares | Violation {
	if (y.length < columns.length) return violation('too_few', { n: y.length, needed: columns.length });
	const factors = known ?? qr(columns);
	if (factors.dependent.length > 0) return violation('singular', { columns: factors.dependent.map((j) => names[j] ?? String(j + 1)).join(', ') });
	const { b, r } = augmented(columns, factors, y, null);
	// values beyond 1e300 have no exact products
	if (!b.every(Number.isFinite)) return violation('not_converged', { iterations: REFINEMENTS });
	const k = columns.length;
	const plain = conditionNumber(factors) < ILL;
	const inverse = plain ? inverseCrossProduct(factors) : columns.map((_, j) => Array.from(augmented(columns, factors, null, Float64Array.from({ length: k }, (__, i) => (i === j ? -1 : 0))).b));
	return { b, residuals: r, rss: dotTwofold(r, r), inverse, qr: factors };
}
