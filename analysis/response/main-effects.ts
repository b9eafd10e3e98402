/**
 * Least squares on a constant and indicators of levels. A row has one level of each factor, so that X'WX is made of sums over rows at the pairs
 * of levels they have, and neither X nor its zeros are ever written down: with F factors a row costs F² and not the square of the number of columns.
 */


export interface MainEffects {
	rows: number;
	/** Columns: the constant and every level but the reference ones. */
	terms: number;
	/** For each row the columns in which it has a 1: the constant's, then one a factor, -1 at a reference level. Row by row, `width` each. */
	at: Int32Array;
	width: number;
}

export function mainEffects(rows: number, factors: readonly { codes: Int32Array; levels: readonly string[] }[]): MainEffects {
	const width = factors.length + 1;
	const at = new Int32Array(rows * width);
	let first = 1;
	factors.forEach(({ codes, levels }, f) => {
		for (let i = 0; i < rows; i++) at[i * width + f + 1] = codes[i]! > 0 ? first + codes[i]! - 1 : -1;
		first += levels.length - 1;
	});
	return { rows, terms: first, at, width };
}

/** X'WX by rows, symmetric. @param weight one a row */
export function crossProduct({ rows, terms, at, width }: MainEffects, weight: Float64Array): Float64Array[] {
	const sums = Array.from({ length: terms }, () => new Float64Array(terms));
	for (let i = 0; i < rows; i++) {
		const from = i * width;
		const w = weight[i]!;
		for (let a = from; a < from + width; a++) {
			const p = at[a]!;
			if (p < 0) continue;
			const row = sums[p]!;
			for (let b = from; b <= a; b++) {
				const q = at[b]!;
				if (q >= 0) row[q]! += w;
			}
		}
	}
	for (let p = 0; p < terms; p++) for (let q = 0; q < p; q++) sums[q]![p] = sums[p]![q]!;
	return sums;
}

/** X'y. */
export function columnSums({ rows, terms, at, width }: MainEffects, y: Float64Array): Float64Array {
	// one place before the others takes what is of no column, so that nothing need be asked
	const sums = new Float64Array(terms + 1);
	for (let i = 0, a = 0; i < rows; i++) {
		const value = y[i]!;
		for (const end = a + width; a < end; a++) sums[at[a]! + 1]! += value;
	}
	return sums.slice(1);
}

/** X b. */
export function linear({ rows, terms, at, width }: MainEffects, b: Float64Array): Float64Array {
	const eta = new Float64Array(rows);
	// 0 in a place before the others: the effect of a reference level
	const effects = new Float64Array(terms + 1);
	effects.set(b, 1);
	for (let i = 0, a = 0; i < rows; i++) {
		let sum = 0;
		for (const end = a + width; a < end; a++) sum += effects[at[a]! + 1]!;
		eta[i] = sum;
	}
	return eta;
}

/**
 * What is left of a column's squared length, of its own, beside the columns before it: below this the inverse would lose too many digits, and
 * whether columns depend on each other is for a factorisation of X itself to say.
 */
const WELL_CONDITIONED = 1e-6;

/**
 * The inverse of a cross product by Cholesky's factorisation, scaled to a diagonal of 1. Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., 4.2.
 * @returns null unless the columns are well apart
 */
export function inverseOf(product: readonly Float64Array[]): number[][] | null {
	const k = product.length;
	const scale = product.map((row, j) => Math.sqrt(row[j]!));
	if (!scale.every((d) => d > 0 && Number.isFinite(d))) return null;
	const lower = product.map((row, i) => row.map((v, j) => v / (scale[i]! * scale[j]!)));
	for (let j = 0; j < k; j++) {
		const own = lower[j]!;
		for (let m = 0; m < j; m++) own[j]! -= own[m]! ** 2;
		if (!(own[j]! > WELL_CONDITIONED)) return null;
		own[j] = Math.sqrt(own[j]!);
		for (let i = j + 1; i < k; i++) {
			const other = lower[i]!;
			let left = other[j]!;
			for (let m = 0; m < j; m++) left -= other[m]! * own[m]!;
			other[j] = left / own[j]!;
		}
	}
	// the inverse of the factor, by columns
	const inverse = Array.from({ length: k }, () => new Float64Array(k));
	for (let j = 0; j < k; j++) {
		const column = inverse[j]!;
		column[j] = 1 / lower[j]![j]!;
		for (let i = j + 1; i < k; i++) {
			let sum = 0;
			for (let m = j; m < i; m++) sum -= lower[i]![m]! * column[m]!;
			column[i] = sum / lower[i]![i]!;
		}
	}
	const out = Array.from({ length: k }, () => new Array<number>(k).fill(0));
	for (let i = 0; i < k; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = 0;
			for (let m = i; m < k; m++) sum += inverse[i]![m]! * inverse[j]![m]!;
			out[i]![j] = out[j]![i] = sum / (scale[i]! * scale[j]!);
		}
	}
	return out;
}

/** The columns as they would be written down. */
export function denseColumns({ rows, terms, at, width }: MainEffects): Float64Array[] {
	const columns = Array.from({ length: terms }, () => new Float64Array(rows));
	for (let i = 0; i < rows; i++) for (let a = i * width; a < (i + 1) * width; a++) if (at[a]! >= 0) columns[at[a]!]![i] = 1;
	return columns;
}
