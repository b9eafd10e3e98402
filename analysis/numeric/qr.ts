/**
 * Householder QR of a tall matrix given by its columns, each first scaled to length 1: X D^-1 = Q R, D = diag(d), d_j = ||x_j||. Scaling makes
 * the rank decision independent of the columns' units. Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., 5.2.
 */

/** X D^-1 = Q R; everything is stored by column. */
export interface Qr {
	/** Rows of X. */
	n: number;
	/** Columns of X. */
	k: number;
	/** Lengths d_j of the columns. */
	scale: Float64Array;
	/** Householder vectors v_j (length n, 0 above row j), H_j = I - 2 v v' with ||v|| = 1. */
	reflectors: readonly Float64Array[];
	/** R by column: `r[j][i]` for i <= j, of the scaled columns. */
	r: readonly Float64Array[];
	/** Columns that are linear combinations of the columns before them (or all zero), by index; empty when X has full rank. */
	dependent: readonly number[];
}

function length(x: Float64Array, from: number): number {
	let largest = 0;
	for (let i = from; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
	if (largest === 0) return 0;
	let sum = 0;
	for (let i = from; i < x.length; i++) sum += (x[i]! / largest) ** 2;
	return largest * Math.sqrt(sum);
}

function reflect(v: Float64Array, x: Float64Array, from: number): void {
	let dot = 0;
	for (let i = from; i < x.length; i++) dot += v[i]! * x[i]!;
	const twice = 2 * dot;
	if (twice !== 0) for (let i = from; i < x.length; i++) x[i]! -= twice * v[i]!;
}

/**
 * Factors X. A column is taken for dependent when what the columns before it leave of its length is below 100 k eps; columns are never
 * exchanged, so that the names of dependent columns are those that came last.
 * @param columns k columns of equal length n >= k; not changed
 */
export function qr(columns: readonly Float64Array[]): Qr {
	const k = columns.length;
	const n = columns[0]?.length ?? 0;
	const scale = Float64Array.from(columns, (c) => length(c, 0));
	const work = columns.map((c, j) => c.map((x) => (scale[j]! > 0 ? x / scale[j]! : 0)));
	const reflectors: Float64Array[] = [];
	const dependent: number[] = [];
	const tolerance = 100 * k * Number.EPSILON;
	for (let j = 0; j < k; j++) {
		const x = work[j]!;
		const row = reflectors.length;
		const left = row < n ? length(x, row) : 0;
		if (left <= tolerance) {
			dependent.push(j);
			continue;
		}
		const v = new Float64Array(n);
		const alpha = x[row]! > 0 ? -left : left;
		for (let i = row; i < n; i++) v[i] = x[i]!;
		v[row]! -= alpha;
		const norm = length(v, row);
		for (let i = row; i < n; i++) v[i]! /= norm;
		reflectors.push(v);
		x[row] = alpha;
		for (let i = row + 1; i < n; i++) x[i] = 0;
		for (let later = j + 1; later < k; later++) reflect(v, work[later]!, row);
	}
	return { n, k, scale, reflectors, r: work.map((c) => c.slice(0, k)), dependent };
}

/** Q'y, length n: the first k values are the coordinates of y in the column space. `y` is not changed. */
export function applyQt(f: Qr, y: Float64Array): Float64Array {
	const out = y.slice();
	f.reflectors.forEach((v, j) => reflect(v, out, j));
	return out;
}

/** Q z, length n; `z` may be shorter than n and stands then for its beginning. */
export function applyQ(f: Qr, z: Float64Array): Float64Array {
	const out = new Float64Array(f.n);
	out.set(z);
	for (let j = f.reflectors.length - 1; j >= 0; j--) reflect(f.reflectors[j]!, out, j);
	return out;
}

/** Solves R x = z (k values) by back substitution. Full rank is required. */
export function solveR(f: Qr, z: Float64Array): Float64Array {
	const x = z.slice(0, f.k);
	for (let j = f.k - 1; j >= 0; j--) {
		x[j]! /= f.r[j]![j]!;
		for (let i = 0; i < j; i++) x[i]! -= f.r[j]![i]! * x[j]!;
	}
	return x;
}

/** Solves R' x = z (k values) by forward substitution. Full rank is required. */
export function solveRt(f: Qr, z: Float64Array): Float64Array {
	const x = z.slice(0, f.k);
	for (let j = 0; j < f.k; j++) {
		for (let i = 0; i < j; i++) x[j]! -= f.r[j]![i]! * x[i]!;
		x[j]! /= f.r[j]![j]!;
	}
	return x;
}

/** The coefficients of the least-squares fit of y on the columns: D^-1 R^-1 Q'y. Full rank is required. */
export function solveQr(f: Qr, y: Float64Array): Float64Array {
	return solveR(f, applyQt(f, y)).map((b, j) => b / f.scale[j]!);
}

/** (D^-1 R^-1) by rows, so that (X'X)^-1 = B B' with B the result. Full rank is required. */
export function inverseFactor(f: Qr): Float64Array[] {
	const rows = Array.from({ length: f.k }, () => new Float64Array(f.k));
	for (let j = 0; j < f.k; j++) {
		const unit = new Float64Array(f.k);
		unit[j] = 1;
		const column = solveR(f, unit);
		for (let i = 0; i < f.k; i++) rows[i]![j] = column[i]! / f.scale[i]!;
	}
	return rows;
}

/** (X'X)^-1 as rows, from R^-1 and never from X'X. Full rank is required. */
export function inverseCrossProduct(f: Qr): number[][] {
	const b = inverseFactor(f);
	return b.map((row, i) => b.map((other, j) => {
		let sum = 0;
		for (let m = Math.max(i, j); m < f.k; m++) sum += row[m]! * other[m]!;
		return sum;
	}));
}

/** The first k columns of Q, an orthonormal basis of the column space, by column. */
export function thinQ(f: Qr): Float64Array[] {
	return f.reflectors.map((_, j) => {
		const unit = new Float64Array(f.n);
		unit[j] = 1;
		return applyQ(f, unit);
	});
}

/** Leverages h_i, the diagonal of the hat matrix X(X'X)^-1 X', as row sums of squares of the thin Q. */
export function leverage(q: readonly Float64Array[]): Float64Array {
	const h = new Float64Array(q[0]?.length ?? 0);
	for (const column of q) for (let i = 0; i < h.length; i++) h[i]! += column[i]! * column[i]!;
	return h;
}

/** A bound from below on the condition number of the scaled columns in the 1-norm of R: ||R|| ||R^-1||. Infinity when not of full rank. */
export function conditionNumber(f: Qr): number {
	if (f.dependent.length > 0) return Infinity;
	let norm = 0;
	let inverse = 0;
	for (let j = 0; j < f.k; j++) {
		const unit = new Float64Array(f.k);
		unit[j] = 1;
		norm = Math.max(norm, f.r[j]!.reduce((s, x) => s + Math.abs(x), 0));
		inverse = Math.max(inverse, solveR(f, unit).reduce((s, x) => s + Math.abs(x), 0));
	}
	return norm * inverse;
}
