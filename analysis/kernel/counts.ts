/**
 * Joint histograms of columns: the one thing that reads all rows. Whatever can be had from counts (means and sums of squares by group,
 * r, chi-square, gamma, tau, alpha) is then exact, and costs the same for 2,000 rows as for a million.
 *
 * How a method uses it:
 *
 *     const y = codedColumn(table.columns[spec.y]!);            // null: a numeric column with more than 252 distinct values
 *     const by = codedColumn(table.columns[spec.group]!);
 *     if (y?.scores && by) {
 *       const cross = crossCounts(by.codes, by.categories.length, y.codes, y.categories.length);  // cross[g][k]
 *       const m = momentsOfCounts(y.scores, cross[g]!);          // {n, mean, ss, variance, sd} of group g (estimate/moments.ts)
 *     }
 *
 * Missing codes (252 to 255, 65532 to 65535, or -1 in `Groups.codes`) lie outside 0 … n − 1 and are not counted.
 */

export type CodeArray = Uint8Array | Uint16Array | Int32Array;

function bytePairs(a: Uint8Array, b: Uint8Array): Int32Array {
	const cells = new Int32Array(65536);
	const n = a.length;
	const whole = n - (n % 4);
	// four rows a turn: the additions of one turn do not wait for each other
	for (let i = 0; i < whole; i += 4) {
		cells[(a[i]! << 8) | b[i]!]!++;
		cells[(a[i + 1]! << 8) | b[i + 1]!]!++;
		cells[(a[i + 2]! << 8) | b[i + 2]!]!++;
		cells[(a[i + 3]! << 8) | b[i + 3]!]!++;
	}
	for (let i = whole; i < n; i++) cells[(a[i]! << 8) | b[i]!]!++;
	return cells;
}

/** How many rows have each code from 0 to size − 1; the four kinds of missing and codes of no category are left out. */
export function codeCounts(codes: CodeArray, size: number): Float64Array {
	const counts = new Float64Array(size);
	if (codes instanceof Uint8Array) {
		const all = new Int32Array(256);
		for (let i = 0; i < codes.length; i++) all[codes[i]!]!++;
		return Float64Array.from(all.subarray(0, size));
	}
	for (let i = 0; i < codes.length; i++) {
		const code = codes[i]!;
		if (code >= 0 && code < size) counts[code]!++;
	}
	return counts;
}

/**
 * The joint histogram: cell [a][b] is the number of rows whose row code is a and whose column code is b. Rows where either is missing are in
 * no cell. Whole numbers, exact.
 * @param rowCodes one code a row of the table; those outside 0 … rowSize − 1 are missing
 * @returns rowSize arrays of colSize counts each
 */
export function crossCounts(rowCodes: CodeArray, rowSize: number, colCodes: CodeArray, colSize: number): Float64Array[] {
	const n = rowCodes.length;
	if (rowCodes instanceof Uint8Array && colCodes instanceof Uint8Array && n > 4096) {
		const cells = bytePairs(rowCodes, colCodes);
		return Array.from({ length: rowSize }, (_, a) => Float64Array.from(cells.subarray(a << 8, (a << 8) + colSize)));
	}
	const cells = new Float64Array(rowSize * colSize);
	for (let i = 0; i < n; i++) {
		const a = rowCodes[i]!;
		const b = colCodes[i]!;
		if (a >= 0 && a < rowSize && b >= 0 && b < colSize) cells[a * colSize + b]!++;
	}
	return Array.from({ length: rowSize }, (_, a) => cells.subarray(a * colSize, (a + 1) * colSize));
}

/**
 * Counts by the two columns' codes with the kinds of missing kept: cell [a << 8 | b] of 65,536. For columns of bytes.
 * Row sums over all b give the row column's own counts, missing kinds (252 to 255) among them, without another pass over the rows.
 */
export function byteCounts(rowCodes: Uint8Array, colCodes: Uint8Array): Int32Array {
	return bytePairs(rowCodes, colCodes);
}
