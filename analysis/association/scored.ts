/** Coefficients of two variables from their joint table of counts. */

/** Sums of squares and products around the means, of rows where both variables are valid. */
export interface Products {
	n: number;
	xx: number;
	yy: number;
	xy: number;
}

/** Concordant less discordant pairs of rows, and the tie groups of each variable. */
export interface Order {
	n: number;
	/** P − Q. */
	s: number;
	/** Sizes of the groups of equal values. */
	tiesX: ArrayLike<number>;
	tiesY: ArrayLike<number>;
}

export interface Margins {
	n: number;
	rows: Float64Array;
	columns: Float64Array;
}

/** Room for the margins of tables of one size, to be filled over and over. */
export function emptyMargins(rows: number, columns: number): Margins {
	return { n: 0, rows: new Float64Array(rows), columns: new Float64Array(columns) };
}

/** @param cells counts, cell [a · columns + b] of a table of the size of `into`, which is filled and given back */
export function margins(cells: ArrayLike<number>, into: Margins): Margins {
	const { rows, columns } = into;
	columns.fill(0);
	into.n = 0;
	for (let a = 0, at = 0; a < rows.length; a++) {
		let sum = 0;
		for (let b = 0; b < columns.length; b++, at++) {
			const c = cells[at]!;
			sum += c;
			columns[b]! += c;
		}
		rows[a] = sum;
		into.n += sum;
	}
	return into;
}

function centred(scores: Float64Array, counts: Float64Array, n: number): Float64Array {
	// one value only: no rounding of the mean may look like spread
	if (counts.some((c) => c === n)) return new Float64Array(scores.length);
	let sum = 0;
	for (let k = 0; k < scores.length; k++) sum += counts[k]! * scores[k]!;
	const mean = sum / n;
	return scores.map((s) => s - mean);
}

/**
 * Sums of squares and products Σc(x − x̄)(y − ȳ) with scores for the categories. The scores should be small whole numbers (a pivot taken
 * away, see numeric/decimal.ts); then n·Σc·x·y − Σc·x·Σc·y is exact as long as it stays below 2⁵³, otherwise deviations are summed.
 */
export function productsOf(cells: ArrayLike<number>, m: Margins, x: Float64Array, y: Float64Array): Products {
	const { n } = m;
	if (n === 0) return { n, xx: 0, yy: 0, xy: 0 };
	let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
	for (let a = 0, at = 0; a < x.length; a++) {
		let row = 0;
		for (let b = 0; b < y.length; b++, at++) row += cells[at]! * y[b]!;
		sxy += row * x[a]!;
		sx += m.rows[a]! * x[a]!;
		sxx += m.rows[a]! * x[a]! * x[a]!;
	}
	for (let b = 0; b < y.length; b++) {
		sy += m.columns[b]! * y[b]!;
		syy += m.columns[b]! * y[b]! * y[b]!;
	}
	if (n * Math.max(sxx, syy) <= Number.MAX_SAFE_INTEGER && Number.isInteger(sxx) && Number.isInteger(syy) && Number.isInteger(sxy) && Number.isInteger(sx) && Number.isInteger(sy)) return { n, xx: (n * sxx - sx * sx) / n, yy: (n * syy - sy * sy) / n, xy: (n * sxy - sx * sy) / n };
	return productsAround(cells, m, centred(x, m.rows, n), centred(y, m.columns, n));
}

function productsAround(cells: ArrayLike<number>, m: Margins, dx: Float64Array, dy: Float64Array): Products {
	let [xx, yy, xy] = [0, 0, 0];
	for (let a = 0, at = 0; a < dx.length; a++) {
		let row = 0;
		for (let b = 0; b < dy.length; b++, at++) row += cells[at]! * dy[b]!;
		xy += row * dx[a]!;
		xx += m.rows[a]! * dx[a]! * dx[a]!;
	}
	for (let b = 0; b < dy.length; b++) yy += m.columns[b]! * dy[b]! * dy[b]!;
	return { n: m.n, xx, yy, xy };
}

/** Mid-ranks of ordered categories, less their mean (n + 1)/2. */
function midRanks(counts: Float64Array, n: number): Float64Array {
	let before = 0;
	return counts.map((c) => {
		const rank = before + (c + 1) / 2 - (n + 1) / 2;
		before += c;
		return rank;
	});
}

/** The same sums for mid-ranks: categories in rising order. */
export function rankProducts(cells: ArrayLike<number>, m: Margins): Products {
	return productsAround(cells, m, midRanks(m.rows, m.n), midRanks(m.columns, m.n));
}

/** P − Q from the table, categories of both in rising order, in one pass from the lower right corner. Whole numbers: exact. */
export function orderOf(cells: ArrayLike<number>, m: Margins): Order {
	const columns = m.columns.length;
	// below[b]: rows further down and columns from b on
	const below = new Float64Array(columns + 1);
	let s = 0;
	for (let a = m.rows.length - 1; a >= 0; a--) {
		for (let b = 0; b < columns; b++) {
			const c = cells[a * columns + b]!;
			if (c > 0) s += c * (below[b + 1]! - (below[0]! - below[b]!));
		}
		for (let b = columns - 1, right = 0; b >= 0; b--) {
			right += cells[a * columns + b]!;
			below[b]! += right;
		}
	}
	return { n: m.n, s, tiesX: m.rows, tiesY: m.columns };
}
