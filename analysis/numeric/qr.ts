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
	for (let i = from; i < x.length; i++) {
		const size = Math.abs(x[i]!);
		if (!(size <= largest)) largest = Math.max(largest, size);
	}
	if (largest === 0) return 0;
	let sum = 0;
	for (let i = from; i < x.length; i++) {
		const part = x[i]! / largest;
		sum += part * part;
	}
	return largest * Math.sqrt(sum);
}

/** x - 2 v v'x in place; v is 0 above `from`. */
function reflect(v: Float64Array, x: Float64Array, from: number): void {
	let dot = 0;
	for (let i = from; i < x.length; i++) dot += v[i]! * x[i]!;
	const twice = 2 * dot;
	if (twice !== 0) for (let i = from; i < x.length; i++) x[i]! -= twice * v[i]!;
}

/** `reflect` of four columns in one pass: four sums that do not wait for one another, each in its own order, so that it gives the same bits. */
function reflectFour(v: Float64Array, columns: readonly Float64Array[], at: number, from: number): void {
	const a = columns[at]!;
	const b = columns[at + 1]!;
	const c = columns[at + 2]!;
	const d = columns[at + 3]!;
	let dotA = 0;
	let dotB = 0;
	let dotC = 0;
	let dotD = 0;
	for (let i = from; i < v.length; i++) {
		const x = v[i]!;
		dotA += x * a[i]!;
		dotB += x * b[i]!;
		dotC += x * c[i]!;
		dotD += x * d[i]!;
	}
	const twiceA = 2 * dotA;
	const twiceB = 2 * dotB;
	const twiceC = 2 * dotC;
	const twiceD = 2 * dotD;
	// a column that is orthogonal to v stays as it is, also where v is not finite
	if (twiceA === 0 || twiceB === 0 || twiceC === 0 || twiceD === 0) {
		for (const [x, twice] of [[a, twiceA], [b, twiceB], [c, twiceC], [d, twiceD]] as const) {
			if (twice !== 0) for (let i = from; i < v.length; i++) x[i]! -= twice * v[i]!;
		}
		return;
	}
	for (let i = from; i < v.length; i++) {
		const x = v[i]!;
		a[i]! -= twiceA * x;
		b[i]! -= twiceB * x;
		c[i]! -= twiceC * x;
		d[i]! -= twiceD * x;
	}
}

/** `reflect` of each of the columns from `at` on. */
function reflectAll(v: Float64Array, columns: readonly Float64Array[], at: number, from: number): void {
	let j = at;
	for (; j + 4 <= columns.length; j += 4) reflectFour(v, columns, j, from);
	for (; j < columns.length; j++) reflect(v, columns[j]!, from);
}

function scaledBy(column: Float64Array, scale: number): Float64Array {
	const out = new Float64Array(column.length);
	if (scale > 0) for (let i = 0; i < column.length; i++) out[i] = column[i]! / scale;
	return out;
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
	const work = columns.map((c, j) => scaledBy(c, scale[j]!));
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
		v.set(x.subarray(row), row);
		v[row]! -= alpha;
		const norm = length(v, row);
		for (let i = row; i < n; i++) v[i]! /= norm;
		reflectors.push(v);
		x[row] = alpha;
		x.fill(0, row + 1);
		reflectAll(v, work, j + 1, row);
	}
	return { n, k, scale, reflectors, r: work.map((c) => c.slice(0, k)), dependent };
}

/**
 * Reflects by one vector after the other, in place. What one takes away and the next one's sum are reckoned in the same pass; each sum keeps its order.
 * @param from the row that each of the vectors begins at
 */
function reflectInTurn(vectors: readonly Float64Array[], from: readonly number[], x: Float64Array): void {
	const first = vectors[0];
	if (!first) return;
	let v = first;
	let dot = 0;
	for (let i = from[0]!; i < x.length; i++) dot += v[i]! * x[i]!;
	for (let j = 0; j < vectors.length; j++) {
		const twice = 2 * dot;
		const after = vectors[j + 1];
		const start = from[j]!;
		if (!after) {
			if (twice !== 0) for (let i = start; i < x.length; i++) x[i]! -= twice * v[i]!;
			return;
		}
		const next = from[j + 1]!;
		dot = 0;
		if (twice === 0) for (let i = next; i < x.length; i++) dot += after[i]! * x[i]!;
		else {
			// rows that only one of the two begins at
			for (let i = start; i < next; i++) x[i]! -= twice * v[i]!;
			for (let i = next; i < start; i++) dot += after[i]! * x[i]!;
			for (let i = Math.max(start, next); i < x.length; i++) {
				const left = x[i]! - twice * v[i]!;
				x[i] = left;
				dot += after[i]! * left;
			}
		}
		v = after;
	}
}

const places = (vectors: readonly Float64Array[]): number[] => vectors.map((_, j) => j);

/** Q'y, length n: the first k values are the coordinates of y in the column space. `y` is not changed. */
export function applyQt(f: Qr, y: Float64Array): Float64Array {
	const out = y.slice();
	reflectInTurn(f.reflectors, places(f.reflectors), out);
	return out;
}

/** Q z, length n; `z` may be shorter than n and stands then for its beginning. */
export function applyQ(f: Qr, z: Float64Array): Float64Array {
	const out = new Float64Array(f.n);
	out.set(z);
	reflectInTurn(f.reflectors.toReversed(), places(f.reflectors).reverse(), out);
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
	const out = f.reflectors.map((_, j) => {
		const unit = new Float64Array(f.n);
		unit[j] = 1;
		return unit;
	});
	// a reflector leaves the units before its own row as they are
	for (let j = f.reflectors.length - 1; j >= 0; j--) reflectAll(f.reflectors[j]!, out, j, j);
	return out;
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
