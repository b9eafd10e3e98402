/**
 * The standard error of τ_b away from 0 (ASE1), which the interval rests on. Each row's influence is 2d/w + τ_b(t_x/w_x + t_y/w_y): d the rows in
 * concordant less those in discordant position to it, t_x and t_y the rows that share its value, w_x = Σ t_x's (n − t), w = √(w_x w_y); ASE1 = √Σ(f − f̄)².
 * It holds with many ties, as on scales of five points, where the interval on Fisher's scale with variance 0.437/(n − 4) is a third too narrow.
 * Source: Brown and Benedetti (1977), J. Am. Stat. Assoc. 72, 309-315. The same as crosstab/ordinal.ts has for a table.
 */
import type { Shared } from './measured.ts';
import type { Margins } from './scored.ts';

const untied = (sizes: ArrayLike<number>, n: number): number => {
	let sum = 0;
	for (let i = 0; i < sizes.length; i++) sum += sizes[i]! * (n - sizes[i]!);
	return sum;
};

/** √Σc(f − f̄)²; 0 where the values are equal but for rounding. */
function spread(values: Float64Array, counts: ArrayLike<number> | null, n: number): number {
	let [mean, least, most] = [0, Infinity, -Infinity];
	for (let i = 0; i < values.length; i++) {
		const c = counts ? counts[i]! : 1;
		if (c === 0) continue;
		mean += (c / n) * values[i]!;
		least = Math.min(least, values[i]!);
		most = Math.max(most, values[i]!);
	}
	if (!(most - least > 1e-13 * Math.max(Math.abs(least), Math.abs(most)))) return 0;
	let squares = 0;
	for (let i = 0; i < values.length; i++) squares += (counts ? counts[i]! : 1) * (values[i]! - mean) ** 2;
	return Math.sqrt(squares);
}

/** Of a table of counts, cell [a · columns + b], categories of both in rising order. */
export function spreadOfTable(cells: ArrayLike<number>, { n, rows, columns }: Margins, tau: number): number {
	const [wx, wy] = [untied(rows, n), untied(columns, n)];
	const w = Math.sqrt(wx * wy);
	const width = columns.length;
	const f = new Float64Array(rows.length * width);
	// before[b]: those in earlier rows and columns before b
	const before = new Float64Array(width + 1);
	const all = new Float64Array(width + 1);
	for (let b = 0; b < width; b++) all[b + 1] = all[b]! + columns[b]!;
	for (let a = 0; a < rows.length; a++) {
		let own = 0;
		for (let b = 0; b < width; b++) {
			const next = own + cells[a * width + b]!;
			const [lower, higher] = [before[b]!, before[width]! - before[b + 1]!];
			const [lowerAfter, higherAfter] = [all[b]! - lower - own, all[width]! - all[b + 1]! - higher - (rows[a]! - next)];
			f[a * width + b] = (2 * (lower - higher + higherAfter - lowerAfter)) / w + tau * (rows[a]! / wx + columns[b]! / wy);
			own = next;
		}
		for (let b = 0, sum = 0; b < width; b++) before[b + 1]! += sum += cells[a * width + b]!;
	}
	return spread(f, cells, n);
}

/** Counts by place, added to and summed in O(log n): Fenwick (1994), Softw. Pract. Exp. 24, 327-336. */
class Tally {
	readonly #sums: Int32Array;
	total = 0;
	constructor(places: number) {
		this.#sums = new Int32Array(places + 1);
	}
	add(place: number): void {
		this.total++;
		for (let i = place + 1; i < this.#sums.length; i += i & -i) this.#sums[i]!++;
	}
	below(place: number): number {
		let sum = 0;
		for (let i = place; i > 0; i -= i & -i) sum += this.#sums[i]!;
		return sum;
	}
}

/** Size of the group of equal places that each sorted row belongs to, by row. */
function sizes(sorted: Int32Array, place: Int32Array, into: Float64Array): Float64Array {
	for (let from = 0, to = 0; from < sorted.length; from = to) {
		while (to < sorted.length && place[sorted[to]!] === place[sorted[from]!]) to++;
		for (let k = from; k < to; k++) into[sorted[k]!] = to - from;
	}
	return into;
}

/** Adds to `d`, row by row, `sign` times (rows already passed with a lower y less those with a higher one), group of equal x by group. */
function pass(order: Int32Array, x: Int32Array, y: Int32Array, sign: number, d: Float64Array): void {
	const passed = new Tally(y.length);
	for (let from = 0, to = 0; from < order.length; from = to) {
		while (to < order.length && x[order[to]!] === x[order[from]!]) to++;
		for (let k = from; k < to; k++) d[order[k]!]! += sign * (passed.below(y[order[k]!]!) - (passed.total - passed.below(y[order[k]!]! + 1)));
		for (let k = from; k < to; k++) passed.add(y[order[k]!]!);
	}
}

/** Of the rows that both have, in O(n log n). */
export function spreadOfRows({ x, y, rows, byX, byY }: Shared, tau: number): number {
	const n = rows.length;
	const d = new Float64Array(x.valid.length);
	pass(byX, x.place, y.place, 1, d);
	pass(byX.toReversed(), x.place, y.place, -1, d);
	const tx = sizes(byX, x.place, new Float64Array(x.valid.length));
	const ty = sizes(byY, y.place, new Float64Array(x.valid.length));
	const [wx, wy] = [tx, ty].map((t) => rows.reduce((sum, i) => sum + (n - t[i]!), 0)) as [number, number];
	const w = Math.sqrt(wx * wy);
	return spread(Float64Array.from(rows, (i) => (2 * d[i]!) / w + tau * (tx[i]! / wx + ty[i]! / wy)), null, n);
}
