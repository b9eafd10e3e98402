/** X' diag(w) X of a tall matrix given by its columns. */

/** Rows at a time, so that a block of the columns stays near the processor. */
const BLOCK = 512;

/** Adds the dot products of x with columns a to a + 3 over the block's rows to `sums`: four sums that do not wait for one another. */
function addFour(x: Float64Array, columns: readonly Float64Array[], a: number, from: number, size: number, sums: Float64Array): void {
	const first = columns[a]!;
	const second = columns[a + 1]!;
	const third = columns[a + 2]!;
	const fourth = columns[a + 3]!;
	let one = sums[a]!;
	let two = sums[a + 1]!;
	let three = sums[a + 2]!;
	let four = sums[a + 3]!;
	for (let i = 0; i < size; i++) {
		const v = x[i]!;
		one += v * first[from + i]!;
		two += v * second[from + i]!;
		three += v * third[from + i]!;
		four += v * fourth[from + i]!;
	}
	sums[a] = one;
	sums[a + 1] = two;
	sums[a + 2] = three;
	sums[a + 3] = four;
}

/**
 * X' diag(w) X as rows, each sum of (x_ia w_i) x_ib taken in the order of the rows.
 * @param columns k columns of equal length; @param weights one for each row
 */
export function weightedCrossProduct(columns: readonly Float64Array[], weights: Float64Array): Float64Array[] {
	const k = columns.length;
	const product = Array.from({ length: k }, () => new Float64Array(k));
	const x = new Float64Array(BLOCK);
	for (let from = 0; from < weights.length; from += BLOCK) {
		const size = Math.min(BLOCK, weights.length - from);
		for (let a = 0; a < k; a++) {
			const own = columns[a]!;
			for (let i = 0; i < size; i++) x[i] = own[from + i]! * weights[from + i]!;
			const sums = product[a]!;
			let b = 0;
			for (; b + 4 <= a + 1; b += 4) addFour(x, columns, b, from, size, sums);
			for (; b <= a; b++) {
				const other = columns[b]!;
				let sum = sums[b]!;
				for (let i = 0; i < size; i++) sum += x[i]! * other[from + i]!;
				sums[b] = sum;
			}
		}
	}
	for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) product[b]![a] = product[a]![b]!;
	return product;
}
