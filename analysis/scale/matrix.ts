/** Small dense symmetric matrices (correlations, loadings) as rows of numbers. */
import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/** Rows of equal length. */
export type Rows = readonly (readonly number[])[];

export interface Eigen {
	/** Largest first. */
	values: number[];
	/** `vectors[i][m]` is element i of the unit eigenvector that belongs to `values[m]`. */
	vectors: number[][];
}

const copy = (m: Rows): number[][] => m.map((row) => [...row]);

/** Rows by columns of a function of the two indices. */
export function fill(rows: number, columns: number, value: (i: number, j: number) => number): number[][] {
	return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => value(i, j)));
}

export function transpose(m: Rows): number[][] {
	return fill(m[0]?.length ?? 0, m.length, (i, j) => m[j]![i]!);
}

/** The product a·b. */
export function product(a: Rows, b: Rows): number[][] {
	const columns = transpose(b);
	return a.map((row) => columns.map((column) => row.reduce((s, x, i) => s + x * column[i]!, 0)));
}

/** Eigenvalues and vectors of a symmetric matrix (Householder and implicit QL of ml-matrix), largest value first. */
export function symmetricEigen(m: Rows): Eigen {
	const found = new EigenvalueDecomposition(new Matrix(copy(m)), { assumeSymmetric: true });
	const order = found.realEigenvalues.map((_, i) => i).sort((a, b) => found.realEigenvalues[b]! - found.realEigenvalues[a]!);
	return { values: order.map((i) => found.realEigenvalues[i]!), vectors: fill(m.length, m.length, (i, j) => found.eigenvectorMatrix.get(i, order[j]!)) };
}

/** Whether a correlation matrix can be inverted with digits left: smallest eigenvalue above 1e-12 of the largest. */
export function isRegular(eigenvalues: readonly number[]): boolean {
	return eigenvalues.at(-1)! > 1e-12 * eigenvalues[0]!;
}

/** The inverse of a positive definite matrix by Cholesky; null when it is not positive definite. */
export function inversePositive(m: Rows): number[][] | null {
	// products that are symmetric but for rounding are made so
	const cholesky = new CholeskyDecomposition(new Matrix(fill(m.length, m.length, (i, j) => (i >= j ? m[i]![j]! : m[j]![i]!))));
	return cholesky.isPositiveDefinite() ? cholesky.solve(Matrix.eye(m.length)).to2DArray() : null;
}

/** The inverse of a regular square matrix that need not be symmetric. */
export function inverseGeneral(m: Rows): number[][] {
	return inverse(new Matrix(copy(m))).to2DArray();
}

/** A covariance matrix divided by its standard deviations; exactly 1 on the diagonal. */
export function toCorrelation(covariance: Rows): number[][] {
	const sd = covariance.map((row, i) => Math.sqrt(row[i]!));
	return fill(sd.length, sd.length, (i, j) => (i === j ? 1 : covariance[i]![j]! / (sd[i]! * sd[j]!)));
}

/** Squared multiple correlations of each variable with the others: 1 − 1/(R⁻¹)ᵢᵢ. Null when R is singular. */
export function squaredMultipleCorrelations(correlation: Rows): number[] | null {
	const found = isRegular(symmetricEigen(correlation).values) ? inversePositive(correlation) : null;
	return found && found.map((row, i) => 1 - 1 / row[i]!);
}
