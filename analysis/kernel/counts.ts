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

import { bytePairs, columnHistogram, NIBBLE, nibblePairs } from './histogram.ts';

export type CodeArray = Uint8Array | Uint16Array | Int32Array;

/** How many rows have each code from 0 to size − 1; the four kinds of missing and codes of no category are left out. */
export function codeCounts(codes: CodeArray, size: number): Float64Array {
	if (codes instanceof Uint8Array) return Float64Array.from(columnHistogram(codes).subarray(0, size));
	const counts = new Float64Array(size);
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
	if (rowCodes instanceof Uint8Array && colCodes instanceof Uint8Array) {
		const small = rowSize <= NIBBLE && colSize <= NIBBLE;
		const shift = small ? 4 : 8;
		const cells = small ? nibblePairs(rowCodes, colCodes) : n > 4096 ? bytePairs(rowCodes, colCodes) : null;
		if (cells) return Array.from({ length: rowSize }, (_, a) => Float64Array.from(cells.subarray(a << shift, (a << shift) + colSize)));
	}
	const cells = new Float64Array(rowSize * colSize);
	for (let i = 0; i < n; i++) {
		const a = rowCodes[i]!;
		const b = colCodes[i]!;
		if (a >= 0 && a < rowSize && b >= 0 && b < colSize) cells[a * colSize + b]!++;
	}
	return Array.from({ length: rowSize }, (_, a) => cells.subarray(a * colSize, (a + 1) * colSize));
}
